/** Rows that exist only on this page: an application that did not respond. */

import { h, icon } from "./dom.js";

/** The verbs whose answer is an outcome. */
const ACTING = new Set(["command", "menu", "press", "select", "fill"]);

export class Notes {
  #kept = new Map();

  constructor(app, timeline) {
    this.app = app;
    this.timeline = timeline;
    app.socket.on("done", ({ verb, args, result }) => {
      if (ACTING.has(verb) && result?.failed) this.add(args, result, verb);
    });
  }

  /** Note a failure under the message it was caused at, or at the end of the channel. */
  add(args, result, verb) {
    const channel = args.channel ?? result.channel ?? this.timeline.channel;
    const note = { after: args.message ?? null, command: verb === "command" ? args : null };
    if (!this.#kept.has(channel)) this.#kept.set(channel, new Set());
    this.#kept.get(channel).add(note);
    if (!note.after) note.after = [...this.app.store.messages(channel).keys()].at(-1) ?? null;
    if (channel === this.timeline.channel) {
      this.#draw(channel, note);
      this.timeline.scroller.settle();
    }
    this.app.announce(this.app.t("shell.failed"));
  }

  /** Draw the notes of the open channel again, after its rows were. */
  restore() {
    const channel = this.timeline.channel;
    for (const note of this.#kept.get(channel) ?? []) this.#draw(channel, note);
  }

  /** Which command it was, with a button that lets it stand in the composer as it was sent. */
  #command({ path, options }) {
    const { offers, composer, t } = this.app;
    const again = () => composer.startCommand(path, options);
    return h("p", { class: "failed-command" }, h("code", {}, `/${offers.name(path)}`),
      h("button", { type: "button", class: "link-button", on: { click: again } },
        t("shell.failed.again")));
  }

  #draw(channel, note) {
    const { t } = this.app;
    const { list } = this.timeline;
    const dismiss = () => {
      const near = node.previousElementSibling ?? node.nextElementSibling;
      this.#kept.get(channel).delete(note);
      node.remove();
      this.timeline.roving.settle();
      this.timeline.roving.focus(near);
    };
    const node = h("li", { class: "row note ephemeral" },
      h("article", { class: "message", tabindex: "-1", "aria-label": t("shell.failed") },
        h("p", { class: "failure" }, icon("warn"), t("shell.failed")),
        note.command && this.#command(note.command),
        h("p", { class: "private" }, icon("eye", "small"), t("shell.private"),
          h("button", { type: "button", class: "link-button", on: { click: dismiss } },
            t("shell.dismiss")))));
    const row = note.after && this.timeline.row(note.after)?.node;
    if (row) row.after(node);
    else list.append(node);
    this.timeline.roving.settle();
  }
}
