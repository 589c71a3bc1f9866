// A large file says how far its upload is: form[data-upload] goes out by a request whose
// bytes are counted, and [data-upload-told] inside it tells them. The answer is the page
// it leads to, or this page with what is wrong, where a file that nothing is wrong with is
// still chosen. Without this script the form is a plain one.

const format = new Intl.NumberFormat("id", { maximumFractionDigits: 1 });
const live = document.getElementById("pd-live");
const TRUST_AFTER = 3_000;

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
}

function left(words, spent, sent, size) {
  if (spent < TRUST_AFTER || !sent) return "";
  const seconds = (spent * (size - sent)) / sent / 1000;
  if (seconds < 60) return fill(words.seconds, { n: Math.max(5, Math.ceil(seconds / 5) * 5) });
  return fill(words.minutes, { n: Math.round(seconds / 60) });
}

function say(text) {
  if (live && live.textContent !== text) live.textContent = text;
}

function tell(box, began, sent, size) {
  const words = box.dataset;
  const bar = box.querySelector("progress");
  bar.value = sent / size;
  const mega = (n) => format.format(n / 1e6);
  const far = fill(words.far, { sent: mega(sent), size: mega(size) });
  box.querySelector("[data-upload-line]").textContent = far;
  box.querySelector("[data-upload-left]").textContent =
    left(words, performance.now() - began, sent, size);
  say(`${Math.floor((sent / size) * 4) * 25}%`);
}

function arrived(box) {
  box.querySelector("progress").removeAttribute("value");
  box.querySelector("[data-upload-line]").textContent = box.dataset.there;
  box.querySelector("[data-upload-left]").textContent = "";
  box.querySelector("[data-upload-stop]").hidden = true;
  say(box.dataset.there);
}

function end(form, box, words) {
  delete form.dataset.sent;
  for (const one of form.querySelectorAll("[type=submit]")) one.hidden = false;
  box.querySelector("progress").value = 0;
  box.querySelector("[data-upload-line]").textContent = words;
  box.querySelector("[data-upload-left]").textContent = "";
  box.querySelector("[data-upload-stop]").hidden = true;
  box.querySelector("[data-upload-stay]").hidden = true;
  say(words);
}

/** The fields of the new page take the files of the old one, but for refused ones. */
function keepChosen(form, main) {
  for (const old of form.querySelectorAll("input[type=file]")) {
    const field = main.querySelector(`form[data-upload] input[type=file][name="${old.name}"]`);
    if (!old.files.length || !field || field.hasAttribute("aria-invalid")) continue;
    field.files = old.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.closest("[data-drop]")?.querySelector("[data-choose-again]")?.remove();
  }
}

/** Go where the answer leads; an answer about this form takes the place of this page. */
function answered(form, box, request) {
  const there = new URL(request.responseURL || window.location.href);
  if (there.pathname !== window.location.pathname) {
    window.location.assign(there);
    return;
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.getElementById("isi");
  if (!main) {
    end(form, box, box.dataset.lost);
    return;
  }
  document.getElementById("isi").replaceWith(main);
  keepChosen(form, main);
  window.htmx?.process(main);
  main.focus();
  main.dispatchEvent(new CustomEvent("pd:shown", { bubbles: true }));
}

function send(form, box) {
  const files = [...form.querySelectorAll("input[type=file]")].flatMap((one) => [...one.files]);
  const request = new XMLHttpRequest();
  const fields = new FormData(form);
  const began = performance.now();
  box.hidden = false;
  box.querySelector("[data-upload-stop]").hidden = false;
  box.querySelector("[data-upload-stay]").hidden = false;
  box.querySelector("[data-upload-what]").textContent =
    fill(box.dataset.going, { name: files.map((file) => file.name).join(", ") });
  for (const one of form.querySelectorAll("[type=submit]")) one.hidden = true;
  request.upload.addEventListener("progress", (event) => tell(box, began, event.loaded, event.total));
  request.upload.addEventListener("load", () => arrived(box));
  request.addEventListener("load", () => answered(form, box, request));
  request.addEventListener("error", () => end(form, box, box.dataset.lost));
  request.addEventListener("abort", () => end(form, box, box.dataset.stopped));
  box.querySelector("[data-upload-stop]").onclick = () => request.abort();
  request.open("POST", form.action || window.location.href);
  request.send(fields);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-upload]") || event.defaultPrevented) return;
  const box = form.querySelector("[data-upload-told]");
  const hasFile = [...form.querySelectorAll("input[type=file]")].some((one) => one.files.length);
  if (!box || !hasFile) return;
  event.preventDefault();
  send(form, box);
});
