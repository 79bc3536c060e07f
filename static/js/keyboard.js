/* Keys for lists and shortcuts: j and k move over [data-row], Enter opens its [data-row-link];
   a control with data-shortcut="x" is pressed by that letter. Never while somebody is typing. */
(() => {
  const typing = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)) &&
    !/^(radio|checkbox|button|submit)$/.test(element.type ?? "");

  const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")].filter((row) => row.offsetParent !== null);

  const focusRow = (row) => {
    const link = row.querySelector("[data-row-link]") ?? row;
    if (link === row) row.tabIndex = -1;
    link.focus();
    row.scrollIntoView({ block: "nearest" });
  };

  const move = (step) => {
    const all = rows();
    if (!all.length) return false;
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1);
    focusRow(all[next]);
    return true;
  };

  const press = (key) => {
    const target = [...document.querySelectorAll("[data-shortcut]")].find(
      (element) => element.dataset.shortcut.toLowerCase() === key && element.offsetParent !== null,
    );
    // A way to a field puts the focus in it at once: what is typed next belongs there.
    const field = target?.hash ? document.getElementById(target.hash.slice(1)) : null;
    if (field?.matches("input, select, textarea")) field.focus();
    else target?.click();
    return Boolean(target);
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    // Inside a criteria row the letters belong to threeway.js.
    if (event.target.closest?.("[data-criterion]") && /^[123n]$/.test(key)) return;
    const done = key === "j" ? move(1) : key === "k" ? move(-1) : key.length === 1 && press(key);
    if (done) event.preventDefault();
  });
})();
