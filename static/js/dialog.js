// Dialogs and menus: data-open="id" opens a <dialog>, data-close closes it, a menu
// (<details class="pd-menu">) closes on Escape and on a click elsewhere.
// A dialog with data-copy="#form" repeats in [data-count] how many boxes are ticked.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener && opener.getAttribute("aria-disabled") !== "true") {
    const dialog = document.getElementById(opener.dataset.open);
    if (dialog) dialog.showModal();
  }
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog").close();
  if (event.target.matches("dialog")) event.target.close();
  for (const menu of document.querySelectorAll("details.pd-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const off = event.target.closest('.btn[aria-disabled="true"]');
  if (off) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.pd-menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A form goes out once: a second click while the first is under way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.matches("[hx-post], [hx-get]")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
