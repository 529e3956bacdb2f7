/** One option of a command: label, control, hint, and the sentence about what is wrong with it. */

import { h, icon } from "./dom.js";
import { TYPE, control } from "./controls.js";

let made = 0;

/** An option that is being filled. */
export class OptionField {
  #app;
  #control;
  #problem;
  #touched = false;

  /**
   * @param {object} app
   * @param {object} option as the server lists it
   * @param {object} about
   * @param {string} about.channel
   * @param {string} about.path
   * @param {*} about.value what stands in it at first
   * @param {() => object} about.others the values of the other options now
   * @param {() => void} about.changed
   * @param {(field: OptionField) => void} [about.remove] takes the whole field away
   */
  constructor(app, option, about) {
    this.#app = app;
    this.option = option;
    const id = `option-${(made += 1)}`;
    this.#problem = h("p", { class: "option-problem", id: `${id}-problem`, hidden: true });
    this.#control = control(app, option, {
      ...about,
      id,
      describedby: `${id}-hint ${id}-problem`,
      changed: () => this.#changed(about.changed),
    });
    this.node = h(
      "div",
      { class: "option" },
      h(
        "div",
        { class: "option-head" },
        h("label", { for: id }, option.label),
        option.required && mark(app),
        about.remove && this.#removal(about.remove),
      ),
      this.#control.node,
      this.#problem,
      h("p", { class: "option-hint", id: `${id}-hint` }, this.#hint()),
    );
  }

  /** The value now; undefined where there is none. */
  get value() {
    return this.#control.read();
  }

  /** Whether the value can be told to the bot while another option is being completed. */
  get plain() {
    return this.option.type !== TYPE.ATTACHMENT && this.#control.wrong() === null;
  }

  /** Whether Enter belongs to the control now (an open list, a button). */
  get choosing() {
    return this.#control.choosing?.() ?? false;
  }

  /** The value as it is sent: a file is brought to the server first. @returns {Promise<*>} */
  async send() {
    return this.value === undefined || !this.#control.send ? this.value : this.#control.send();
  }

  /** Put the focus into the control. */
  focus() {
    this.#control.focus();
  }

  /** Take dropped files. @returns {boolean} whether this option wanted them */
  drop(files) {
    return this.#control.drop?.(files) ?? false;
  }

  /** Say what is wrong beside the control. @returns {boolean} whether the option can be sent */
  check() {
    this.#touched = true;
    const missing = this.option.required && this.value === undefined;
    const wrong =
      this.#control.wrong() ?? (missing ? this.#app.t("composer.option.missing") : null);
    this.#problem.textContent = wrong ?? "";
    this.#problem.hidden = !wrong;
    const input = this.node.querySelector("input:not([type=file]), textarea, .option-file");
    if (wrong) input?.setAttribute("aria-invalid", "true");
    else input?.removeAttribute("aria-invalid");
    return !wrong;
  }

  #changed(tell) {
    // Not before the first try: nobody wants to be told off while still typing.
    if (this.#touched) this.check();
    tell();
  }

  #removal(remove) {
    const label = this.#app.t("composer.option.remove", { name: this.option.label });
    return h(
      "button",
      {
        type: "button",
        class: "option-remove",
        "aria-label": label,
        title: label,
        on: { click: () => remove(this) },
      },
      icon("close"),
    );
  }

  #hint() {
    const { description, type, min_value, max_value, min_length, max_length } = this.option;
    const number = type === TYPE.INTEGER || type === TYPE.NUMBER;
    const [min, max] = number ? [min_value, max_value] : [min_length, max_length];
    const kind = number ? "value" : "length";
    const limits = [
      [min != null && max != null, "between"],
      [min != null, "least"],
      [max != null, "most"],
    ].find(([holds]) => holds);
    const told = limits && this.#app.t(`composer.option.${kind}.${limits[1]}`, { min, max });
    return [description, told].filter(Boolean).join(" · ");
  }
}

function mark(app) {
  return h("span", { class: "option-required" }, app.t("composer.option.required"));
}
