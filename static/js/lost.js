// A part of a page that cannot be fetched anew says so, once, and that what is shown may
// be old; the next part that comes takes the words away. Polls go on by themselves.

const note = document.getElementById("pd-lost");

function say(isRefused) {
  note.querySelector("[data-lost-line]").hidden = isRefused;
  note.querySelector("[data-lost-part]").hidden = !isRefused;
  note.hidden = false;
}

if (note) {
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => say(false));
  }
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    say(status >= 400 && status < 500);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) note.hidden = true;
  });
}
