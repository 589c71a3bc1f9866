// The place of a device, on a tap and never before (fieldwork, ADR 0061).
// [data-place] holds inputs [data-place-lat], -lon and -acc, the buttons
// [data-place-take] and [data-place-drop], and [data-place-told], which says it.
// Without JavaScript or Geolocation the buttons stay hidden and the form works.

const part = (box, name) => box.querySelector(`[data-place-${name}]`);

function say(box, words) {
  part(box, "told").textContent = words;
}

function show(box) {
  const has = part(box, "lat").value !== "" && part(box, "lon").value !== "";
  part(box, "drop").hidden = !has;
  const accuracy = part(box, "acc").value;
  const told = part(box, "told");
  if (!has) return say(box, "");
  return say(box, accuracy ? told.dataset.with.replace("#", accuracy) : told.dataset.plain);
}

function take(box) {
  const told = part(box, "told");
  say(box, told.dataset.wait);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      part(box, "lat").value = coords.latitude.toFixed(6);
      part(box, "lon").value = coords.longitude.toFixed(6);
      part(box, "acc").value = String(Math.min(100000, Math.max(1, Math.round(coords.accuracy))));
      show(box);
    },
    () => say(box, told.dataset.failed),
    { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 },
  );
}

function drop(box) {
  for (const name of ["lat", "lon", "acc"]) part(box, name).value = "";
  show(box);
  part(box, "take").focus();
}

if ("geolocation" in navigator) {
  for (const box of document.querySelectorAll("[data-place]")) {
    part(box, "take").hidden = false;
    part(box, "take").addEventListener("click", () => take(box));
    part(box, "drop").addEventListener("click", () => drop(box));
    for (const name of ["lat", "lon"]) {
      part(box, name).addEventListener("input", () => {
        part(box, "acc").value = "";
        show(box);
      });
    }
    show(box);
  }
}
