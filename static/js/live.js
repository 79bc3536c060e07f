/* What a refresh in place could not do is said at the foot of the screen; the page and what was typed stay.
   A whole page that comes back for a part of one is never swapped in: it is an error page, or the sign-in page of
   a session that ended. */
(() => {
  const live = document.getElementById("meldingen-live");
  if (!live) return;

  const say = (text) => live.replaceChildren(text);

  const isPage = (text) => /^\s*<!doctype/i.test(text);

  const reason = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const parts = ["h1", ".v-notice__title, .v-error-page p"].map((find) => page.querySelector(find)?.textContent.trim());
    return parts.filter(Boolean).join(". ");
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, boosted } = event.detail;
    if (boosted || !isPage(xhr.responseText)) return;
    event.detail.shouldSwap = false;
    if (xhr.status < 400) document.dispatchEvent(new CustomEvent("session:lost"));
    else say(reason(xhr.responseText) || "Dit lukte niet. Er is niets opgeslagen.");
  });
  document.addEventListener("htmx:sendError", () => say("Geen verbinding. Dit scherm is niet bij; wat u typte staat er nog."));
  document.addEventListener("htmx:timeout", () => say("Het duurt te lang. Dit scherm is niet bij; wat u typte staat er nog."));
  document.addEventListener("htmx:afterRequest", (event) => {
    const { status, responseText } = event.detail.xhr;
    if (status >= 200 && status < 400 && !isPage(responseText)) live.replaceChildren();
  });
})();
