/** Light, dark, or as the system has it; kept for all tabs of this browser. */

const KEY = "sandbox.theme";

/** The themes in the order of their buttons. */
export const THEMES = ["auto", "light", "dark"];

/** The chosen theme. */
export function theme() {
  const kept = localStorage.getItem(KEY);
  return THEMES.includes(kept) ? kept : "auto";
}

/**
 * Choose a theme.
 * @param {string} name one of THEMES
 */
export function setTheme(name) {
  localStorage.setItem(KEY, name);
  applyTheme();
}

/** Put the chosen theme on the page, and follow another tab's choice. */
export function applyTheme() {
  const name = theme();
  if (name === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
}
