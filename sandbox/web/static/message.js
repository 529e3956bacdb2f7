/** One row of the timeline. Its parts are redrawn one by one, and only those that changed. */

import { attachments } from "./attachments.js";
import { components } from "./components.js";
import { clear, h, keepFocus } from "./dom.js";
import { embeds } from "./embeds.js";
import { sender } from "./outcome.js";
import * as parts from "./parts.js";
import { messageMenu } from "./menus.js";
import { clock, day, sameDay, stamp } from "./times.js";
import { toolbar } from "./toolbar.js";

/** Messages of one author within 7 minutes stand under one name. */
const TOGETHER = 7 * 60 * 1000;

/** The parts in order: class, what they are made of (any change redraws), how they are drawn. */
const PARTS = [
  ["context", (m, app) => [m.type, m.referenced_message?.id, m.referenced_message?.content,
    m.message_reference?.message_id, m.x.command, app.offers.name(m.x.command?.name)], parts.context],
  ["body", (m) => [m.content, m.type, m.x.loading, m.edited_timestamp, m.x.name], parts.body],
  ["embeds", (m) => m.embeds, embeds],
  ["files", (m) => m.attachments, attachments],
  ["controls", (m) => [m.components, m.attachments], null],
  ["thread", (m) => m.x.thread, parts.thread],
  ["reactions", (m) => [m.reactions, m.x.my_reactions], parts.reactions],
  ["foot", (m) => [m.x.ephemeral, m.x.edited && !m.content && m.edited_timestamp], parts.foot],
];

export class Row {
  #signs = new Map();
  #nodes = new Map();
  #head = "";

  /**
   * @param {object} app
   * @param {object} message
   */
  constructor(app, message) {
    this.app = app;
    this.message = message;
    this.send = sender(app, this);
    this.divider = h("div", { class: "dividers" });
    this.side = h("div", { class: "row-side" });
    this.head = h("div", { class: "row-head" });
    for (const [name] of PARTS) this.#nodes.set(name, h("div", { class: `part part-${name}` }));
    const [context, ...rest] = this.#nodes.values();
    this.article = h("article", { class: "message", tabindex: "-1" },
      context, this.side, h("div", { class: "row-main" }, this.head, rest));
    this.node = h("li", { class: "row", data: { id: message.id } }, this.divider, this.article);
    this.#listen();
  }

  #listen() {
    // The buttons of a thousand rows would be most of the page; a row gets its own when needed.
    const need = () => this.#tools();
    this.article.addEventListener("pointerenter", need);
    this.article.addEventListener("focusin", need);
    this.article.addEventListener("contextmenu", (event) => {
      const plain = event.target.closest("a, input, textarea, img, video");
      if (plain || this.message.x.ephemeral || !getSelection().isCollapsed) return;
      event.preventDefault();
      messageMenu(this.app, this.message, this.article);
    });
  }

  #tools() {
    const sign = JSON.stringify([this.message.x, this.app.store.channel?.can_send]);
    if (sign === this.toolSign) return;
    this.toolSign = sign;
    const made = toolbar(this.app, this);
    if (!this.tools) {
      this.tools = h("div", { class: "tools" });
      this.article.append(this.tools);
    }
    keepFocus(this.tools, () => clear(this.tools).append(...made), this.article);
  }

  /**
   * Draw the message as it is now.
   * @param {object} message
   * @param {{before: object|null, fresh: boolean}} place the message above, and whether the divider
   *   for new messages stands here
   */
  update(message, place) {
    this.message = message;
    this.place = place;
    const x = message.x;
    const date = new Date(message.timestamp);
    const grouped = follows(message, place);
    this.node.className = ["row", grouped && "grouped", x.ephemeral && "ephemeral",
      x.mentions_me && "mentioned", x.loading && "loading",
      this.node.classList.contains("found") && "found"]
      .filter(Boolean).join(" ");
    this.article.setAttribute("aria-label", `${x.name}, ${stamp(date, this.app.store.now())}`);
    this.#drawDividers(date);
    this.#drawHead(date, grouped);
    for (const [name, ingredients, build] of PARTS) {
      this.#part(name, ingredients(message, this.app), build);
    }
    if (this.tools) this.#tools();
  }

  #drawDividers(date) {
    const { before, fresh } = this.place;
    const turned = !before || !sameDay(new Date(before.timestamp), date);
    const { t } = this.app;
    clear(this.divider).append(
      ...[
        turned && h("div", { class: "day" }, h("span", {}, day(date))),
        fresh && h("div", { class: "news" }, h("span", {}, t("shell.new"))),
      ].filter(Boolean));
  }

  #drawHead(date, grouped) {
    const sign = JSON.stringify([grouped, this.message.x.name, this.message.x.bot,
      this.message.timestamp]);
    if (sign === this.#head) return;
    this.#head = sign;
    keepFocus(this.article, () => {
      clear(this.side).append(parts.side(this.app, this.message, grouped, clock(date)));
      clear(this.head).append(...(grouped ? [] : parts.head(this.app, this.message, date)));
    }, this.article);
  }

  #part(name, ingredients, build) {
    const sign = JSON.stringify(ingredients ?? null, unsigned);
    if (this.#signs.get(name) === sign) return;
    this.#signs.set(name, sign);
    const node = this.#nodes.get(name);
    keepFocus(node, () => {
      const made = build
        ? build(this.app, this.message)
        : components(this.app, this.message, { send: this.send });
      const all = [made].flat().filter(Boolean);
      clear(node).append(...all);
      node.hidden = all.length === 0;
    }, this.article, { same: true });
  }
}

/** Links of attachments without their signatures, which are new each time a message is told. */
function unsigned(key, value) {
  const signed = typeof value === "string" && /url$/.test(key) && value.includes("/attachments/");
  return signed ? value.split("?")[0] : value;
}

/** Whether a message stands under the name that is already there. */
function follows(message, { before, fresh }) {
  if (!before || fresh || message.message_reference || message.x.command) return false;
  if (![0, 20].includes(message.type) || ![0, 19, 20].includes(before.type)) return false;
  const [then, now] = [new Date(before.timestamp), new Date(message.timestamp)];
  return (
    before.author.id === message.author.id &&
    before.x.ephemeral === message.x.ephemeral &&
    now - then < TOGETHER &&
    sameDay(then, now)
  );
}
