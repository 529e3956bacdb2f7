/** Spoilers: hidden until a person asks for them, from the eye and from screen readers alike. */

import { h, icon } from "./dom.js";

let serial = 0;

/**
 * Words behind a button. Closed, they keep their room on the line but cannot be read or reached.
 * @param {object} app
 * @param {Node} content
 * @returns {HTMLElement}
 */
export function spoiler(app, content) {
  const id = `spoiler-${++serial}`;
  const words = h("span", { id, class: "spoiler-words", inert: true }, content);
  const button = h("button", {
    type: "button", class: "spoiler-button", "aria-expanded": "false", "aria-controls": id,
    "aria-label": app.t("content.spoiler.show"),
  }, icon("eye"));
  const node = h("span", { class: "spoiler" }, button, words);
  const turn = () => toggle(app, node, button, words);
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    turn();
  });
  node.addEventListener("click", () => {
    if (words.inert) turn();
  });
  return node;
}

/**
 * A picture, file or container behind a button.
 * @param {object} app
 * @param {Node} content
 * @returns {HTMLElement}
 */
export function veil(app, content) {
  const id = `spoiler-${++serial}`;
  const inner = h("div", { id, class: "veil-content", inert: true }, content);
  const button = h("button", {
    type: "button", class: "veil-button", "aria-expanded": "false", "aria-controls": id,
    "aria-label": app.t("content.spoiler.show"),
  }, icon("eye"), h("span", { "aria-hidden": "true" }, app.t("content.spoiler.word")));
  const node = h("div", { class: "veil spoiler" }, inner, button);
  button.addEventListener("click", () => toggle(app, node, button, inner));
  return node;
}

function toggle(app, node, button, inner) {
  const open = inner.inert;
  inner.inert = !open;
  node.classList.toggle("open", open);
  button.setAttribute("aria-expanded", String(open));
  button.setAttribute("aria-label", app.t(open ? "content.spoiler.hide" : "content.spoiler.show"));
}
