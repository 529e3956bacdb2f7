/** A menu that opens over the page: arrow keys, letters, Esc; entries may come later. */

import { h, icon, walk } from "./dom.js";
import { popup } from "./popup.js";

/**
 * @typedef {object} Entry
 * @property {string} label
 * @property {string} [drawing] name of an icon
 * @property {boolean} [danger]
 * @property {() => void} run called after the menu has closed and the focus is back
 */

/** One open menu. */
export class Menu {
  #popup;

  /**
   * @param {string} label the menu's name
   * @param {Element|{x: number, y: number}} anchor
   * @param {Entry[]} entries
   */
  constructor(label, anchor, entries) {
    this.node = h("div", { class: "menu", role: "menu", "aria-label": label, tabindex: -1 });
    this.node.append(...entries.map((entry) => this.#item(entry)));
    walk(this.node, "[role=menuitem]");
    this.node.addEventListener("keydown", (event) => this.#key(event));
    this.#popup = popup(this.node, anchor);
    (this.#items()[0] ?? this.node).focus();
  }

  /** Whether it is still on the page. */
  get open() {
    return this.node.isConnected;
  }

  /**
   * Add entries under a heading.
   *
   * @param {string} label
   * @param {Entry[]} entries
   */
  add(label, entries) {
    if (!entries.length || !this.open) return;
    const heading = h("div", { class: "menu-heading", "aria-hidden": "true" }, label);
    const items = entries.map((entry) => this.#item(entry));
    const group = h("div", { class: "menu-group", role: "group", "aria-label": label });
    group.append(heading, ...items);
    const waiting = document.activeElement === this.node;
    this.node.append(group);
    this.#popup.place();
    if (waiting) items[0].focus();
  }

  #item(entry) {
    const run = () => {
      this.#popup.close();
      entry.run();
    };
    const point = (event) => event.currentTarget.focus({ preventScroll: true });
    return h(
      "button",
      {
        type: "button",
        role: "menuitem",
        tabindex: -1,
        class: entry.danger ? "menu-item is-danger" : "menu-item",
        on: { click: run, pointermove: point },
      },
      entry.drawing && icon(entry.drawing),
      h("span", {}, entry.label),
    );
  }

  #items() {
    return [...this.node.querySelectorAll("[role=menuitem]")];
  }

  #key(event) {
    if (event.key === "Tab") {
      event.preventDefault();
      this.#popup.close();
    } else if (/^\S$/u.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      this.#jump(event.key.toLowerCase());
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && event.target === this.node) {
      event.preventDefault();
      this.#items().at(event.key === "ArrowDown" ? 0 : -1)?.focus();
    }
  }

  /** To the next entry that begins with a letter. */
  #jump(letter) {
    const items = this.#items();
    const at = items.indexOf(document.activeElement) + 1;
    const begins = (one) => one.textContent.trim().toLowerCase().startsWith(letter);
    [...items.slice(at), ...items.slice(0, at)].find(begins)?.focus();
  }
}
