/* A long <select> becomes a box to type in (ARIA combobox with a list). The select stays in the form and keeps
   the value; without script it is the control itself. */
(() => {
  let count = 0;
  const MOST = 60;
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

  const build = (select) => {
    count += 1;
    const box = document.createElement("input");
    box.type = "text";
    box.className = "utrecht-textbox utrecht-textbox--html-input";
    box.autocomplete = "off";
    box.spellcheck = false;
    box.id = `${select.id || "lijst"}-zoek-${count}`;
    const list = document.createElement("ul");
    list.className = "v-combobox__list";
    list.id = `${box.id}-opties`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list.id,
    })) {
      box.setAttribute(name, value);
    }
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) box.setAttribute(name, select.getAttribute(name));
    }
    return { box, list };
  };

  const enhance = (frame) => {
    const select = frame.querySelector("select");
    if (!select || frame.dataset.combobox === "ready") return;
    frame.dataset.combobox = "ready";
    const { box, list } = build(select);
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (label) {
      label.htmlFor = box.id;
      list.setAttribute("aria-label", label.textContent.trim());
    }
    box.disabled = select.disabled;
    select.hidden = true;
    // A required select that nobody can see would block the form without a word; the server says what is missing.
    select.required = false;
    frame.append(box, list);
    let active = -1;
    let hits = [];

    const chosenText = () => (select.value ? (select.selectedOptions[0]?.textContent.trim() ?? "") : "");

    const close = () => {
      list.hidden = true;
      active = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };

    const mark = (index) => {
      active = index;
      list.querySelectorAll("[role=option]").forEach((item, at) => {
        item.setAttribute("aria-selected", String(at === index));
        if (at !== index) return;
        box.setAttribute("aria-activedescendant", item.id);
        item.scrollIntoView({ block: "nearest" });
      });
    };

    const open = (wanted) => {
      const words = plain(wanted).split(/\s+/).filter(Boolean);
      hits = [...select.options]
        .filter((option) => option.value && words.every((word) => plain(option.textContent).includes(word)))
        .slice(0, MOST);
      list.replaceChildren(
        ...hits.map((option, at) => {
          const item = document.createElement("li");
          item.className = "v-combobox__option";
          item.id = `${list.id}-${at}`;
          item.textContent = option.textContent.trim();
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", "false");
          return item;
        }),
      );
      if (!hits.length) {
        const none = document.createElement("li");
        none.className = "v-combobox__none";
        none.textContent = "Niets gevonden.";
        none.setAttribute("role", "option");
        none.setAttribute("aria-disabled", "true");
        none.setAttribute("aria-selected", "false");
        list.append(none);
      }
      list.hidden = false;
      list.scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-expanded", "true");
      active = -1;
    };

    const choose = (option) => {
      select.value = option ? option.value : "";
      box.value = chosenText();
      select.dispatchEvent(new Event("change", { bubbles: true }));
      close();
    };

    box.value = chosenText();
    // Also when a draft is put back.
    select.addEventListener("change", () => {
      box.value = chosenText();
    });
    box.addEventListener("input", () => open(box.value));
    box.addEventListener("click", () => (list.hidden ? open("") : undefined));
    box.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) open("");
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (hits.length) mark((active + step + hits.length + (active < 0 && step < 0 ? 1 : 0)) % hits.length);
      } else if (event.key === "Enter" && !list.hidden) {
        if (hits.length) choose(hits[Math.max(active, 0)]);
      } else if (event.key === "Escape" && !list.hidden) {
        box.value = chosenText();
        close();
      } else return;
      event.preventDefault();
    });
    box.addEventListener("blur", () => {
      if (!box.value.trim() && select.value) choose(null);
      box.value = chosenText();
      close();
    });
    // mousedown, because blur comes before click.
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest(".v-combobox__option");
      if (item) choose(hits[[...list.children].indexOf(item)]);
    });
  };

  const enhanceAll = () => document.querySelectorAll("[data-combobox]").forEach(enhance);
  enhanceAll();
  document.addEventListener("htmx:afterSwap", enhanceAll);
  document.addEventListener("formset:added", enhanceAll);
})();
