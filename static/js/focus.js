// Errors are met first: focus goes to the summary, its links to the fields, and the
// title of the page says so. Works after an htmx swap too, and
// where a script shows another page (pd:shown).

function meet(root) {
  const summary = root.querySelector("[data-focus]");
  if (!summary) return;
  summary.focus();
  const word = document.documentElement.lang === "en" ? "Error: " : "Kesalahan: ";
  if (!document.title.startsWith(word)) document.title = word + document.title;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-focus] a[href^='#']");
  if (!link) return;
  const place = document.getElementById(link.getAttribute("href").slice(1));
  if (!place) return;
  const field = place.matches("input, select, textarea")
    ? place
    : place.querySelector("input, select, textarea");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.scrollIntoView({ block: "center" });
});

meet(document);
document.addEventListener("htmx:afterSettle", (event) => meet(event.target));
document.addEventListener("pd:shown", (event) => meet(event.target));
