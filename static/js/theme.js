/* Light or dark. Runs before the first paint: what the user chose wins over the system's wish. */
(() => {
  const KEY = "veiligheid-theme";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  // Storage can be closed off (private mode); then the choice lasts for this page only.
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return root.dataset.theme ?? null;
    }
  };

  const store = (theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      root.dataset.theme = theme;
    }
  };

  const show = () => {
    const chosen = stored();
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
    root.dataset.themeShown = root.dataset.theme ?? (system.matches ? "dark" : "light");
    for (const toggle of document.querySelectorAll("[data-theme-toggle]")) {
      toggle.setAttribute("aria-label", root.dataset.themeShown === "dark" ? "Toon licht" : "Toon donker");
    }
  };

  show();
  system.addEventListener("change", show);
  window.addEventListener("storage", show);
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-theme-toggle]")) return;
    store(root.dataset.themeShown === "dark" ? "light" : "dark");
    show();
  });
})();
