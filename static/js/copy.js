// A button [data-copy="id"] copies that field's text and says so ([data-copied]).

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Without the right to the clipboard the text stays selected for Ctrl+C.
    field.select();
    document.execCommand("copy");
  }
  const words = button.querySelector("span") || button.lastChild;
  words.textContent = button.dataset.copied;
  const live = document.getElementById("pd-live");
  if (live) live.textContent = button.dataset.copied;
});
