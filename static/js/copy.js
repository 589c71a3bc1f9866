// A button with data-copy="<id>" copies that field; the live region says so.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      document.getElementById("pd-live").textContent = button.dataset.copied;
      button.lastChild.textContent = button.dataset.copied;
    } catch {
      // Without the right to the clipboard the text stays selected for Ctrl+C.
    }
  });
}
