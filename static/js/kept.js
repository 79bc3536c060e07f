/* What is typed while a part of a form is on its way stays: when that part arrives, the controls that were touched
   since it was asked for keep what the user put in them. */
(() => {
  const pending = new Map();

  const controls = (target, name) => [...target.querySelectorAll("input, select, textarea")].filter((control) => control.name === name);
  const isTick = (control) => control.type === "checkbox" || control.type === "radio";
  const read = (target, name) =>
    controls(target, name).map((control) => ({ tick: isTick(control), value: control.value, checked: control.checked }));

  const write = (target, name, kept) => {
    controls(target, name).forEach((control, place) => {
      if (isTick(control)) control.checked = kept.some((old) => old.tick && old.value === control.value && old.checked);
      else if (kept[place]) control.value = kept[place].value;
    });
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) pending.set(event.detail.xhr, { form, touched: new Set(), kept: new Map() });
  });
  ["input", "change"].forEach((kind) => {
    document.addEventListener(kind, (event) => {
      pending.forEach(({ form, touched }) => {
        if (event.target.form === form) touched.add(event.target.name);
      });
    });
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const request = pending.get(event.detail.xhr);
    request?.touched.forEach((name) => request.kept.set(name, read(event.detail.target, name)));
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    pending.get(event.detail.xhr)?.kept.forEach((kept, name) => {
      if (kept.length) write(event.detail.target, name, kept);
    });
  });
  document.addEventListener("htmx:afterRequest", (event) => pending.delete(event.detail.xhr));
})();
