/* Parts of a form that belong to one answer: shown while the control named in data-shown-when has the value of
   data-shown-for or one of them ("on" for a ticked box), and while something in them is wrong. What stands in a
   hidden part is sent all the same, so nothing is lost; without script everything is shown. */
(() => {
  const valueOf = (form, name) => {
    const control = form.elements.namedItem(name);
    if (control instanceof HTMLInputElement && control.type === "checkbox") return control.checked ? "on" : "";
    return control?.value ?? "";
  };

  const update = (form) => {
    form.querySelectorAll("[data-shown-when]").forEach((part) => {
      const asked = part.dataset.shownFor.split(" ").includes(valueOf(form, part.dataset.shownWhen));
      part.hidden = !asked && !part.querySelector("[aria-invalid='true']");
    });
  };

  const forms = new Set([...document.querySelectorAll("[data-shown-when]")].map((part) => part.closest("form")));
  forms.forEach((form) => {
    update(form);
    form.addEventListener("change", () => update(form));
  });
})();
