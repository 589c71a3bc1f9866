// A running job tells its stage to screen readers only when the words change, keeps the
// focus on its button over a swap, and may load the page anew when it ends.

const live = document.getElementById("pd-live");
let focused = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const target = event.detail.target;
  focused = target.contains(document.activeElement) ? document.activeElement.id : null;
});

document.addEventListener("htmx:afterSettle", (event) => {
  const job = event.target.closest?.("[data-job-state]");
  if (!job) return;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  if (live && live.textContent !== job.dataset.live) live.textContent = job.dataset.live;
  const ended = !["QUEUED", "RUNNING"].includes(job.dataset.jobState);
  if (ended && job.closest("[data-job-reload]")) window.location.reload();
});
