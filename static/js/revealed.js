/* A protected address goes from the page when its seconds are over, or when the page is left. The server gives it no
   longer either; this keeps it from standing on an unattended screen or in the browser's memory of pages. */
(() => {
  const CLOSED = "Dit adres is niet meer zichtbaar.";

  document.querySelectorAll("[data-revealed][data-seconds]").forEach((box) => {
    const left = box.querySelector("[data-revealed-left]");
    const ends = performance.now() + Number(box.dataset.seconds) * 1000;

    const close = () => {
      clearInterval(ticking);
      box.querySelector("[data-revealed-open]")?.remove();
      box.querySelector("[data-revealed-closed]").textContent = CLOSED;
    };
    const tick = () => {
      const seconds = Math.ceil((ends - performance.now()) / 1000);
      if (seconds <= 0) close();
      else left.textContent = String(seconds);
    };
    const ticking = setInterval(tick, 1000);
    window.addEventListener("pagehide", close);
  });
})();
