/** The messages of the open channel: an ordered list of rows, kept right one row at a time. */

import { clear, h, icon } from "./dom.js";
import { Row } from "./message.js";
import { Notes } from "./notes.js";
import { Reading } from "./reading.js";
import { Scroller } from "./scroller.js";
import { roving } from "./roving.js";
import { speak } from "./speak.js";

/**
 * Draw the list and keep it right; gives the app `timeline` ({focus, reveal, note}).
 * @param {object} app
 * @param {Element} node
 */
export function installTimeline(app, node) {
  app.timeline = new Timeline(app, node);
  speak(app);
}

class Timeline {
  #rows = new Map();
  #drawn = false;

  constructor(app, node) {
    this.app = app;
    this.list = h("ol", { class: "rows" });
    this.start = h("div", { class: "beginning", hidden: true });
    this.content = h("div", { class: "content" }, this.start, this.list);
    this.box = h("div", { class: "scroller" }, this.content);
    this.jump = h("button", {
      type: "button", class: "jump", hidden: true, on: { click: () => this.#toEnd() },
    });
    node.classList.add("timeline");
    node.append(this.box, this.jump);
    this.notes = new Notes(app, this);
    this.reading = new Reading(app, this);
    this.scroller = new Scroller(this.box, this.content, {
      early: () => app.loadOlder?.(),
      moved: () => this.reading.look(),
    });
    this.roving = roving(this.list);
    this.#listen();
  }

  /** The id of the channel shown. */
  get channel() {
    return this.app.store.channel?.id ?? null;
  }

  #listen() {
    const { store } = this.app;
    const here = (fn) => (detail) => detail.channel === this.channel && fn(detail);
    store.on("channel", () => this.#empty());
    store.on("loaded", here(() => this.#redraw()));
    store.on("older", here(({ messages }) => this.#older(messages)));
    store.on("message", here((change) => this.#upsert(change)));
    store.on("gone", here(({ id }) => this.#remove(id)));
    store.on("texts", () => this.#drawn && this.#reword());
    store.on("places", () => this.#label());
    store.on("offers", () => {
      for (const row of this.#rows.values()) {
        if (row.message.x.command) row.update(row.message, row.place);
      }
    });
  }

  #label() {
    const { store, t } = this.app;
    const name = store.channel?.name ?? t("shell.nowhere");
    this.list.setAttribute("aria-label", t("shell.messages", { name }));
  }

  #empty() {
    this.#drawn = false;
    this.#rows.clear();
    clear(this.list);
    this.start.hidden = true;
    if (this.channel) this.box.setAttribute("aria-busy", "true");
    else this.box.removeAttribute("aria-busy");
    this.#label();
    this.reading.opened();
  }

  /** The newest messages of the channel were loaded: draw them, and go to the end. */
  #redraw() {
    this.#draw();
    this.#drawn = true;
    this.box.removeAttribute("aria-busy");
    this.scroller.toEnd();
  }

  /** All words changed: draw everything again, and stay where the reader is. */
  #reword() {
    const held = document.activeElement?.closest(".row")?.dataset.id;
    this.scroller.hold(() => this.#draw());
    this.scroller.settle();
    if (held) this.roving.focus(this.row(held)?.node);
    this.reading.look();
  }

  #draw() {
    const { store } = this.app;
    this.#rows.clear();
    clear(this.list);
    this.#label();
    this.reading.loaded();
    let before = null;
    for (const message of store.messages(this.channel).values()) {
      this.list.append(this.#row(message, before).node);
      before = message;
    }
    this.notes.restore();
    this.roving.settle();
    this.#beginning();
  }

  #row(message, before) {
    const row = new Row(this.app, message);
    this.#rows.set(message.id, row);
    row.update(message, this.#place(message, before));
    return row;
  }

  #place(message, before) {
    return { before, fresh: this.reading.marks(message.id) };
  }

  #older(messages) {
    const first = this.list.firstElementChild;
    this.scroller.hold(() => {
      let before = null;
      for (const message of messages) {
        this.list.insertBefore(this.#row(message, before).node, first);
        before = message;
      }
      this.#regroup(first);
      this.#beginning();
    });
  }

  #upsert({ message, fresh }) {
    if (!this.#drawn) return;
    const row = this.#rows.get(message.id);
    if (row) {
      row.update(message, row.place);
      return;
    }
    if (fresh) this.reading.arrived(message);
    const { before, after } = this.#around(message.id);
    const made = this.#row(message, before);
    this.list.insertBefore(made.node, after ? this.#rows.get(after.id).node : null);
    this.#regroup(made.node.nextElementSibling);
    this.roving.settle();
    this.scroller.settle();
    this.reading.look();
  }

  /** The neighbours of a message; nearly always it is the last. */
  #around(id) {
    const all = [...this.app.store.messages(this.channel).values()];
    const at = all.findLastIndex((one) => one.id === id);
    return { before: all[at - 1] ?? null, after: all[at + 1] ?? null };
  }

  #remove(id) {
    const row = this.#rows.get(id);
    if (!row) return;
    const held = row.node.contains(document.activeElement);
    const { nextElementSibling: next, previousElementSibling: last } = row.node;
    this.#rows.delete(id);
    row.node.remove();
    this.#regroup(next);
    this.roving.settle();
    if (held) this.roving.focus(next ?? last);
  }

  /** What stands above a message changed: its name, and the dividers, may have to show now. */
  #regroup(node) {
    let after = node;
    while (after && !after.dataset.id) after = after.nextElementSibling;
    const row = after && this.#rows.get(after.dataset.id);
    if (row) row.update(row.message, this.#place(row.message, this.#around(row.message.id).before));
  }

  /** Above the oldest message of all: where this is. */
  #beginning() {
    const { store, t } = this.app;
    const place = store.channel;
    const { hidden } = this.start;
    this.start.hidden = !place || store.hasMore(place.id);
    if (this.start.hidden) return;
    const kind = place.kind === "dm" ? "dm" : place.parent ? "thread" : "channel";
    clear(this.start).append(
      h("h2", {}, t(`shell.beginning.${kind}`, { name: place.name })),
      h("p", {}, t(`shell.beginning.${kind}.text`, { name: place.name })));
    if (hidden) this.scroller.settle();
  }

  /** Redraw the row that the divider for new messages stands at, or stood at. */
  remark(id) {
    const row = this.#rows.get(id);
    row?.update(row.message, { ...row.place, fresh: this.reading.marks(id) });
  }

  /** Show how many came while the reader was further up. */
  count(news) {
    const { t } = this.app;
    this.jump.hidden = this.scroller.stuck;
    this.jump.classList.toggle("news", news > 0);
    clear(this.jump).append(
      news > 0 ? t("shell.jump.new", { count: news }) : t("shell.jump"), icon("down", "small"));
  }

  #toEnd() {
    this.scroller.toEnd();
    this.roving.focus(this.list.lastElementChild);
  }

  /** Put the focus into the list: on the message where it was last, or on the newest. */
  focus() {
    this.roving.focus();
  }

  /** Show a message that is loaded, and put the focus on it. */
  reveal(id) {
    const row = this.#rows.get(id);
    if (!row) return;
    this.scroller.show(row.node);
    this.roving.focus(row.node);
    row.node.classList.remove("found");
    requestAnimationFrame(() => row.node.classList.add("found"));
  }

  /** The row of a message. */
  row(id) {
    return this.#rows.get(id) ?? null;
  }
}
