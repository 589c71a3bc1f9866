// A file that is on its way says so beside its button: a large one takes minutes, and the
// page stands still meanwhile. The words stand in #pd-lost, where every page has them.

const words = document.getElementById("pd-lost")?.dataset.sending;
const told = new Map();

function tell(form, button) {
  if (told.has(form)) return;
  const line = document.createElement("p");
  line.className = "pd-small pd-sending";
  line.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", words);
  line.append(bar, words);
  button.after(line);
  told.set(form, line);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (event.defaultPrevented || !button || !words) return;
  const files = [...form.querySelectorAll("input[type=file]")].some((one) => one.files.length);
  if (files) tell(form, button);
});

// Back from the browser's own store nothing is on its way any more.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const line of told.values()) line.remove();
  told.clear();
});
