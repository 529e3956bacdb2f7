/** On a phone the lists on the left are a drawer over the conversation. */

import { reachable } from "./dom.js";

const NARROW = "(max-width: 720px)";

/**
 * Make the left side a drawer on narrow screens; gives the app `drawer` ({close, stays}): while
 * `stays(act)` acts, a channel that opens does not close it.
 * @param {object} app
 */
export function installDrawer(app) {
  const side = document.getElementById("side");
  const main = document.getElementById("main");
  const shade = document.getElementById("shade");
  const narrow = matchMedia(NARROW);
  const button = app.drawerButton;
  let open = false;

  const show = (wanted) => {
    open = wanted && narrow.matches;
    side.classList.toggle("open", open);
    // Outside the drawer nothing may take the focus while it covers the page, and the other way.
    side.inert = narrow.matches && !open;
    main.inert = open;
    shade.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  };
  const close = ({ refocus = true } = {}) => {
    if (!open) return;
    show(false);
    if (refocus) button.focus();
  };
  button.addEventListener("click", () => {
    show(!open);
    if (open) (side.querySelector("[aria-current=page]") ?? reachable(side)[0])?.focus();
  });
  shade.addEventListener("click", () => close());
  side.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close();
  });
  narrow.addEventListener("change", () => show(false));
  let staying = false;
  app.store.on("channel", () => staying || close());
  const stays = (act) => {
    staying = true;
    act();
    staying = false;
  };
  app.drawer = { close, stays };
  show(false);
}
