/** The place to write: text, files, replies, edits and commands. */

import { Assist } from "./assist.js";
import { CommandForm, withoutFiles } from "./commandform.js";
import { CommandPicker } from "./commands.js";
import { drawBar, drawState, dropHint, hold, insertAt, layout } from "./composerview.js";
import { TYPE } from "./controls.js";
import { Drafts } from "./drafts.js";
import { installIntake } from "./intake.js";
import { installLongPress } from "./longpress.js";
import { toNames } from "./mentions.js";
import { deleteMessage, lastOwn } from "./messageacts.js";
import { send } from "./sending.js";

/**
 * Put the composer into the page; `app.composer` is then how others use it.
 *
 * @param {object} app
 * @param {HTMLElement} node
 */
export function installComposer(app, node) {
  const composer = new Composer(app, node);
  for (const name of ["startCommand", "insert", "replyTo", "editMessage", "focus"]) {
    app.composer[name] = (...given) => composer[name](...given);
  }
}

class Composer {
  #app;
  #assist;
  #drafts;
  #parts;

  constructor(app, node) {
    this.#app = app;
    this.#drafts = new Drafts(app, (draft) => draft === this.draft && this.#state());
    this.#parts = layout(node);
    this.#assist = new Assist(app, this.#parts.field, {
      start: (command, rest) => this.#begin(command, rest),
      filled: () => this.#filled(),
    });
    this.#parts.box.prepend(this.#assist.node);
    this.#wireField();
    const hint = () => dropHint(app, this.place, this.draft);
    installIntake(this.#parts, (files) => this.#add(files), hint);
    installLongPress(node.closest("main") ?? node);
    this.#wireStore();
    this.#show();
  }

  /** The open channel; null without one. */
  get place() {
    return this.#app.store.channel;
  }

  /** The open channel's draft; null without one. */
  get draft() {
    return this.place && this.#drafts.of(this.place.id);
  }

  // -- what others use ---------------------------------------------------------------------------

  /** Put the focus into what is being filled. */
  focus() {
    if (this.draft?.form) this.draft.form.focus();
    else this.#parts.field.focus();
  }

  /**
   * Begin a command by its original names.
   *
   * @param {string} path such as "pitch start"
   * @param {Object<string, *>} [given] option values by original name
   */
  async startCommand(path, given) {
    if (!this.#writable()) return;
    const channel = this.place.id;
    try {
      const command = await this.#assist.find(channel, path);
      if (this.place?.id !== channel) return;
      if (command) this.#open(command, given);
      else this.#warn("composer.command.unknown", { path });
    } catch (error) {
      this.#app.refused(error);
    }
  }

  /** Put a text where the caret is. */
  insert(text) {
    if (!this.#writable()) return;
    this.#back();
    insertAt(this.#parts.field, text);
    this.#filled();
  }

  /** Answer a message. */
  replyTo(message) {
    if (!this.#writable()) return;
    this.draft.stopEdit();
    this.draft.reply = message;
    this.#back();
    this.#resume();
  }

  /** Edit a message of one's own. */
  editMessage(message) {
    if (!this.#writable()) return;
    this.#back();
    this.draft.startEdit(message, toNames(this.#app, message.content));
    this.#resume();
    this.#parts.field.setSelectionRange(this.draft.text.length, this.draft.text.length);
  }

  // -- commands ----------------------------------------------------------------------------------

  #begin(command, rest) {
    const [first] = command.options;
    const takes = rest && first?.type === TYPE.STRING && !first.choices?.length;
    this.#open(command, takes ? { [first.name]: rest } : undefined);
  }

  #open(command, given) {
    const { draft } = this;
    draft.stopEdit();
    this.#stand(draft, command, withoutFiles(command, given));
    this.#resume();
  }

  #stand(draft, command, given) {
    draft.closeForm(true);
    const form = new CommandForm(this.#app, {
      channel: this.place.id,
      command,
      given: { ...draft.filled(command.path), ...given },
      done: (outcome) => draft.form === form && this.#ran(draft, outcome),
      back: () => this.#back(),
    });
    draft.form = form;
  }

  /** The form that stood here before the page was loaded anew, or before its words changed. */
  async #reopen(draft, channel) {
    const path = draft.reopens;
    draft.reopens = "";
    const command = await this.#assist.find(channel, path).catch(() => null);
    if (this.draft !== draft) draft.reopens = path;
    else if (command && !draft.form) this.#show(this.#stand(draft, command));
  }

  #ran(draft, outcome) {
    const held = draft.form.node.contains(document.activeElement);
    draft.closeForm(outcome.failed);
    // That the application did not respond is noted in the channel by the timeline.
    if (!outcome.failed && CommandPicker.takes(draft.text)) draft.text = "";
    if (draft !== this.draft) return;
    this.#show();
    if (held && !outcome.modal) this.focus();
  }

  /** From the command's form back to the text; what was filled in is kept. */
  #back() {
    if (!this.draft?.form) return;
    this.draft.closeForm(true);
    this.#resume();
  }

  // -- wiring ------------------------------------------------------------------------------------

  #wireField() {
    const { field, form } = this.#parts;
    field.addEventListener("input", () => this.#typed());
    field.addEventListener("keydown", (event) => this.#key(event));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  #wireStore() {
    const { store, socket } = this.#app;
    for (const event of ["channel", "places"]) store.on(event, () => this.#show());
    store.on("gone", ({ channel, id }) => {
      this.#drafts.of(channel).forget(id);
      this.#show();
    });
    store.on("texts", () => {
      this.#assist.forget();
      this.#drafts.translate();
      this.#show();
    });
    socket.on("state", () => this.#assist.forget());
  }

  // -- typing ------------------------------------------------------------------------------------

  #filled() {
    this.draft.text = this.#parts.field.value;
    this.draft.problem = "";
    this.#state();
  }

  async #typed() {
    const { draft } = this;
    this.#filled();
    try {
      await this.#assist.follow(this.place.id, !draft.edit);
    } catch (error) {
      if (!error.code) throw error;
      draft.problem = this.#app.t("composer.refused", { text: error.text });
      this.#show();
    }
  }

  #key(event) {
    // While characters are being composed, Enter takes the composition and must not send.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.#assist.key(event, !this.draft.edit)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape" && (this.draft.edit || this.draft.reply)) {
      event.preventDefault();
      this.#resume(this.draft.cancel());
    } else if (event.key === "ArrowUp" && !this.draft.text && !this.draft.edit) {
      this.#editLast(event);
    }
  }

  #editLast(event) {
    const last = lastOwn(this.#app, this.place.id);
    if (last) event.preventDefault();
    if (last) this.editMessage(last);
  }

  #add(files) {
    const { draft } = this;
    if (!this.#writable() || draft.form?.drop(files)) return;
    draft.addFiles(files);
    this.#resume();
  }

  // -- sending and going back --------------------------------------------------------------------

  async #send() {
    const { draft, place } = this;
    if (!draft || draft.busy || draft.form) return;
    if (draft.emptied) {
      // An edit that leaves nothing means the message itself.
      if (await deleteMessage(this.#app, draft.edit.message)) draft.stopEdit();
    } else {
      await send(this.#app, place.id, draft, () => this.#show());
    }
    this.#show();
    if (draft === this.draft) this.focus();
  }

  // -- what is shown -----------------------------------------------------------------------------

  /** Whether one can write here; says why where not. */
  #writable() {
    if (this.place && !this.place.can_send) this.#warn("composer.closed");
    return Boolean(this.place?.can_send);
  }

  #warn(key, values) {
    this.#app.toast(this.#app.t(key, values), "warn");
  }

  /** Show what stands there now, and go on with it. */
  #resume() {
    this.#show();
    this.focus();
  }

  #show() {
    const { draft, place } = this;
    const { field, node, tray, form, slot } = this.#parts;
    node.hidden = !place;
    if (!place) return;
    if (field.value !== draft.text) {
      field.value = draft.text;
      this.#assist.hide();
    }
    form.hidden = Boolean(draft.form);
    hold(slot, draft.form?.node);
    hold(tray, draft.tray.node);
    draft.tray.after = field;
    drawBar(this.#app, this.#parts, draft, () => this.#resume(draft.cancel()));
    this.#state();
    if (draft.reopens && place.can_send) this.#reopen(draft, place.id);
  }

  #state() {
    if (this.place) drawState(this.#app, this.#parts, this.place, this.draft);
  }
}
