/* Command palette: Ctrl+K opens, typing filters on every word, arrows move, Enter goes. */
(() => {
  const dialog = document.querySelector("[data-palette]");
  if (!dialog) return;
  const input = dialog.querySelector("[data-palette-input]");
  const empty = dialog.querySelector("[data-palette-empty]");
  const options = [...dialog.querySelectorAll("[role=option]")];
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const shown = () => options.filter((option) => !option.hidden);

  const select = (option) => {
    for (const other of options) other.setAttribute("aria-selected", String(other === option));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const filter = () => {
    const wanted = plain(input.value).split(/\s+/).filter(Boolean);
    for (const option of options) {
      const words = plain(option.dataset.words);
      option.hidden = !wanted.every((word) => words.includes(word));
    }
    empty.hidden = shown().length > 0;
    select(shown()[0]);
  };

  const step = (by) => {
    const list = shown();
    if (!list.length) return;
    const here = list.findIndex((option) => option.getAttribute("aria-selected") === "true");
    select(list[(here + by + list.length) % list.length]);
  };

  const go = (option) => {
    if (option) window.location.assign(option.dataset.url);
  };

  input.addEventListener("input", filter);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter") go(shown().find((option) => option.getAttribute("aria-selected") === "true"));
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => go(event.target.closest("[role=option]")));

  // However it was opened, it starts empty.
  new MutationObserver(() => {
    if (!dialog.open) return;
    input.value = "";
    filter();
    input.focus();
  }).observe(dialog, { attributeFilter: ["open"] });

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else if (!document.querySelector("dialog[open]")) dialog.showModal();
  });
})();
