// The bell asks whether an own job has ended, twice a minute, only while the page is seen.

const PAUSE = 30_000;

if (document.querySelector("[data-bell]")) {
  const ring = () => {
    if (!document.hidden) document.body.dispatchEvent(new Event("bell"));
  };
  window.setInterval(ring, PAUSE);
}
