/* Formsets: adds a row from the <template>, takes one away. A row with a DELETE box is ticked and hidden,
   so that the server hears of it; an unsaved one without that box is emptied and hidden, its number stays. */
(() => {
  const enhance = (set) => {
    if (set.dataset.formsetReady) return;
    set.dataset.formsetReady = "yes";
    set.querySelectorAll("[data-formset-add], [data-formset-remove]").forEach((button) => {
      button.hidden = false;
    });
  };

  const total = (set) => set.querySelector(`[name="${CSS.escape(set.dataset.formset)}-TOTAL_FORMS"]`);

  const add = (set) => {
    const number = total(set);
    const html = set.querySelector("[data-formset-template]").innerHTML.replaceAll("__prefix__", number.value);
    const rows = set.querySelector("[data-formset-rows]");
    rows.insertAdjacentHTML("beforeend", html);
    number.value = Number(number.value) + 1;
    const row = rows.lastElementChild;
    row.querySelectorAll("[data-formset-remove]").forEach((button) => {
      button.hidden = false;
    });
    set.dispatchEvent(new CustomEvent("formset:added", { bubbles: true }));
    row.querySelector("input:not([type=hidden]), select:not([hidden]), textarea")?.focus();
  };

  const remove = (set, row) => {
    const box = row.querySelector("input[name$='-DELETE']");
    if (box) box.checked = true;
    else {
      row.querySelectorAll("input, select, textarea").forEach((control) => {
        if (control.type === "checkbox" || control.type === "radio") control.checked = false;
        else control.value = "";
      });
    }
    row.hidden = true;
    set.querySelector("[data-formset-add]")?.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-formset-add], [data-formset-remove]");
    const set = button?.closest("[data-formset]");
    if (!set) return;
    if (button.matches("[data-formset-add]")) add(set);
    else remove(set, button.closest("[data-formset-row]"));
  });

  const enhanceAll = () => document.querySelectorAll("[data-formset]").forEach(enhance);
  enhanceAll();
  document.addEventListener("htmx:afterSwap", enhanceAll);
})();
