// The QR code of a receipt carries the check code behind "#": it is filled in here and
// sent only when the citizen presses the button.

const field = document.querySelector("[name=code]");
const code = location.hash.slice(1);
if (field && /^[0-9A-Z]{4,12}$/.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname);
}
