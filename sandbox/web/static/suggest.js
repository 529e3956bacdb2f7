/** Suggestions for a text field, steered from the field: the focus never leaves it. */

import { clear, h } from "./dom.js";

let made = 0;

/**
 * @typedef {object} Suggestion
 * @property {string} label
 * @property {string} [detail] said beside the label
 * @property {Node} [mark] a drawing before the label
 * @property {string} [group] the heading it stands under; equal ones follow each other
 * @property {*} [value] whatever the caller wants back
 */

/**
 * A listbox that belongs to a text field (ARIA: the field owns it by `aria-controls`, the active
 * option is named by `aria-activedescendant`). The caller puts `node` into the page, asks `key`
 * before it handles a key itself, and shows or hides the list.
 */
export class Suggestions {
  #field;
  #choose;
  #items = [];
  #options = [];
  #active = -1;
  #id = `suggestions-${(made += 1)}`;

  /**
   * @param {HTMLTextAreaElement} field it stays a plain text box, which has no "expanded" state
   * @param {object} about
   * @param {string} about.label the listbox's name
   * @param {(item: Suggestion) => void} about.choose called after the list is hidden
   */
  constructor(field, { label, choose }) {
    this.#field = field;
    this.#choose = choose;
    this.list = h("div", { role: "listbox", id: this.#id, "aria-label": label });
    this.note = h("p", { class: "suggestion-note", role: "status" });
    this.node = h("div", { class: "suggestions", hidden: true }, this.list, this.note);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.#id);
    // A press in the list must not take the focus from the field.
    this.node.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const at = this.#options.indexOf(event.target.closest("[role=option]"));
      if (at >= 0) this.#take(at);
    });
    field.addEventListener("blur", () => this.hide());
  }

  /** Whether there is anything to choose. */
  get open() {
    return !this.node.hidden && this.#items.length > 0;
  }

  /** The option that Enter would take, or null. @returns {Suggestion|null} */
  get active() {
    return this.#items[this.#active] ?? null;
  }

  /**
   * Show these; with none of them, the note alone, or nothing.
   *
   * @param {Suggestion[]} items
   * @param {object} [how]
   * @param {string} [how.label] another name for the listbox
   * @param {string} [how.note] a sentence instead of items
   */
  show(items, { label, note = "" } = {}) {
    if (label) this.list.setAttribute("aria-label", label);
    this.#items = items;
    this.#options = items.map((item, at) => optionNode(item, `${this.#id}-${at}`));
    clear(this.list).append(...grouped(items, this.#options, this.#id));
    this.list.hidden = !items.length;
    this.note.textContent = items.length ? "" : note;
    this.node.hidden = !items.length && !note;
    this.#move(items.length ? 0 : -1);
    this.node.scrollTop = 0;
  }

  /** Take the list away. */
  hide() {
    if (!this.node.hidden) this.show([]);
  }

  /**
   * Take a key that was pressed in the field.
   *
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the list took it
   */
  key(event) {
    if (!this.open || event.isComposing || event.keyCode === 229) return false;
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return false;
    if (event.key === "Escape") this.hide();
    else if (event.key === "ArrowDown") this.#step(1);
    else if (event.key === "ArrowUp") this.#step(-1);
    else if (["Enter", "Tab"].includes(event.key) && this.active) this.#take(this.#active);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #step(by) {
    const count = this.#items.length;
    const from = this.#active < 0 && by < 0 ? 0 : this.#active;
    this.#move((from + by + count) % count);
  }

  #move(to) {
    this.#options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = to;
    const option = this.#options[to];
    if (!option) {
      this.#field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    this.#field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  #take(at) {
    const item = this.#items[at];
    this.hide();
    this.#choose(item);
  }
}

function optionNode(item, id) {
  return h(
    "div",
    { class: "suggestion", role: "option", id, "aria-selected": "false" },
    item.mark,
    h("span", { class: "suggestion-label" }, item.label),
    item.detail && h("span", { class: "suggestion-detail" }, item.detail),
  );
}

/** Options under their headings, in the order of the items. */
function grouped(items, options, id) {
  const nodes = [];
  let box = null;
  let heading = null;
  for (const [at, item] of items.entries()) {
    if (!item.group) {
      nodes.push(options[at]);
      continue;
    }
    if (item.group !== heading) {
      heading = item.group;
      const name = `${id}-group-${at}`;
      box = h(
        "div",
        { role: "group", "aria-labelledby": name },
        h("div", { class: "suggestion-group", id: name, role: "presentation" }, heading),
      );
      nodes.push(box);
    }
    box.append(options[at]);
  }
  return nodes;
}
