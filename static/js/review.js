// The review at speed: the next proposal is loaded before it is asked for, shown at the
// key, and the decision is sent beside it. What is refused comes back with its reason.
// Without this script every button is a plain form.

const words = document.querySelector("script[data-lost]").dataset;
const live = document.getElementById("pd-live");
const format = new Intl.NumberFormat("id");
const PART = "X-Usulan";
const REFRESH = 120_000;
let ready = null;
let wanted = 0;
let armed = null;
let active = true;

const pattern = document.querySelector("[data-place]")?.textContent.replace(/^\d+/, "#");
const now = () => document.getElementById("usulan");
const form = () => document.getElementById("putusan");

function parsed(html) {
  const box = document.createElement("template");
  box.innerHTML = html;
  return box.content.querySelector("#usulan");
}

async function part(url, mode) {
  const from = now()?.dataset.usulan ?? "";
  const answer = await fetch(url, { headers: { [PART]: mode, "X-Usulan-Dari": from } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return parsed(await answer.text());
}

async function prepare() {
  ready = null;
  const turn = (wanted += 1);
  const url = now()?.dataset.after;
  if (!url) return;
  try {
    const node = await part(url, "siap");
    if (turn === wanted) ready = node;
  } catch {
    ready = null; // The plain form and the plain link still work.
  }
}

function mark(node) {
  for (const row of document.querySelectorAll("[data-of]")) {
    const isNow = row.dataset.of === node.dataset.usulan;
    row.classList.toggle("is-now", isNow);
    const link = row.querySelector("a");
    if (isNow) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (isNow) row.scrollIntoView({ block: "nearest" });
  }
  // Where it stands, in the words that the page first said it with.
  const rows = [...document.querySelectorAll("[data-of]")];
  const at = rows.findIndex((row) => row.dataset.of === node.dataset.usulan);
  const place = node.querySelector("[data-place]");
  if (at >= 0 && pattern) place.textContent = pattern.replace("#", String(at + 1));
  return at >= 0 || rows.length === 0;
}

/** The list goes on where its page ends; its ticks are drawn by select.js. */
async function turnPage(node) {
  const url = new URL(node.dataset.page, window.location.href);
  url.searchParams.delete("sesudah");
  url.searchParams.delete("sebelum");
  const answer = await fetch(url);
  if (!answer.ok || answer.redirected || now() !== node) return;
  const box = document.createElement("template");
  box.innerHTML = await answer.text();
  const list = box.content.querySelector("[data-list]");
  const old = document.querySelector("[data-list]");
  if (!list || !old || now() !== node) return;
  old.replaceWith(list);
  document.dispatchEvent(new CustomEvent("pd:rows"));
  mark(node);
}

/** What is left by the filter, as far as this page decided it. */
function left(by) {
  const place = document.querySelector(".pd-selbar [data-left]");
  if (!place || !by) return;
  const n = Math.max(0, Number(place.dataset.left) - by);
  place.dataset.left = String(n);
  place.textContent = format.format(n);
}

function show(node) {
  armed = null;
  node.removeAttribute("aria-busy");
  now().replaceWith(node);
  window.history.pushState({}, "", node.dataset.page);
  const isListed = mark(node);
  count();
  node.querySelector("h2").focus({ preventScroll: true });
  prepare();
  if (!isListed) turnPage(node).catch(() => { /* the list stays as it was */ });
}

function say(text, node = now()) {
  const place = node.querySelector("[data-refused]");
  place.querySelector("[data-words]").textContent = text;
  place.hidden = !text;
}

async function send(url, fields, node) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  fields.set("csrfmiddlewaretoken", token);
  const answer = await fetch(url, {
    method: "POST", body: fields, headers: { [PART]: "putus" }, keepalive: true,
  });
  if (answer.redirected || ![200, 409].includes(answer.status)) {
    throw new Error(String(answer.status));
  }
  const said = await answer.json();
  if (said.held && now() === node) say(said.held);
  return { ...said, isDone: answer.ok };
}

async function claim() {
  const node = now();
  if (!node?.dataset.claim) return;
  const fields = new FormData();
  fields.set("aksi", "ambil");
  try {
    const said = await send(node.dataset.claim, fields, node);
    if (said.asked && now() === node && live) live.textContent = said.asked;
  } catch {
    // A claim is an offer to colleagues; the decision itself asks the server anew.
  }
}

function toast(said) {
  const box = document.querySelector(".pd-toasts");
  const copy = document.getElementById("pd-sudah").content.cloneNode(true);
  copy.querySelector(".pd-toast__text").textContent = said.words;
  const undo = copy.querySelector("form");
  if (said.undo) undo.action = said.undo + window.location.search.replace("?", "&");
  else undo.remove();
  // One way back at a time: the last decision's.
  box.replaceChildren(copy);
  document.dispatchEvent(new CustomEvent("pd:toast"));
}

function done(id, state) {
  const row = document.querySelector(`[data-of="${id}"]`);
  if (!row) return;
  row.classList.toggle("is-done", Boolean(state));
  const box = row.querySelector("input");
  box.dataset.locked ??= box.disabled ? "1" : "";
  if (state && box.checked) {
    box.checked = false;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  box.disabled = Boolean(state || box.dataset.locked);
  let flag = row.querySelector("[data-done]");
  if (!flag) {
    flag = document.createElement("span");
    flag.className = "pd-q__flag";
    flag.dataset.done = "";
    row.querySelector(".pd-q__2").append(flag);
  }
  flag.textContent = state;
}

const seenOf = (node) => node.querySelector("#putusan [name=seen]")?.value;

async function comeBack(past, text) {
  done(past.dataset.usulan, "");
  const kept = now();
  let node = past;
  try {
    // What was typed stays, unless the proposal itself has changed meanwhile.
    const fresh = await part(past.dataset.page, "tampil");
    if (seenOf(fresh) !== seenOf(past)) node = fresh;
  } catch { /* as it was */ }
  show(node);
  if (kept !== past) { ready = kept; wanted += 1; }
  say(text, node);
}

async function decide(sender, button) {
  const past = now();
  const next = ready;
  const fields = new FormData(sender, button);
  fields.set("tampil", next.dataset.usulan);
  done(past.dataset.usulan, "…");
  show(next);
  try {
    const said = await send(sender.action, fields, next);
    if (said.isDone) {
      done(past.dataset.usulan, said.state);
      left(said.gone);
      toast(said);
      document.dispatchEvent(new CustomEvent("pd:decided"));
    } else {
      await comeBack(past, said.words);
    }
  } catch {
    await comeBack(past, words.lost);
  }
}

const chosen = () => document.querySelector("input[name=alasan]:checked");
const parts = () => [...document.querySelectorAll("#putusan [name=unsur]")];

function count() {
  const boxes = parts();
  const taken = boxes.filter((box) => box.checked).length;
  const note = document.querySelector("[data-part]");
  if (note) note.hidden = taken === boxes.length;
}

/** Wait for the digit of a reason; the second key of a rejection sends it. */
function arm(button) {
  armed = button;
  document.querySelector("input[name=alasan]")?.closest("section")?.classList.add("is-armed");
  if (live) live.textContent = words.reason;
}

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.target !== form() || !button) return;
  const what = button.value;
  const isPart = what === "accept" && parts().some((box) => !box.checked);
  if ((what === "reject" || isPart) && !chosen()) {
    event.preventDefault();
    event.stopPropagation();
    arm(button);
    return;
  }
  if (!ready || ["reopen", "rejoin", "part"].includes(what)) return;
  event.preventDefault();
  event.stopPropagation();
  decide(event.target, button);
}, true);

document.addEventListener("change", (event) => {
  if (event.target.matches("[name=unsur]")) count();
  if (!event.target.matches("[name=alasan]") || !armed) return;
  const note = document.getElementById("catatan");
  if (event.target.value === "LAIN" && !note.value.trim()) note.focus();
  else form().requestSubmit(armed);
});

document.addEventListener("keydown", (event) => {
  active = true;
  if (event.target.id !== "catatan" || event.key !== "Enter") return;
  // Enter in the note would press the first button, which accepts.
  event.preventDefault();
  if (armed && chosen()) form().requestSubmit(armed);
});
document.addEventListener("pointerdown", () => { active = true; });

document.addEventListener("click", async (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("[data-go], .pd-q a");
  if (!link) return;
  event.preventDefault();
  now()?.setAttribute("aria-busy", "true");
  try {
    if (link.dataset.go === "after" && ready) {
      show(ready);
      await claim();
    } else {
      show(await part(link.href, "tampil"));
    }
  } catch {
    window.location.assign(link.href);
  }
});

window.addEventListener("popstate", () => window.location.reload());
window.setInterval(() => {
  if (document.hidden || !active) return;
  active = false;
  claim();
}, REFRESH);
if (now()) prepare();
