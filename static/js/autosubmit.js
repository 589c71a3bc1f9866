// Filters that act at once: <form method="get" data-autosubmit>; a change of a select,
// a box or a date sends it, text waits for Enter. Empty fields stay out of the address.
// File fields say what was chosen and take a dropped file.

function clean(form) {
  const quiet = [...form.elements].filter((field) => field.name && field.value === "");
  quiet.forEach((field) => { field.disabled = true; });
  window.setTimeout(() => quiet.forEach((field) => { field.disabled = false; }), 0);
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-autosubmit]")) clean(event.target);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  const waits = event.target.matches("input[type=text], input[type=search], textarea");
  if (form && !waits) form.requestSubmit();
  if (event.target.matches("input[type=file]")) tell(event.target);
});

for (const button of document.querySelectorAll("form[data-autosubmit] [data-autosubmit-button]")) {
  button.hidden = true;
}

const sizes = new Intl.NumberFormat("id", { maximumFractionDigits: 1 });

/** As the filter `ukuran` writes it. */
function sized(bytes) {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${sizes.format(bytes / 1e3)} kB`;
  return `${sizes.format(bytes / 1e6)} MB`;
}

function tell(input) {
  const place = input.closest("[data-drop]")?.querySelector("[data-file-name]");
  if (!place) return;
  place.textContent = [...input.files]
    .map((file) => `${file.name}, ${sized(file.size)}`)
    .join("; ");
}

for (const type of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(type, (event) => {
    const zone = event.target.closest?.("[data-drop]");
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("is-over", type === "dragover");
    const input = zone.querySelector("input[type=file]");
    if (type !== "drop" || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    tell(input);
  });
}
