/* Dialogs: [data-dialog-open="id"] opens one; a form with data-confirm asks first; a menu closes on Escape or a
   click beside it. The browser's own <dialog> keeps the focus inside and gives it back. */
(() => {
  const confirmed = new WeakSet();

  const ask = (form, submitter) => {
    const dialog = document.getElementById("bevestigen");
    if (!dialog) return;
    dialog.querySelector("[data-confirm-question]").textContent = form.dataset.confirm;
    dialog.querySelector("[data-confirm-yes]").textContent = form.dataset.confirmLabel || "Ja";
    dialog.returnValue = "";
    dialog.addEventListener(
      "close",
      () => {
        if (dialog.returnValue !== "yes") return;
        confirmed.add(form);
        form.requestSubmit(submitter ?? undefined);
      },
      { once: true },
    );
    dialog.showModal();
  };

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.dataset?.confirm || confirmed.has(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(form, event.submitter);
    },
    true,
  );

  // Going back in history is a new time to ask.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-confirm]").forEach((form) => confirmed.delete(form));
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog-open]");
    if (opener) document.getElementById(opener.dataset.dialogOpen)?.showModal();
    const closer = event.target.closest?.("[data-dialog-close]");
    if (closer) closer.closest("dialog")?.close();
    // A click on the backdrop lands on the dialog itself.
    if (event.target.matches?.("dialog[data-palette]")) event.target.close();
    for (const menu of document.querySelectorAll("[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("[data-menu][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
