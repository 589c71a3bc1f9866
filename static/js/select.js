// Rows picked in a list. A selection bar is form[data-selection]; the ticks of the rows are
// input[data-pick] of that form, input[data-pick-all] ticks the page, [data-pick-every]
// takes everything that the filter shows. The choice is kept in the tab until the filter
// changes, so paging and sorting lose nothing. Without this script the page's own ticks
// and "everything" are plain fields of the form.
// A page without a bar has [data-picks] with the same ticks; it keeps nothing.

const nothing = (filter) => ({ filter, every: false, keys: new Set() });
const states = new WeakMap();
const format = new Intl.NumberFormat(document.documentElement.lang || "id");
let anchor = null;

const barOf = (box) => (box.form?.matches("[data-selection]") ? box.form : null);
const boxesOf = (bar) => [...bar.elements].filter((one) => one.matches("[data-pick]"));
const openOf = (bar) => boxesOf(bar).filter((one) => !one.disabled);
const storeKey = (name) => `pd-pilih:${name}`;

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
}

function read(bar) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storeKey(bar.dataset.selection)));
    if (kept) return { ...kept, keys: new Set(kept.keys) };
  } catch {
    // No store, or one that another version wrote: the list starts without a choice.
  }
  return null;
}

function keep(bar) {
  const state = states.get(bar);
  const name = storeKey(bar.dataset.selection);
  try {
    if (!state.every && !state.keys.size) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify({ ...state, keys: [...state.keys] }));
  } catch {
    // The ticks of this page still work.
  }
}

function words(bar) {
  const { every, keys } = states.get(bar);
  const said = bar.dataset;
  const here = openOf(bar).filter((box) => box.checked).length;
  const values = { n: format.format(keys.size), m: format.format(here), total: said.total };
  if (every) return fill(keys.size ? said.saidBut : said.saidEvery, values);
  return keys.size ? fill(said.saidSome, values) : said.saidNone;
}

function show(bar) {
  const { every, keys } = states.get(bar);
  for (const box of boxesOf(bar)) {
    box.checked = !box.disabled && keys.has(box.value) !== every;
    box.closest("[data-row]")?.classList.toggle("is-sel", box.checked);
  }
  const boxes = openOf(bar);
  const picked = boxes.filter((box) => box.checked).length;
  for (const head of [...bar.elements].filter((one) => one.matches("[data-pick-all]"))) {
    head.checked = boxes.length > 0 && picked === boxes.length;
    head.indeterminate = picked > 0 && picked < boxes.length;
  }
  const whole = bar.querySelector("[data-pick-every]");
  if (whole) whole.checked = every;
  bar.querySelector("[data-picked-said]").textContent = words(bar);
  const some = every || keys.size > 0;
  bar.classList.toggle("has-picked", some);
  for (const one of bar.querySelectorAll("[data-needs-pick]")) one.disabled = !some;
  for (const one of bar.querySelectorAll("[data-when-picked]")) one.hidden = !some;
}

function tell(bar, text) {
  bar.querySelector("[data-picked-note]").textContent = text;
}

function changed(bar) {
  tell(bar, "");
  keep(bar);
  show(bar);
}

function set(bar, boxes, on) {
  const { every, keys } = states.get(bar);
  const before = new Set(keys);
  for (const box of boxes) {
    if (on !== every) keys.add(box.value);
    else keys.delete(box.value);
  }
  const isTooMany = keys.size > Number(bar.dataset.most) && keys.size > before.size;
  if (isTooMany) states.get(bar).keys = before;
  changed(bar);
  if (isTooMany) tell(bar, bar.dataset.saidMost);
}

function start(bar) {
  const filter = bar.dataset.filter;
  const kept = read(bar);
  states.set(bar, kept?.filter === filter ? kept : nothing(filter));
  // What the browser or a page without the script left ticked counts as ticked.
  if (!kept) for (const box of openOf(bar)) if (box.checked) states.get(bar).keys.add(box.value);
  keep(bar);
  show(bar);
  if (kept && kept.filter !== filter) {
    const gone = kept.every ? kept.total : format.format(kept.keys.size);
    tell(bar, fill(bar.dataset.saidDropped, { n: gone }));
  }
}

function range(bar, box) {
  const boxes = openOf(bar);
  const from = boxes.indexOf(anchor);
  const to = boxes.indexOf(box);
  if (to < 0) return;
  const [low, high] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)];
  set(bar, boxes.slice(low, high + 1), true);
  anchor = box;
}

function refreshPlain(scope) {
  const boxes = [...scope.querySelectorAll("input[data-pick]:not(:disabled)")];
  const picked = boxes.filter((box) => box.checked);
  for (const box of boxes) box.closest("[data-row]")?.classList.toggle("is-sel", box.checked);
  for (const head of scope.querySelectorAll("input[data-pick-all]")) {
    head.checked = boxes.length > 0 && picked.length === boxes.length;
    head.indeterminate = picked.length > 0 && picked.length < boxes.length;
  }
  for (const place of scope.querySelectorAll("[data-picked]")) {
    place.textContent = format.format(picked.length);
  }
  for (const button of scope.querySelectorAll("[data-needs-pick]")) {
    button.disabled = picked.length === 0;
  }
}

function changePlain(box) {
  const scope = box.closest("[data-picks]") || document;
  if (box.matches("[data-pick-all]")) {
    for (const each of scope.querySelectorAll("input[data-pick]:not(:disabled)")) {
      each.checked = box.checked;
    }
  }
  refreshPlain(scope);
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches("input[data-pick], input[data-pick-all], input[data-pick-every]")) return;
  const bar = barOf(box);
  if (!bar) {
    changePlain(box);
  } else if (box.matches("[data-pick-every]")) {
    const total = bar.dataset.total;
    states.set(bar, { ...nothing(bar.dataset.filter), every: box.checked, total });
    changed(bar);
  } else if (box.matches("[data-pick-all]")) {
    set(bar, openOf(bar), box.checked);
  } else {
    set(bar, [box], box.checked);
    anchor = box;
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick-none]");
  if (button) {
    const bar = button.form;
    states.set(bar, nothing(bar.dataset.filter));
    changed(bar);
    return;
  }
  // Shift and a click ticks from the last tick to here.
  if (event.shiftKey && event.target.matches?.("input[data-pick]")) {
    const bar = barOf(event.target);
    const box = event.target;
    if (bar && anchor && box.checked) window.setTimeout(() => range(bar, box));
  }
});

// The keys come from keys.js, which knows whether they are switched off.
document.addEventListener("pd:pick-range", (event) => {
  const box = event.detail.querySelector("input[data-pick]:not(:disabled)");
  const bar = box && barOf(box);
  if (bar) range(bar, box);
});

function forget(name) {
  try {
    sessionStorage.removeItem(storeKey(name));
  } catch {
    // Nothing was kept.
  }
}

document.addEventListener("submit", (event) => {
  const done = event.target.dataset.selectionDone;
  if (done) forget(done);
  if (event.submitter?.matches("[data-pick-done]")) forget(event.target.dataset.selection);
  const state = states.get(event.target);
  if (!state) return;
  for (const old of event.target.querySelectorAll("[data-pick-sent]")) old.remove();
  const here = new Set(state.every ? [] : boxesOf(event.target).map((box) => box.value));
  const rest = [...state.keys].filter((key) => !here.has(key));
  if (!rest.length) return;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = state.every ? "kecuali" : "pilih";
  field.value = rest.join(" ");
  field.dataset.pickSent = "";
  event.target.append(field);
});

document.querySelectorAll("form[data-selection]").forEach(start);
const plain = () => {
  const boxes = [...document.querySelectorAll("input[data-pick]")].filter((box) => !barOf(box));
  new Set(boxes.map((box) => box.closest("[data-picks]") || document)).forEach(refreshPlain);
};
plain();
document.addEventListener("htmx:afterSettle", plain);
// Other rows of the same list were drawn in place of these.
document.addEventListener("pd:rows", () => {
  document.querySelectorAll("form[data-selection]").forEach(start);
});
// A page from the browser's own store shows the choice of now, not of then.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-selection]").forEach(start);
});
