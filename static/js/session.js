/* A session that ended while a page was open: the password is asked in place and the page goes on; nothing typed is
   lost. Before a form is sent it is checked that the session lives, and the token of the page is made new. */
(() => {
  const dialog = document.getElementById("opnieuw-aanmelden");
  if (!dialog) return;
  const url = dialog.dataset.session;
  const own = dialog.querySelector("form");
  const checked = new WeakSet();
  let waiting = null;

  const renew = (response) => {
    const token = response.headers.get("X-CSRF-Token");
    if (token) document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => { input.value = token; });
  };

  const say = (text) => {
    document.getElementById("meldingen-live")?.replaceChildren(text);
  };

  const ask = (then) => {
    waiting = then ?? waiting;
    if (!dialog.open) dialog.showModal();
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form === own || form.method !== "post" || checked.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const go = () => {
      checked.add(form);
      form.requestSubmit(event.submitter ?? undefined);
    };
    try {
      const response = await fetch(url);
      renew(response);
      if (response.status === 401) ask(go);
      else go();
    } catch {
      say("Geen verbinding. Er is niets verstuurd; wat u typte staat er nog.");
    }
  }, true);

  document.addEventListener("session:lost", () => ask());

  own.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = dialog.querySelector("[data-session-answer]");
    let response;
    try {
      renew(await fetch(url));
      response = await fetch(url, { method: "POST", body: new URLSearchParams(new FormData(own)) });
    } catch {
      answer.textContent = "Geen verbinding. Probeer het opnieuw.";
      return;
    }
    renew(response);
    own.elements.password.value = "";
    if (response.status !== 204) {
      answer.textContent = (await response.json()).melding;
      own.elements.password.focus();
      return;
    }
    answer.textContent = "";
    dialog.close();
    say("U bent weer aangemeld.");
    const then = waiting;
    waiting = null;
    then?.();
  });
})();
