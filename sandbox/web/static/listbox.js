/** An accessible combobox (ARIA 1.2): a text field with a list of choices, one or several. */

import { h, icon } from "./dom.js";
import { drawChips } from "./listbox-chips.js";
import { keys } from "./listbox-keys.js";
import { Popup } from "./listbox-popup.js";

/** Milliseconds without a key before a list that is loaded elsewhere is asked for. */
const PAUSE = 150;
/** A list that is shorter than this needs no typing, so a phone shows no keyboard for it. */
const SHORT = 10;
/** @typedef {import("./listbox-popup.js").Item} Item */

/** The state and the parts of one combobox. */
export class Combobox {
  #serial = 0;
  #timer = 0;
  #told = "";

  /** See `combobox` for the options. */
  constructor(app, options) {
    this.app = app;
    this.options = { min: 0, max: 1, chosen: [], ...options };
    this.multiple = this.options.max > 1;
    this.chosen = [...this.options.chosen];
    this.#build();
    this.#wire();
    this.#settle();
  }

  // -- what others use -------------------------------------------------------------------------

  /** The chosen values. With `free`, what was typed counts where nothing was chosen. */
  get values() {
    const typed = this.input.value.trim();
    if (this.options.free && !this.chosen.length && typed) return [typed];
    return this.chosen.map((item) => item.value);
  }

  /** Choose these, and tell nobody. */
  set(items) {
    this.chosen = [...items];
    this.#settle();
  }

  /** Put the focus into the text field. */
  focus() {
    this.input.focus();
  }

  /** Whether the list is open. */
  get isOpen() {
    return this.popup.shown;
  }

  /** Open the list, with everything that there is. */
  open() {
    if (this.isOpen || this.disabled) return;
    this.#told = this.values.join("\n");
    this.popup.active = -1;
    this.popup.show(this.box);
    this.input.setAttribute("aria-expanded", "true");
    this.follow = () => this.popup.place(this.box);
    for (const [source, event] of this.#moves()) source.addEventListener(event, this.follow, true);
    if (!this.options.free && !this.multiple) this.input.select();
    this.search(this.options.free ? this.input.value : "", 0);
  }

  /** Close the list; `onclose` hears whether anything is different since it opened. */
  close() {
    if (!this.isOpen) return;
    clearTimeout(this.#timer);
    this.#serial += 1;
    this.popup.hide();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    for (const [source, event] of this.#moves()) {
      source.removeEventListener(event, this.follow, true);
    }
    this.#settle();
    const changed = this.#told !== this.values.join("\n");
    this.options.onclose?.(this.values, this.chosen, changed);
  }

  /** Whether nothing may be changed now. */
  get disabled() {
    return this.input.disabled;
  }

  set disabled(off) {
    this.input.disabled = off;
    this.node.classList.toggle("off", off);
    if (off) this.close();
  }

  // -- choosing --------------------------------------------------------------------------------

  /** Choose a line, or take it back. */
  pick(item) {
    const held = this.chosen.some((one) => one.value === item.value);
    if (!this.multiple) {
      this.chosen = held && this.options.min === 0 && !this.options.free ? [] : [item];
      this.#changed();
      this.close();
      return;
    }
    if (!held && this.chosen.length >= this.options.max) {
      this.popup.say(this.app.t("content.list.most", { count: this.options.max }));
      return;
    }
    this.chosen = held
      ? this.chosen.filter((one) => one.value !== item.value)
      : [...this.chosen, item];
    this.#changed();
    drawChips(this);
    this.popup.mark(this.#set(), this.#full());
    this.#count();
    if (this.isOpen) this.popup.place(this.box);
  }

  /** Take one of several choices back; with the list closed that is a whole change by itself. */
  remove(item) {
    this.pick(item);
    if (!this.isOpen) this.options.onclose?.(this.values, this.chosen, true);
  }

  /** Make another line active, `by` lines away or at an end, and say so to screen readers. */
  move(to) {
    const { length } = this.popup.items;
    if (!length) return;
    this.popup.activate((to + length) % length);
    this.#pointAt();
  }

  /** Look for `query` after a pause; of several answers only the last one asked for counts. */
  search(query, pause = PAUSE) {
    clearTimeout(this.#timer);
    const turn = ++this.#serial;
    const ask = async () => {
      let items = [];
      let failed = "";
      try {
        const loading = this.options.load(query);
        if (!Array.isArray(loading)) this.popup.say(this.app.t("content.list.loading"));
        items = await loading;
        if (Array.isArray(loading)) items = this.#matching(items, query);
      } catch (error) {
        failed = error.text ?? this.app.t("content.list.failed");
      }
      if (turn === this.#serial && this.isOpen) this.#show(items, failed);
    };
    if (pause) this.#timer = setTimeout(ask, pause);
    else ask();
  }

  // -- parts -----------------------------------------------------------------------------------

  #build() {
    const { label, labelledby, describedby, required, placeholder } = this.options;
    this.popup = new Popup({
      label, multiple: this.multiple, onpick: (item) => this.pick(item),
      ondone: () => { this.close(); this.focus(); }, done: this.app.t("content.list.done"),
    });
    this.input = h("input", {
      id: this.options.id ?? `${this.popup.id}-input`, class: "combo-input", type: "text",
      role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": this.popup.id, "aria-haspopup": "listbox",
      "aria-label": labelledby ? null : label, "aria-labelledby": labelledby ?? null,
      "aria-describedby": describedby ?? null, "aria-required": required ? "true" : null,
      placeholder: placeholder ?? "", enterkeyhint: "done",
    });
    this.chips = h("ul", { class: "combo-chips", "aria-label": this.app.t("content.list.chosen") });
    this.mark = h("span", { class: "combo-emoji", "aria-hidden": "true" });
    this.box = h("div", { class: "combo-box" }, this.multiple ? this.chips : this.mark,
      this.input, this.options.free ? null : icon("down", "combo-arrow"));
    this.node = h("div", { class: "combo" }, this.box, this.popup.node);
  }

  #wire() {
    keys(this);
    this.box.addEventListener("click", (event) => {
      if (event.target.closest(".combo-chip")) return;
      if (this.isOpen && event.target !== this.input) this.close();
      else this.open();
      this.focus();
    });
    this.input.addEventListener("input", () => {
      // Free text that was edited is no longer the line that was chosen.
      if (this.options.free) this.#typed();
      const query = this.input.value;
      if (this.isOpen) this.search(query);
      else this.open();
      if (!this.options.free) this.search(query);
    });
    this.node.addEventListener("focusout", (event) => {
      if (!this.node.contains(event.relatedTarget)) this.close();
    });
  }

  #moves() {
    const view = window.visualViewport;
    return [[window, "scroll"], [window, "resize"], ...(view ? [[view, "resize"]] : [])];
  }

  #typed() {
    this.chosen = [];
    this.#changed();
  }

  #changed() {
    this.options.onchange?.(this.values, this.chosen);
  }

  #set() {
    return new Set(this.chosen.map((item) => item.value));
  }

  #full() {
    return this.multiple && this.chosen.length >= this.options.max;
  }

  /** Lines of a list that is at hand, by the words typed. */
  #matching(items, query) {
    const wanted = query.trim().toLocaleLowerCase();
    const short = items.length <= SHORT && !this.options.free;
    this.input.setAttribute("inputmode", short ? "none" : "text");
    if (!wanted) return items;
    return items.filter(({ label, description = "" }) =>
      `${label}\n${description}`.toLocaleLowerCase().includes(wanted));
  }

  #show(items, failed) {
    this.popup.draw(items, this.#set(), this.#full());
    if (this.popup.active < 0 && items.length && !this.options.free) this.popup.activate(0);
    this.#pointAt();
    if (failed || !items.length) this.popup.say(failed || this.app.t("content.list.none"));
    else this.#count();
    this.popup.place(this.box);
  }

  #count() {
    const { min, max } = this.options;
    const words = { count: this.chosen.length, max, min };
    this.popup.say(this.multiple ? this.app.t("content.list.of", words) : "");
  }

  #pointAt() {
    const { activeId } = this.popup;
    if (activeId) this.input.setAttribute("aria-activedescendant", activeId);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** Show what is chosen in the closed field. */
  #settle() {
    const [one] = this.chosen;
    if (this.multiple) {
      drawChips(this);
      this.input.value = "";
      return;
    }
    if (one || !this.options.free) this.input.value = one?.label ?? "";
    this.mark.textContent = one?.emoji ?? "";
    this.mark.hidden = !one?.emoji;
  }
}

/**
 * A combobox.
 * @param {object} app
 * @param {object} options
 * @param {string} options.label its accessible name (`labelledby`: the id of what names it instead)
 * @param {string} [options.id] of the text field, for a `<label for>`
 * @param {string} [options.describedby] ids of what describes it
 * @param {string} [options.placeholder]
 * @param {boolean} [options.required]
 * @param {number} [options.min] choices at least (0 lets a single choice be taken back)
 * @param {number} [options.max] choices at most; above 1 the list stays open until "Done"
 * @param {boolean} [options.free] what is typed counts as the value where no line is chosen
 * @param {(query: string) => Item[] | Promise<Item[]>} options.load a list at hand is filtered
 *   here by what is typed; a promise is asked anew for every query, after a pause of 150 ms
 * @param {Item[]} [options.chosen]
 * @param {(values: string[], items: Item[]) => void} [options.onchange] at every choice
 * @param {(values: string[], items: Item[], changed: boolean) => void} [options.onclose]
 * @returns {HTMLElement & {combobox: Combobox}}
 */
export function combobox(app, options) {
  const made = new Combobox(app, options);
  return Object.assign(made.node, { combobox: made });
}
