/* Three-way choices: 1, 2 and 3 choose in the row that has the focus and go on to the next row;
   N opens the note of that row. Without script the radio buttons work by themselves. */
(() => {
  const options = (row) => [...row.querySelectorAll("[data-threeway] input[type=radio]:not(:disabled)")];

  const next = (row) => {
    const list = row.closest("[data-criteria]");
    if (!list) return;
    // Rows that the form does not ask now (shown.js) are passed over.
    const all = [...list.querySelectorAll("[data-criterion]")].filter((other) => !other.closest("[hidden]"));
    const following = all[all.indexOf(row) + 1];
    if (!following) return;
    const inputs = options(following);
    (inputs.find((input) => input.checked) ?? inputs[0])?.focus();
    following.scrollIntoView({ block: "nearest" });
  };

  const openNote = (row) => {
    const note = row.querySelector("[data-criterion-note]");
    note.open = true;
    note.querySelector("textarea, input")?.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.target.closest?.("[data-criterion]") ?? event.target.closest?.("[data-threeway]")?.parentElement;
    const inNote = event.target.matches?.("textarea, input:not([type=radio])");
    if (!row) return;
    if (inNote) {
      // Escape leaves the note and goes back to the row's choice.
      if (event.key === "Escape") options(row)[0]?.focus();
      return;
    }
    if (/^[123]$/.test(event.key)) {
      const option = options(row)[Number(event.key) - 1];
      if (!option) return;
      event.preventDefault();
      option.focus();
      if (!option.checked) option.click();
      next(row);
    } else if (event.key.toLowerCase() === "n" && row.querySelector("[data-criterion-note]")) {
      event.preventDefault();
      openNote(row);
    }
  });
})();
