/* Keeps every clock on the page true: text and stage from data-due, with the server's time (data-at) as the
   reference, so that a wrong clock on this machine shows nothing wrong. The words and bounds are those of
   cases/web/moments.py (remaining_text) and cases/web/components/build.py (clock_stage). */
(() => {
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;
  const started = performance.now();
  const offsets = new WeakMap();
  let loaded = started;

  const span = (milliseconds) => {
    const minutes = Math.floor(milliseconds / MINUTE);
    const hours = Math.floor(minutes / 60);
    if (milliseconds >= 48 * HOUR) {
      const days = Math.floor(hours / 24);
      return hours % 24 ? `${days} dgn ${hours % 24} u` : `${days} dgn`;
    }
    return hours ? `${hours} u ${minutes % 60} min` : `${minutes} min`;
  };

  const words = (left) => {
    if (left > 0) return left < MINUTE ? "nog geen minuut" : `nog ${span(left)}`;
    return -left < MINUTE ? "zojuist verlopen" : `${span(-left)} te laat`;
  };

  const stageOf = (left, soon, alarm) => {
    if (left <= 0) return "late";
    if (left <= alarm * MINUTE) return "alarm";
    return left <= soon * MINUTE ? "soon" : "calm";
  };

  // The time on the server now: data-at, plus what has passed here since the clock came in.
  const serverNow = (clock) => {
    if (!offsets.has(clock)) offsets.set(clock, Date.parse(clock.dataset.at) - loaded);
    return offsets.get(clock) + performance.now();
  };

  const setStage = (clock, stage) => {
    if (clock.classList.contains(`v-stage--${stage}`)) return;
    for (const name of [...clock.classList]) {
      if (name.startsWith("v-stage--")) clock.classList.remove(name);
    }
    clock.classList.add(`v-stage--${stage}`);
    const sign = clock.querySelector(".v-stage__sign use");
    if (sign) sign.setAttribute("href", sign.getAttribute("href").replace(/#.*$/, `#${stage}`));
    const row = clock.closest(".v-board-row");
    if (row && clock.parentElement.classList.contains("v-board-row__clock")) {
      row.className = row.className.replace(/v-board-row--(calm|soon|alarm|late)/, `v-board-row--${stage}`);
    }
  };

  const tick = () => {
    for (const clock of document.querySelectorAll("[data-due]")) {
      const left = Date.parse(clock.dataset.due) - serverNow(clock);
      const text = clock.querySelector("[data-clock-text]");
      const said = words(left);
      if (text && text.textContent !== said) text.textContent = said;
      setStage(clock, stageOf(left, Number(clock.dataset.soon), Number(clock.dataset.alarm)));
    }
  };

  document.addEventListener("htmx:afterSwap", () => {
    loaded = performance.now();
    tick();
  });
  tick();
  setInterval(tick, 1000);
})();
