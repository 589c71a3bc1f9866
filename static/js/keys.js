// Keys of the portal. A control declares its own: data-key="a" data-key-label="terima".
// j, k and x move along and pick rows marked data-row, shift and x picks up to here,
// Ctrl and A takes everything of the filter, ? lists what the page knows.
// Nothing fires while someone types, in a dialog, with a modifier, or when switched off.

const help = document.getElementById("pd-keys");

// The account's own choice, which the server draws (WCAG 2.1.4).
const isOff = () => document.body.hasAttribute("data-keys-off");

function isTyping(target) {
  if (target.isContentEditable) return true;
  if (target.matches("textarea, select")) return true;
  const plain = ["checkbox", "radio", "button", "submit", "reset", "file"];
  return target.matches("input") && !plain.includes(target.type);
}

const seen = (element) => element.getClientRects().length > 0;
const declared = () => [...document.querySelectorAll("[data-key]")].filter(seen);
const rows = () => [...document.querySelectorAll("[data-row]")].filter(seen);

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const here = all.findIndex((row) => row.classList.contains("is-now"));
  const next = all[Math.min(all.length - 1, Math.max(0, here < 0 ? 0 : here + by))];
  all.forEach((row) => row.classList.toggle("is-now", row === next));
  const target = next.querySelector("a[href]") || next.querySelector("button, input");
  if (target) target.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function pick() {
  const box = document.querySelector("[data-row].is-now input[type=checkbox]");
  if (!box || box.disabled) return false;
  box.click();
  return true;
}

function pickRange() {
  const row = document.querySelector("[data-row].is-now");
  if (!row?.querySelector("input[data-pick]:not(:disabled)")) return false;
  document.dispatchEvent(new CustomEvent("pd:pick-range", { detail: row }));
  return true;
}

function pickEvery() {
  const box = document.querySelector("[data-pick-every]");
  if (!box) return false;
  box.click();
  return true;
}

function press(key) {
  const target = declared().find((element) => element.dataset.key === key);
  if (target) {
    if (target.getAttribute("aria-disabled") === "true" || target.disabled) return false;
    if (target.matches("input, select, textarea") && target.type !== "radio") {
      target.focus();
      if (target.select) target.select();
    } else {
      target.click();
    }
    return true;
  }
  if (key === "j") return step(1);
  if (key === "k") return step(-1);
  if (key === "x") return pick();
  return false;
}

function line(key, label) {
  const term = document.createElement("dt");
  const cap = document.createElement("kbd");
  cap.textContent = key.toUpperCase();
  term.append(cap);
  const text = document.createElement("dd");
  text.textContent = label;
  return [term, text];
}

function fillHelp() {
  const list = help.querySelector("[data-key-list]");
  const known = new Map();
  for (const element of declared()) {
    const said = element.dataset.keyLabel || element.getAttribute("aria-label");
    known.set(element.dataset.key, said || element.textContent.trim());
  }
  if (rows().length) {
    if (!known.has("j")) known.set("j", list.dataset.next);
    if (!known.has("k")) known.set("k", list.dataset.previous);
    const boxes = document.querySelector("[data-row] input[type=checkbox]");
    if (boxes && !known.has("x")) known.set("x", list.dataset.pick);
    if (document.querySelector("[data-pick-every]")) {
      known.set("shift+x", list.dataset.range);
      known.set("ctrl+a", list.dataset.every);
    }
  }
  known.set("?", list.dataset.help);
  list.replaceChildren(...[...known].flatMap(([key, label]) => line(key, label)));
  help.querySelector("[data-key-switch]").checked = !isOff();
}

function isQuiet(event) {
  return isOff() || isTyping(event.target) || Boolean(document.querySelector("dialog[open]"));
}

document.addEventListener("keydown", (event) => {
  const isAll = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (isAll && event.key.toLowerCase() === "a" && !event.repeat && !isQuiet(event)) {
    if (pickEvery()) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.repeat && !["j", "k"].includes(event.key)) return;
  if (isQuiet(event)) return;
  if (event.key === "?" && help) {
    fillHelp();
    help.showModal();
    event.preventDefault();
  } else if (event.shiftKey && event.key.toLowerCase() === "x") {
    if (pickRange()) event.preventDefault();
  } else if (press(event.key.toLowerCase())) {
    event.preventDefault();
  }
});

async function choose(box) {
  document.body.toggleAttribute("data-keys-off", !box.checked);
  const fields = new FormData();
  fields.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  if (!box.checked) fields.set("mati", "1");
  const answer = await fetch(box.dataset.url, { method: "POST", body: fields });
  if (!answer.ok) window.location.reload();
}

if (help) {
  const box = help.querySelector("[data-key-switch]");
  box.addEventListener("change", () => choose(box));
  document.addEventListener("click", (event) => {
    if (event.target.closest('[data-open="pd-keys"]')) fillHelp();
  });
}
