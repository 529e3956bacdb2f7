/**
 * The fields of a modal. Each has `node`, `id` (custom_id), `read()` the value that is sent,
 * `empty()`, `dirty()`, `wrong()` a sentence or "", `complain(text)`, `focus()`,
 * `example(value)` fills it where it is empty, and `ready()` which waits for what is on its way.
 */

import { h } from "./dom.js";
import { boxes, checkbox, radios } from "./field-choice.js";
import { files } from "./field-file.js";
import { menu } from "./field-select.js";
import { text } from "./field-text.js";

/** How each input is made, by Discord's number. */
const MAKE = {
  3: menu, 4: text, 5: menu, 6: menu, 7: menu, 8: menu, 19: files, 21: radios, 22: boxes,
  23: checkbox,
};
const CHECKBOX = 23;
/** Inputs of several parts stand in a fieldset; what names them is its legend. */
const GROUPS = new Set([21, 22]);
let serial = 0;

/**
 * One field with its label, its description and the place for its error.
 * @param {object} app
 * @param {object} raw Discord's input
 * @param {{label: string, description?: string|null, onchange: () => void}} about
 * @returns {object|null} null for an input that is not known here
 */
export function field(app, raw, { label, description, onchange }) {
  const make = MAKE[raw.type];
  if (!make) return null;
  const id = `field-${++serial}`;
  const required = raw.type !== CHECKBOX && raw.required !== false;
  const frame = {
    id, label, required, labelledby: `${id}-label`,
    describedby: `${id}-description ${id}-error`, onchange,
  };
  const error = h("p", { id: `${id}-error`, class: "field-error", hidden: true });
  const made = make(app, raw, { ...frame, onchange: () => changed() });
  const node = around(raw, frame, description, [made.node, error]);
  const complain = (words) => {
    error.textContent = words;
    error.hidden = !words;
    node.classList.toggle("wrong", Boolean(words));
    made.invalid(Boolean(words));
  };
  const changed = () => {
    // A complaint goes as soon as its reason is gone, not at the next try only.
    if (!error.hidden) complain(made.wrong());
    onchange();
  };
  const before = JSON.stringify(made.read());
  return {
    ...made, node, id: raw.custom_id, label, required, complain,
    dirty: () => JSON.stringify(made.read()) !== before,
    ready: made.ready ?? (async () => {}),
  };
}

function around(raw, { id, label, required }, description, content) {
  const group = GROUPS.has(raw.type);
  const name = group
    ? h("span", { id: `${id}-label` }, label)
    : h("label", { id: `${id}-label`, for: id }, label);
  const head = h(group ? "legend" : "div", { class: "field-head" }, name,
    required && h("span", { class: "field-required", "aria-hidden": "true" }, "*"));
  const about = h("p", { id: `${id}-description`, class: "field-description",
    hidden: !description }, description);
  const props = group
    ? { "aria-labelledby": `${id}-label`, "aria-describedby": `${id}-description ${id}-error` }
    : {};
  return h(group ? "fieldset" : "div", {
    class: `field-block field-${raw.type}`, data: { customId: raw.custom_id }, ...props,
  }, head, about, content);
}
