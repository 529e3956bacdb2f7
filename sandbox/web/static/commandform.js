/** A chosen command: its name, its options, and the button that runs it. */

import { TYPE } from "./controls.js";
import { clear, h, icon } from "./dom.js";
import { OptionField } from "./options.js";

let made = 0;

/**
 * Values for a command's form, but no files: what was sent of these is not what was chosen.
 *
 * @param {import("./commands.js").Command} command
 * @param {Object<string, *>} [given] by original name
 * @returns {Object<string, *>}
 */
export function withoutFiles(command, given = {}) {
  const files = command.options.filter((one) => one.type === TYPE.ATTACHMENT).map((one) => one.name);
  return Object.fromEntries(Object.entries(given).filter(([name]) => !files.includes(name)));
}

/** The form of one command in one channel. */
export class CommandForm {
  #app;
  #about;
  #fields = [];
  #busy = false;

  /**
   * @param {object} app
   * @param {object} about
   * @param {string} about.channel
   * @param {import("./commands.js").Command} about.command
   * @param {Object<string, *>} about.given values that stand in it at first, by original name
   * @param {(outcome: object) => void} about.done the command was run
   * @param {() => void} about.back the person goes back to writing
   */
  constructor(app, about) {
    this.#app = app;
    this.#about = { ...about, given: { ...about.given } };
    this.path = about.command.path;
    this.#build(`command-${(made += 1)}`);
    const wanted = about.command.options.filter((one) => one.required || one.name in about.given);
    for (const option of wanted) this.#add(option);
    this.#offer();
  }

  /** Its name in the client's language, with the slash. */
  get name() {
    return `/${this.#about.command.name}`;
  }

  /** The values as they stand, by original name; files included. */
  get values() {
    return this.#gather(() => true);
  }

  /** Put the focus where filling goes on: the first empty option, else the button. */
  focus() {
    const empty = this.#fields.find((one) => one.value === undefined) ?? this.#fields.at(-1);
    (empty ?? this.run).focus();
  }

  /** Give dropped files to the first option that wants one. @returns {boolean} */
  drop(files) {
    return this.#fields.some((one) => one.drop(files));
  }

  /** Whether any option takes a file. */
  get takesFiles() {
    return this.#fields.some((one) => one.option.type === TYPE.ATTACHMENT);
  }

  /** Run the command, or say what is missing. */
  async submit() {
    if (this.#busy) return;
    const wrong = this.#fields.filter((one) => !one.check());
    if (wrong.length) {
      wrong[0].focus();
      this.#app.announce(this.#app.t("composer.form.wrong", { count: wrong.length }));
      return;
    }
    this.#work(true);
    try {
      const options = {};
      for (const field of this.#fields) {
        const value = await field.send();
        if (value !== undefined) options[field.option.name] = value;
      }
      const { channel } = this.#about;
      const asked = { channel, path: this.path, options };
      this.#about.done(await this.#app.socket.ask("command", asked));
    } catch (error) {
      this.#tell(error);
    } finally {
      this.#work(false);
    }
  }

  // -- parts -------------------------------------------------------------------------------------

  #build(id) {
    const { t } = this.#app;
    const { command } = this.#about;
    this.problem = h("p", { class: "command-problem", role: "alert", hidden: true });
    this.fields = h("div", { class: "command-fields" });
    this.more = h("div", { class: "command-more", role: "group" });
    this.more.setAttribute("aria-label", t("composer.form.more"));
    this.run = h("button", { type: "submit", class: "primary" }, t("composer.form.run"));
    this.node = h(
      "form",
      { class: "command-form", "aria-labelledby": `${id}-name`, novalidate: true },
      this.#head(id, command),
      this.fields,
      this.more,
      this.problem,
      h("div", { class: "command-actions" }, this.run, h("span", {}, t("composer.form.keys"))),
    );
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    // Before the controls: a closed list would otherwise open on the Enter that is to send.
    this.node.addEventListener("keydown", (event) => this.#enter(event), true);
    this.node.addEventListener("keydown", (event) => this.#escape(event));
  }

  #head(id, command) {
    const back = this.#app.t("composer.form.back");
    const looks = { type: "button", class: "command-back", "aria-label": back, title: back };
    return h(
      "div",
      { class: "command-head" },
      h("h2", { class: "command-title", id: `${id}-name` }, this.name),
      h("p", { class: "command-about" }, `${command.description} · ${command.application.name}`),
      h("button", { ...looks, on: { click: () => this.#about.back() } }, icon("close")),
    );
  }

  #enter(event) {
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    const field = this.#fields.find((one) => one.node.contains(event.target));
    if (!field || field.choosing || event.target.closest("button")) return;
    event.preventDefault();
    event.stopPropagation();
    this.submit();
  }

  #escape(event) {
    if (event.key !== "Escape" || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    event.stopPropagation();
    if (!this.#busy) this.#about.back();
  }

  #add(option) {
    const { channel, given } = this.#about;
    const field = new OptionField(this.#app, option, {
      channel,
      path: this.path,
      value: given[option.name],
      others: () => this.#gather((one) => one !== field && one.plain),
      changed: () => (this.problem.hidden = true),
      remove: option.required ? null : () => this.#remove(field),
    });
    this.#fields.push(field);
    this.fields.append(field.node);
    return field;
  }

  #remove(field) {
    field.node.remove();
    this.#fields = this.#fields.filter((one) => one !== field);
    delete this.#about.given[field.option.name];
    this.#offer();
    this.#button(field.option)?.focus();
  }

  /** A button for every option that is not shown. */
  #offer() {
    const shown = new Set(this.#fields.map((one) => one.option));
    const left = this.#about.command.options.filter((one) => !shown.has(one));
    clear(this.more).append(...left.map((option) => this.#offered(option)));
    this.more.hidden = !left.length;
  }

  #offered(option) {
    const label = this.#app.t("composer.option.add", { name: option.label });
    const add = () => {
      const field = this.#add(option);
      this.#offer();
      field.focus();
    };
    const looks = { type: "button", class: "option-add", title: option.description };
    const about = { "aria-label": label, data: { option: option.name } };
    return h("button", { ...looks, ...about, on: { click: add } }, icon("plus"), option.label);
  }

  #button(option) {
    return this.more.querySelector(`[data-option="${CSS.escape(option.name)}"]`);
  }

  #gather(wanted) {
    const full = this.#fields.filter((one) => one.value !== undefined && wanted(one));
    return Object.fromEntries(full.map((one) => [one.option.name, one.value]));
  }

  #work(is) {
    this.#busy = is;
    this.node.setAttribute("aria-busy", String(is));
    this.run.setAttribute("aria-disabled", String(is));
    this.run.textContent = this.#app.t(is ? "composer.form.running" : "composer.form.run");
  }

  #tell(error) {
    if (!error.code && error.cause !== "upload") throw error;
    const lead = error.code === "CommandUnavailable" ? this.#app.t("composer.form.refused") : "";
    this.problem.textContent = [lead, error.message].filter(Boolean).join(" ");
    this.problem.hidden = false;
  }
}
