// Light, dark, or as the system: kept for the next visit.

import { byId } from "./dom.js";

const THEMES = ["system", "light", "dark"];
const SIGNS = { system: "◐", light: "○", dark: "●" };
const KEY = "nutgraf-theme";

function apply(theme) {
  document.documentElement.dataset.theme = theme;
  byId("theme").textContent = SIGNS[theme];
  byId("theme").setAttribute("aria-label", `Colours: ${theme === "system" ? "as the system" : theme}`);
}

export function begin() {
  const known = localStorage.getItem(KEY);
  apply(THEMES.includes(known) ? known : "system");
  byId("theme").addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
    localStorage.setItem(KEY, next);
    apply(next);
  });
}
