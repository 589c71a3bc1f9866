// Toasts count down and go; they stay while the pointer or the focus is on them.
// [data-toast="10"] gives the seconds; without an undo they simply disappear.

function start(toast) {
  if (toast.dataset.running) return;
  toast.dataset.running = "1";
  let left = Number(toast.dataset.toast) || 10;
  const place = toast.querySelector("[data-toast-left]");
  const show = () => { if (place) place.textContent = `${left} ${place.dataset.unit}`; };
  show();
  const timer = window.setInterval(() => {
    if (toast.matches(":hover, :focus-within")) return;
    left -= 1;
    show();
    if (left > 0) return;
    window.clearInterval(timer);
    toast.remove();
  }, 1000);
  toast.querySelector("[data-toast-close]")?.addEventListener("click", () => {
    window.clearInterval(timer);
    toast.remove();
  });
}

const all = (root) => root.querySelectorAll("[data-toast]").forEach(start);
all(document);
document.addEventListener("htmx:afterSettle", () => all(document));
document.addEventListener("pd:toast", () => all(document));
