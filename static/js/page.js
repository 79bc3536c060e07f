/* Small things of every page: the summary of errors gets the focus, its links put it in the field,
   print buttons print, a form is sent once, what depends on a choice follows it. */
(() => {
  const focusSummary = () => document.querySelector("[data-error-summary]:not([data-showcase] *)")?.focus();

  const focusField = (id) => {
    const target = document.getElementById(id);
    // A hidden control (searchable list, segment) has its visible part beside or inside it.
    const control = target?.matches("input:not([hidden]), select:not([hidden]), textarea")
      ? target
      : (target?.querySelector("input, select, textarea") ?? target?.parentElement?.querySelector("input:not([hidden])"));
    control?.focus();
    control?.scrollIntoView({ block: "center" });
    return Boolean(control);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-error-summary] a[href^='#']");
    if (link && focusField(link.hash.slice(1))) event.preventDefault();
    if (event.target.closest?.("[data-print]")) window.print();
  });

  // A double click must not record anything twice; going back in history gives the buttons back.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    // A download leaves the page as it is: the button works again after a moment.
    if (form.hasAttribute("data-download")) setTimeout(() => delete form.dataset.sent, 2000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) delete form.dataset.sent;
  });
  document.addEventListener("htmx:afterSwap", focusSummary);

  // What was chosen before htmx listened, or was put back by the browser on a reload, was told to nobody.
  window.addEventListener("load", () => {
    document.querySelectorAll("[hx-trigger^='change']").forEach((part) => {
      const listens = part.getAttribute("hx-trigger").includes("from:closest form") ? part.closest("form") : part;
      const choices = [...listens.querySelectorAll("input[type=checkbox], input[type=radio]")];
      const unheard = choices.find((choice) => choice.checked !== choice.defaultChecked);
      unheard?.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
  });
  focusSummary();
})();
