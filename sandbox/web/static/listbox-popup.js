/** The list that opens under a combobox: its lines, where it stands, and which line is active. */

import { clear, h, icon } from "./dom.js";

/** Pixels kept free between the list and the edge of the screen. */
const MARGIN = 8;
/** Pixels of height that a list takes at most, and below which it rather opens upwards. */
const TALLEST = 340;
const ENOUGH = 200;
let serial = 0;

/**
 * @typedef {object} Item
 * @property {string} value
 * @property {string} label
 * @property {string} [description]
 * @property {string} [emoji]
 */

/** The popup. It lives inside the combobox, so that a modal dialog does not make it inert. */
export class Popup {
  /**
   * @param {object} parts
   * @param {string} parts.label the list's accessible name
   * @param {boolean} parts.multiple
   * @param {(item: Item) => void} parts.onpick
   * @param {() => void} parts.ondone
   * @param {string} parts.done the words of the button that closes a list of several choices
   */
  constructor({ label, multiple, onpick, ondone, done }) {
    this.id = `list-${++serial}`;
    this.items = [];
    this.active = -1;
    this.onpick = onpick;
    this.list = h("ul", {
      id: this.id, class: "combo-items", role: "listbox", "aria-label": label,
      "aria-multiselectable": multiple ? "true" : null,
    });
    this.note = h("div", { class: "combo-note", role: "status" });
    const looks = { type: "button", class: "combo-done", on: { click: ondone } };
    const button = h("button", looks, done);
    this.node = h("div", { class: "combo-popup", popover: "manual" },
      this.list, this.note, multiple && h("div", { class: "combo-foot" }, button));
    // The focus must stay in the text field, where the keys are heard.
    this.node.addEventListener("pointerdown", (event) => {
      if (!event.target.closest(".combo-done")) event.preventDefault();
    });
    this.node.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /** Whether the list is on the screen. */
  get shown() {
    return this.node.matches(":popover-open");
  }

  /** Open beside `anchor`. */
  show(anchor) {
    if (!this.shown) this.node.showPopover();
    this.place(anchor);
  }

  /** Close. */
  hide() {
    if (this.shown) this.node.hidePopover();
  }

  /** Say something under the list; an empty text says nothing. */
  say(text) {
    if (this.note.textContent !== text) this.note.textContent = text;
    this.note.hidden = !text;
  }

  /**
   * Show these lines.
   * @param {Item[]} items
   * @param {Set<string>} chosen values that are chosen
   * @param {boolean} full no further line may be chosen
   */
  draw(items, chosen, full) {
    this.items = items;
    clear(this.list).append(...items.map((item, index) => this.#line(item, index, chosen, full)));
    this.list.hidden = items.length === 0;
    const first = items.findIndex((item) => chosen.has(item.value));
    this.activate(Math.min(Math.max(this.active, first), items.length - 1));
  }

  /** Mark lines as chosen without drawing them anew. */
  mark(chosen, full) {
    [...this.list.children].forEach((line, index) => {
      const on = chosen.has(this.items[index].value);
      line.setAttribute("aria-selected", String(on));
      if (full && !on) line.setAttribute("aria-disabled", "true");
      else line.removeAttribute("aria-disabled");
    });
  }

  #line(item, index, chosen, full) {
    const on = chosen.has(item.value);
    return h("li", {
      id: `${this.id}-${index}`, role: "option", class: "combo-line", "aria-selected": String(on),
      "aria-disabled": full && !on ? "true" : null, on: { click: () => this.onpick(item) },
    },
    item.emoji && h("span", { class: "combo-emoji", "aria-hidden": "true" }, item.emoji),
    h("span", { class: "combo-words" },
      h("span", { class: "combo-label" }, item.label),
      item.description && h("span", { class: "combo-description" }, item.description)),
    icon("check", "combo-check"));
  }

  /** Make one line the active one; -1 makes none. */
  activate(index) {
    this.list.querySelector(".active")?.classList.remove("active");
    this.active = index;
    const line = this.list.children[index];
    line?.classList.add("active");
    if (this.shown) line?.scrollIntoView({ block: "nearest" });
  }

  /** The id of the active line for `aria-activedescendant`; empty without one. */
  get activeId() {
    return this.active < 0 || !this.items[this.active] ? "" : `${this.id}-${this.active}`;
  }

  /** Stand under the anchor, or above it where there is more room; always within the screen. */
  place(anchor) {
    const box = anchor.getBoundingClientRect();
    const view = window.visualViewport;
    const top = view?.offsetTop ?? 0;
    const height = view?.height ?? window.innerHeight;
    const wide = document.documentElement.clientWidth - 2 * MARGIN;
    const width = Math.min(Math.max(box.width, 220), wide);
    const below = top + height - box.bottom - MARGIN;
    const above = box.top - top - MARGIN;
    const up = below < ENOUGH && above > below;
    const left = Math.min(Math.max(box.left, MARGIN), MARGIN + wide - width);
    const { style } = this.node;
    style.width = `${width}px`;
    style.left = `${left}px`;
    style.maxHeight = `${Math.max(Math.min(up ? above : below, TALLEST), 96)}px`;
    style.top = up ? "auto" : `${box.bottom + 4}px`;
    style.bottom = up ? `${window.innerHeight - box.top + 4}px` : "auto";
  }
}
