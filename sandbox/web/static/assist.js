/** What is offered while one types: commands after a slash, people after @, channels after #. */

import { CommandPicker } from "./commands.js";
import { mentionAt, mentionItems } from "./mentions.js";
import { Suggestions } from "./suggest.js";

/** Follows the message field and completes it. */
export class Assist {
  #app;
  #field;
  #about;
  #list;
  #picker;
  #turn = 0;

  /**
   * @param {object} app
   * @param {HTMLTextAreaElement} field
   * @param {object} about
   * @param {(command: object, rest: string) => void} about.start a command was chosen; `rest` is
   *   what was typed after its name
   * @param {() => void} about.filled the field's text was completed
   */
  constructor(app, field, about) {
    this.#app = app;
    this.#field = field;
    this.#about = about;
    this.#list = new Suggestions(field, {
      label: app.t("composer.commands"),
      choose: (item) => this.#take(item),
    });
    this.#picker = new CommandPicker(app, {
      list: this.#list,
      // While a command's form stands in the field's place, nothing is offered for what is in it.
      text: () => (field.form.hidden ? "" : field.value),
      start: about.start,
    });
  }

  /** The list, to be put where it opens. */
  get node() {
    return this.#list.node;
  }

  /**
   * Follow what was typed. Rejects with Refused.
   *
   * @param {string} channel
   * @param {boolean} commands whether a slash begins a command
   */
  async follow(channel, commands) {
    const { value, selectionStart } = this.#field;
    const turn = (this.#turn += 1);
    if (commands && CommandPicker.takes(value)) {
      await this.#picker.follow(channel, value);
      return;
    }
    this.#picker.rest();
    const at = mentionAt(value, selectionStart);
    const items = at ? await mentionItems(this.#app, channel, at) : [];
    if (turn !== this.#turn) return;
    const label = this.#app.t(at?.sign === "#" ? "composer.channels" : "composer.people");
    this.#list.show(items, { label });
  }

  /**
   * Take a key before the field does.
   *
   * @param {KeyboardEvent} event
   * @param {boolean} commands whether a slash begins a command
   * @returns {boolean} whether it was taken
   */
  key(event, commands) {
    const { value } = this.#field;
    const picking = commands && CommandPicker.takes(value);
    return picking ? this.#picker.key(event, value) : this.#list.key(event);
  }

  /** Nothing is offered now. */
  hide() {
    this.#turn += 1;
    this.#picker.forget();
    this.#list.hide();
  }

  /** A command by its original names. @returns {Promise<object|undefined>} */
  find(channel, path) {
    return this.#picker.find(channel, path);
  }

  /** The words of the commands changed. */
  forget() {
    this.#picker.forget();
  }

  #take(item) {
    if (typeof item.value !== "string") {
      this.#about.start(item.value, "");
      return;
    }
    const field = this.#field;
    const at = mentionAt(field.value, field.selectionStart);
    if (at) field.setRangeText(item.value, at.start, field.selectionStart, "end");
    this.#about.filled();
  }
}
