/** The modal that a bot opened, as a dialog of the page. */

import { h, icon } from "./dom.js";
import { field } from "./fields.js";
import { markdown } from "./markdown.js";

const ACTION_ROW = 1;
const TEXT = 10;
let serial = 0;

/** One open modal. */
class Modal {
  /**
   * @param {object} app
   * @param {object} raw Discord's modal
   * @param {(next: object|null) => void} ended called once it is closed
   */
  constructor(app, raw, ended) {
    this.app = app;
    this.raw = raw;
    this.ended = ended;
    this.key = JSON.stringify(raw);
    this.busy = false;
    this.next = undefined;
    this.fields = [];
    this.#build();
  }

  /** Show it, with the focus in its first field. */
  show() {
    this.before = document.activeElement;
    this.row = this.before?.closest?.("article");
    this.written = Boolean(this.before?.closest?.("#composer"));
    document.body.append(this.node);
    this.node.showModal();
    (this.fields[0] ?? this.submitButton).focus();
  }

  /** Take it off the page; the server knows already. */
  drop() {
    this.dropped = true;
    this.node.close();
    this.node.remove();
    // What had the focus may have been redrawn; the keyboard then goes on where it stood:
    // at the composer, or at the message.
    if (this.before?.isConnected) return;
    if (this.written) this.app.composer.focus();
    else if (this.row?.isConnected) this.row.focus({ preventScroll: true });
    else this.app.timeline?.focus?.();
  }

  #build() {
    const { t } = this.app;
    const title = h("h2", { id: `modal-${++serial}`, class: "modal-title" }, this.raw.title);
    const close = () => this.leave();
    this.alert = h("div", { class: "modal-alert", role: "alert", hidden: true });
    this.submitButton = h("button", { type: "submit", class: "button button-primary" },
      t("content.modal.submit"));
    this.exampleButton = h("button", {
      type: "button", class: "button button-plain", title: t("content.modal.example.why"),
      on: { click: () => this.#filled() },
    }, icon("spark"), t("content.modal.example"));
    this.cancelButton = h("button", { type: "button", class: "button button-secondary",
      on: { click: close } }, t("content.modal.cancel"));
    this.question = this.#question();
    this.body = h("div", { class: "modal-body" }, this.#parts());
    this.foot = h("div", { class: "modal-foot" }, this.exampleButton, this.cancelButton,
      this.submitButton);
    this.form = h("form", { novalidate: true, method: "dialog" },
      h("header", { class: "modal-head" }, title,
        h("button", { type: "button", class: "modal-close", "aria-label": t("content.modal.close"),
          on: { click: close } }, icon("close"))),
      this.body, this.alert, this.question, this.foot);
    this.node = h("dialog", { class: "modal", "aria-labelledby": title.id }, this.form);
    this.#wire();
  }

  #wire() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      if (this.question.hidden) this.leave();
      else this.#ask(false);
    });
    // A phone's back button asks to close without any key.
    this.node.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.leave();
    });
    this.node.addEventListener("close", () => {
      if (!this.dropped) this.#closed();
    });
  }

  #question() {
    const { t } = this.app;
    this.stayButton = h("button", { type: "button", class: "button button-secondary",
      on: { click: () => this.#ask(false) } }, t("content.modal.keep"));
    const discard = h("button", { type: "button", class: "button button-danger",
      on: { click: () => this.#closed() } }, t("content.modal.discard"));
    const id = `modal-question-${++serial}`;
    return h("div", { class: "modal-question", role: "alertdialog", "aria-labelledby": id,
      hidden: true }, h("p", { id }, t("content.modal.discard.ask")),
    h("div", { class: "modal-answers" }, this.stayButton, discard));
  }

  #parts() {
    return (this.raw.components ?? []).flatMap((top) => {
      if (top.type === TEXT) {
        return [h("div", { class: "text-display" }, markdown(this.app, top.content))];
      }
      if (top.type === ACTION_ROW) {
        return (top.components ?? []).map((one) => this.#field(one, one.label ?? "", null));
      }
      return [this.#field(top.component ?? top, top.label ?? "", top.description)];
    });
  }

  #field(raw, label, description) {
    const made = field(this.app, raw, { label, description, onchange: () => {} });
    if (!made) return h("p", { class: "unknown" }, this.app.t("content.unknown", raw));
    this.fields.push(made);
    return made.node;
  }

  // -- leaving ---------------------------------------------------------------------------------

  /** Whether something in it is not as the bot sent it. */
  get dirty() {
    return this.fields.some((one) => one.dirty());
  }

  /** Close, or ask first where something was typed. */
  leave() {
    if (this.busy) return;
    if (this.dirty) this.#ask(true);
    else this.#closed();
  }

  #ask(on) {
    this.question.hidden = !on;
    this.foot.hidden = on;
    this.body.inert = on;
    if (on) this.stayButton.focus();
    else (this.fields.find((one) => one.dirty()) ?? this.cancelButton).focus();
  }

  #closed() {
    this.app.socket.ask("close_modal").catch((error) => this.app.refused?.(error));
    this.ended(null);
  }

  // -- filling ---------------------------------------------------------------------------------

  /** Fill, and do not send before all of it is there: a file has to be fetched first. */
  async #filled() {
    this.submitButton.disabled = true;
    await this.fill();
    this.submitButton.disabled = this.busy;
  }

  /** Fill what is empty: with the example for this person's language, else with what fits. */
  async fill() {
    let first = null;
    for (const one of this.fields) {
      const given = this.#example(one.id);
      if (!one.empty() || (given === undefined && !one.required)) continue;
      first ??= one;
      try {
        await one.example(given);
      } catch (error) {
        one.complain(error.text ?? error.message);
      }
    }
    first?.focus();
  }

  #example(id) {
    const all = this.app.store.examples?.[id];
    if (!all) return undefined;
    const code = this.app.store.me?.locale ?? "en-US";
    const near = Object.keys(all).find((one) => one.split("-")[0] === code.split("-")[0]);
    const found = all[code] ?? all[near] ?? all["en-US"] ?? Object.values(all)[0];
    return String(found).replaceAll("{name}", this.app.store.me.name);
  }

  // -- submitting ------------------------------------------------------------------------------

  /** Check every field, then send; the first wrong one gets the focus. */
  async submit() {
    if (this.busy || !this.question.hidden) return;
    this.#say("");
    if (!this.#checked()) return;
    this.#wait(true);
    try {
      for (const one of this.fields) await this.#arrived(one);
      const values = Object.fromEntries(this.fields.map((one) => [one.id, one.read()]));
      this.#answered(await this.app.socket.ask("fill", { values }));
    } catch (error) {
      this.#wait(false);
      this.#say(this.#reason(error));
    }
  }

  #checked() {
    let first = null;
    for (const one of this.fields) {
      const words = one.wrong();
      one.complain(words);
      if (words) first ??= one;
    }
    first?.focus();
    return !first;
  }

  async #arrived(one) {
    try {
      await one.ready();
    } catch (error) {
      one.complain(error.message);
      throw error;
    }
  }

  #answered(outcome) {
    this.#wait(false);
    if (outcome?.failed) {
      this.#say(this.app.t("content.modal.failed"));
      return;
    }
    this.ended(this.next ?? null);
  }

  #reason(error) {
    if (!error.code) return error.message;
    const lead = this.app.t(`content.modal.${error.code === "Closed" ? "lost" : "rejected"}`);
    return error.code === "Closed" ? lead : `${lead} ${error.text}`;
  }

  #wait(on) {
    this.busy = on;
    if (on) this.next = undefined;
    this.node.setAttribute("aria-busy", String(on));
    this.submitButton.setAttribute("aria-busy", String(on));
    for (const one of [this.submitButton, this.cancelButton, this.exampleButton]) {
      one.disabled = on;
    }
    this.body.inert = on;
    if (!on) this.submitButton.focus();
  }

  #say(words) {
    this.alert.textContent = words;
    this.alert.hidden = !words;
  }
}

/**
 * Show the modals that the server opens in this tab. Reloading it loses them, so it asks first.
 * @param {object} app
 */
export function installModals(app) {
  let open = null;
  const show = (raw) => {
    open?.drop();
    open = raw ? new Modal(app, raw, show) : null;
    open?.show();
  };
  app.holdsBack(() => Boolean(open?.dirty));
  app.socket.on("modal", ({ modal }) => {
    if (open?.busy) {
      // What is told while the answer is awaited counts only once it is known to have gone well.
      open.next = modal;
      return;
    }
    // The same again (after a lost connection, or a failure) must not wipe what was typed.
    if (modal && open?.key === JSON.stringify(modal)) return;
    show(modal ?? null);
  });
}
