/** What stands unsent in each channel of this tab. */

import { Tray } from "./uploads.js";

/** One channel's draft. */
export class Draft {
  /** What stands in the field. */
  text = "";
  /** The message that is answered, or null. @type {object|null} */
  reply = null;
  /**
   * The message that is edited, the tags behind the names in it, and what stood there before.
   * @type {{message: object, tags: Map<string, string>, before: string}|null}
   */
  edit = null;
  /** @type {import("./commandform.js").CommandForm|null} */
  form = null;
  /** A sentence about what went wrong. */
  problem = "";
  /** Whether files are on their way. */
  busy = false;
  /** The command whose form is to stand here again, or "". */
  reopens = "";
  #filled = new Map();

  /**
   * @param {Tray} tray
   * @param {object} [kept] what `kept` gave
   */
  constructor(tray, kept = {}) {
    this.tray = tray;
    Object.assign(this, { text: kept.text ?? "", reply: kept.reply ?? null });
    if (kept.edit) this.edit = { ...kept.edit, tags: new Map(kept.edit.tags) };
    this.reopens = kept.reopens ?? "";
    this.#filled = new Map(kept.filled);
  }

  /** All of it that can be written down, so that a reload does not lose it; null for nothing. */
  get kept() {
    const filled = new Map(this.#filled);
    if (this.form) filled.set(this.form.path, this.form.values);
    const { text, reply } = this;
    const edit = this.edit && { ...this.edit, tags: [...this.edit.tags] };
    const reopens = this.form?.path ?? this.reopens;
    if (!text && !reply && !edit && !reopens && !filled.size) return null;
    return { text, reply, edit, reopens, filled: [...filled].map(([path, all]) => [path, plain(all)]) };
  }

  /** Whether files stand here: these no reload brings back. */
  get hasFiles() {
    const values = Object.values(this.form?.values ?? {});
    return this.tray.count > 0 || values.some((one) => one instanceof File);
  }

  /** Edit a message: `text` with names in it, `tags` what they stand for. */
  startEdit(message, { text, tags }) {
    this.stopEdit();
    this.edit = { message, tags, before: this.text };
    this.text = text;
  }

  /** Leave the edited message as it was. */
  stopEdit() {
    if (!this.edit) return;
    this.text = this.edit.before;
    this.edit = null;
  }

  /** Whether the edit leaves nothing of the message. */
  get emptied() {
    return Boolean(this.edit) && !this.text.trim() && !this.edit.message.attachments?.length;
  }

  /** Put files beside the text; what was not taken is told in `problem`. */
  addFiles(files) {
    this.closeForm(true);
    this.stopEdit();
    this.problem = this.tray.add(files) ?? "";
  }

  /** No longer edit, or else no longer answer. */
  cancel() {
    if (this.edit) this.stopEdit();
    else this.reply = null;
  }

  /** A message is gone: it can be neither answered nor edited. */
  forget(id) {
    if (this.reply?.id === id) this.reply = null;
    if (this.edit?.message.id === id) this.stopEdit();
  }

  /** What was once filled into a command and not sent, by original name. */
  filled(path) {
    return this.#filled.get(path);
  }

  /** Take the command's form away; `keep` what was filled in for the next time. */
  closeForm(keep) {
    if (!this.form) return;
    if (keep) this.#filled.set(this.form.path, this.form.values);
    else this.#filled.delete(this.form.path);
    this.form.node.remove();
    this.form = null;
  }
}

/** Values of a form without its files, and without what is no number. */
function plain(values) {
  const writable = ([, value]) => !(value instanceof File) && !Number.isNaN(value);
  return Object.fromEntries(Object.entries(values).filter(writable));
}

/** The drafts, by channel. A reload, or being somebody else for a while, leaves their texts. */
export class Drafts {
  #app;
  #changed;
  #all = new Map();

  /**
   * @param {object} app
   * @param {(draft: Draft) => void} changed called when files come or go
   */
  constructor(app, changed) {
    this.#app = app;
    this.#changed = changed;
    const save = () => this.#save();
    window.addEventListener("pagehide", save);
    document.addEventListener("visibilitychange", save);
    app.holdsBack(() => [...this.#all.values()].some((one) => one.hasFiles));
  }

  /** The draft of a channel. @returns {Draft} */
  of(channel) {
    if (!this.#all.has(channel)) {
      const kept = JSON.parse(sessionStorage.getItem(this.#key(channel)) ?? "{}");
      const draft = new Draft(new Tray(this.#app, () => this.#changed(draft)), kept);
      this.#all.set(channel, draft);
    }
    return this.#all.get(channel);
  }

  #key(channel) {
    return `sandbox.draft.${this.#app.store.me.key}.${channel}`;
  }

  #save() {
    for (const [channel, { kept }] of this.#all) {
      if (kept) sessionStorage.setItem(this.#key(channel), JSON.stringify(kept));
      else sessionStorage.removeItem(this.#key(channel));
    }
  }

  /** The texts of the page changed: what was drawn in the old language is drawn anew. */
  translate() {
    for (const draft of this.#all.values()) {
      draft.reopens = draft.form?.path ?? draft.reopens;
      draft.closeForm(true);
      draft.tray.draw();
    }
  }
}
