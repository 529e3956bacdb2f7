/** The choices already made in a combobox of several, each with a button that takes it back. */

import { clear, h, icon } from "./dom.js";

/**
 * Draw the chips anew.
 * @param {import("./listbox.js").Combobox} box
 */
export function drawChips(box) {
  clear(box.chips).append(...box.chosen.map((item) => chip(box, item)));
  box.chips.hidden = !box.chosen.length;
  box.input.placeholder = box.chosen.length ? "" : (box.options.placeholder ?? "");
}

function chip(box, item) {
  const remove = () => {
    box.remove(item);
    box.focus();
  };
  return h("li", { class: "combo-chip" },
    h("span", null, item.emoji ? `${item.emoji} ${item.label}` : item.label),
    h("button", {
      type: "button", disabled: box.disabled, on: { click: remove },
      "aria-label": box.app.t("content.list.remove", { name: item.label }),
    }, icon("close")));
}
