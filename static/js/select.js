// Rows picked in a list: input[data-pick] in each row, input[data-pick-all] in the head;
// [data-picked] repeats the count, [data-needs-pick] wakes when something is picked.
// Scope is the nearest [data-picks] (or the page).

function scopeOf(element) {
  return element.closest("[data-picks]") || document;
}

function refresh(scope) {
  const boxes = [...scope.querySelectorAll("input[data-pick]:not(:disabled)")];
  const picked = boxes.filter((box) => box.checked);
  for (const box of boxes) box.closest("[data-row]")?.classList.toggle("is-sel", box.checked);
  for (const head of scope.querySelectorAll("input[data-pick-all]")) {
    head.checked = boxes.length > 0 && picked.length === boxes.length;
    head.indeterminate = picked.length > 0 && picked.length < boxes.length;
  }
  const count = new Intl.NumberFormat("id").format(picked.length);
  for (const place of scope.querySelectorAll("[data-picked]")) place.textContent = count;
  for (const button of scope.querySelectorAll("[data-needs-pick]")) {
    button.disabled = picked.length === 0;
  }
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches("input[data-pick], input[data-pick-all]")) return;
  const scope = scopeOf(box);
  if (box.matches("[data-pick-all]")) {
    for (const each of scope.querySelectorAll("input[data-pick]:not(:disabled)")) {
      each.checked = box.checked;
    }
  }
  refresh(scope);
});

const scopes = new Set([...document.querySelectorAll("input[data-pick]")].map(scopeOf));
scopes.forEach(refresh);
document.addEventListener("htmx:afterSettle", () => {
  document.querySelectorAll("[data-picks]").forEach(refresh);
});
