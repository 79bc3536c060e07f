/* Drafts: what is typed in a form with a [data-draft] part is kept on the server by itself, and offered again when the
   form is opened anew. The server throws the draft away when the form is accepted. */
(() => {
  const PAUSE = 1500;
  const drafts = new Map();

  const token = (form) => form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const isTick = (control) => control.type === "checkbox" || control.type === "radio";
  const controls = (form, name) => [...form.elements].filter((control) => control.name === name);

  // Only what was typed: no token, no password, no file.
  const typed = (form) => {
    const fields = new URLSearchParams();
    new FormData(form).forEach((value, name) => {
      const control = controls(form, name)[0];
      if (typeof value !== "string" || name === "csrfmiddlewaretoken" || name === "concept" || control?.type === "password") return;
      fields.append(name, value);
    });
    return fields;
  };

  const grow = (form, fields) => {
    form.querySelectorAll("[data-formset]").forEach((set) => {
      const name = `${set.dataset.formset}-TOTAL_FORMS`;
      const add = set.querySelector("[data-formset-add]");
      for (let rows = Number(form.elements.namedItem(name)?.value ?? 0); add && rows < Number(fields[name]?.[0] ?? 0); rows += 1) add.click();
    });
  };

  const fill = (form, fields) => {
    const changed = new Set();
    [...form.elements].forEach((control) => {
      if (!control.name || control.name === "csrfmiddlewaretoken" || control.name === "concept" || control.type === "password") return;
      if (control.type === "hidden" && !control.name.endsWith("_FORMS")) return;
      const kept = fields[control.name] ?? [];
      if (isTick(control)) {
        if (control.checked !== kept.includes(control.value)) changed.add(control);
        control.checked = kept.includes(control.value);
      } else if (control instanceof HTMLSelectElement && control.multiple) {
        [...control.options].forEach((option) => { option.selected = kept.includes(option.value); });
        changed.add(control);
      } else if (kept.length && control.type !== "submit") {
        const value = kept[controls(form, control.name).indexOf(control)] ?? "";
        if (control.value !== value) changed.add(control);
        control.value = value;
      }
    });
    changed.forEach((control) => {
      control.dispatchEvent(new Event("input", { bubbles: true }));
      control.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };

  // Fields that come with an answer of the server (an order, a pattern) are filled when they arrive.
  const restore = (draft, fields) => {
    const { form } = draft;
    grow(form, fields);
    fill(form, fields);
    const lacking = () => Object.keys(fields).filter((name) => fields[name].some(Boolean) && !controls(form, name).length);
    if (!lacking().length) return;
    const later = (event) => {
      if (!form.contains(event.target)) return;
      const before = lacking().length;
      document.removeEventListener("htmx:afterSettle", later);
      fill(form, fields);
      if (before) document.addEventListener("htmx:afterSettle", later);
    };
    document.addEventListener("htmx:afterSettle", later);
  };

  const say = (draft, text) => {
    draft.part.querySelector("[data-draft-state]").textContent = text;
  };

  const send = async (draft, fields, signal) => {
    fields.append("plaats", draft.place);
    const headers = { "X-CSRFToken": token(draft.form) };
    return fetch(draft.url, { method: "POST", body: fields, headers, signal, keepalive: true });
  };

  const save = async (draft) => {
    const fields = typed(draft.form);
    const now = fields.toString();
    if (now === draft.saved) return;
    draft.controller?.abort();
    draft.controller = new AbortController();
    try {
      const response = await send(draft, fields, draft.controller.signal);
      if (response.redirected || response.status === 401 || response.status === 403) {
        document.dispatchEvent(new CustomEvent("session:lost"));
        return;
      }
      const answer = await response.json();
      draft.saved = response.ok ? now : draft.saved;
      say(draft, response.ok ? `Concept bewaard ${answer.bewaard}` : answer.melding);
    } catch (error) {
      if (error.name !== "AbortError") say(draft, "Concept niet bewaard: geen verbinding. Wat u typte staat er nog.");
    }
  };

  const offer = async (draft) => {
    const response = await fetch(`${draft.url}?plaats=${encodeURIComponent(draft.place)}`);
    if (response.status !== 200 || response.redirected) return;
    const { bewaard, velden } = await response.json();
    const found = draft.part.querySelector("[data-draft-found]");
    found.querySelector("[data-draft-moment]").textContent = bewaard;
    found.hidden = false;
    found.querySelector("[data-draft-restore]").addEventListener("click", () => {
      restore(draft, velden);
      found.hidden = true;
      say(draft, `Verder met het concept van ${bewaard}`);
      draft.form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    });
    found.querySelector("[data-draft-discard]").addEventListener("click", async () => {
      await send(draft, new URLSearchParams({ weg: "1" }));
      found.hidden = true;
      say(draft, "Concept weggegooid");
    });
  };

  const start = (part) => {
    const form = part.closest("form");
    if (form?.method !== "post" || drafts.has(form)) return;
    const path = new URL(form.action, location.href).pathname;
    const place = part.dataset.draft ? `${path}#${part.dataset.draft}` : path;
    const mark = Object.assign(document.createElement("input"), { type: "hidden", name: "concept", value: place });
    form.append(mark);
    const draft = { part, form, place, url: part.dataset.draftUrl, saved: typed(form).toString(), timer: 0 };
    drafts.set(form, draft);
    // What comes back with a refusal is what was typed last: no older draft beside it.
    if (!("draftTyped" in part.dataset)) offer(draft);
  };

  const touch = (event) => {
    const draft = drafts.get(event.target.form);
    if (!draft) return;
    clearTimeout(draft.timer);
    draft.timer = setTimeout(() => save(draft), PAUSE);
  };
  document.addEventListener("input", touch);
  document.addEventListener("change", touch);
  document.addEventListener("submit", (event) => {
    const draft = drafts.get(event.target);
    if (!draft || event.defaultPrevented) return;
    clearTimeout(draft.timer);
    draft.controller?.abort();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") drafts.forEach((draft) => !draft.form.dataset.sent && save(draft));
  });
  document.querySelectorAll("[data-draft]").forEach(start);
})();
