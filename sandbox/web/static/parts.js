/** The parts of a row that are the page's own: name, reply line, reactions, marks. */

import { avatar } from "./avatar.js";
import { h, icon } from "./dom.js";
import { markdown } from "./markdown.js";
import { userMenu } from "./menus.js";
import { summary } from "./plain.js";
import { full, stamp } from "./times.js";

const REPLY = 19;
/** Kinds of messages that Discord words itself: Discord's message types. */
const SYSTEM = { 4: "renamed", 6: "pinned", 7: "joined", 18: "thread", 21: "starter" };
/** Of these the text shown is that of the message referred to. */
const STARTER = 21;

/** The column beside a message: a mark, or for a message under the same name its hour. */
export function side(app, message, grouped, hour) {
  if (grouped) return h("span", { class: "hour", "aria-hidden": "true" }, hour);
  return avatar(message.author.id, message.x.name);
}

/** Name, badge and time. */
export function head(app, message, date) {
  const { t } = app;
  const { name, bot } = message.x;
  const open = (event) => userMenu(app, message.author.id, event.currentTarget);
  return [
    h("button", { type: "button", class: "author", on: { click: open } }, name),
    bot && h("span", { class: "app-badge" }, t("shell.app")),
    h("time", { datetime: message.timestamp, title: full(date) }, stamp(date, app.store.now())),
  ].filter(Boolean);
}

/** What a message answers: a message, or a command. */
export function context(app, message) {
  const { t } = app;
  const command = message.x.command;
  if (command) {
    return h("p", { class: "context-line" }, h("span", { class: "hook", "aria-hidden": "true" }),
      h("span", {}, spliced(t("shell.command", { user: "\u0001", command: "\u0002" }), {
        "\u0001": h("strong", {}, command.user),
        "\u0002": h("span", { class: "used-command" }, `/${app.offers.name(command.name)}`),
      })));
  }
  return message.type === REPLY && message.message_reference ? reply(app, message) : null;
}

/** A text with nodes in the places of signs. */
function spliced(text, nodes) {
  return text.split(/([\u0001\u0002])/).map((piece) => nodes[piece] ?? piece);
}

function reply(app, message) {
  const { t, store } = app;
  const to = message.referenced_message;
  const hook = h("span", { class: "hook", "aria-hidden": "true" });
  if (!to) return h("p", { class: "context-line" }, hook, h("em", {}, t("shell.reply.gone")));
  const name = to.x?.name ?? store.user(to.author.id)?.name ?? to.author.global_name ?? to.author.username;
  const words = summary(app, to, 90);
  const show = () => app.openChannel(message.channel_id, { message: to.id });
  return h("p", { class: "context-line" }, hook,
    h("button", {
      type: "button", class: "reply-line", "aria-label": t("shell.reply.to", { name, text: words }),
      on: { click: show },
    }, h("strong", {}, name), h("span", { class: "reply-words" }, words)));
}

/** The text. */
export function body(app, message) {
  const { t } = app;
  const { loading, edited, name } = message.x;
  if (loading) {
    return h("p", { class: "thinking" }, dots(), t("shell.thinking", { name }));
  }
  const kind = SYSTEM[message.type];
  if (kind && message.type !== STARTER) {
    return h("p", { class: "system" }, t(`shell.system.${kind}`, { name, text: message.content }));
  }
  const text = message.type === STARTER ? message.referenced_message?.content : message.content;
  if (!text) return null;
  const drawn = h("div", { class: "text" }, markdown(app, text));
  // Behind the last word, unless the text ends in a block such as a quote.
  const end = drawn.lastElementChild;
  const inLine = end?.lastChild && !/^(PRE|BLOCKQUOTE|UL|OL|H\d)$/.test(end.lastChild.nodeName);
  if (edited) (inLine ? end : drawn).append(editedMark(app, message));
  return drawn;
}

function editedMark({ t }, message) {
  const at = message.edited_timestamp;
  return h("span", { class: "edited", title: at ? full(new Date(at)) : null }, t("shell.edited"));
}

function dots() {
  return h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
}

/** The thread that was started from a message. */
export function thread(app, message) {
  const one = message.x.thread;
  if (!one) return null;
  const { t } = app;
  return h("button", {
    type: "button", class: "thread-link", on: { click: () => app.openChannel(one.id) },
  }, icon("thread"), h("span", { class: "thread-name" }, one.name),
  one.count > 0 && h("span", { class: "thread-count" }, t("shell.thread.count", { count: one.count })),
  one.archived && h("span", { class: "thread-count" }, t("shell.thread.archived")), icon("right", "small"));
}

/** The reactions, each a switch for one's own. */
export function reactions(app, message) {
  const given = message.reactions ?? [];
  if (given.length === 0) return null;
  const { t } = app;
  const where = { channel: message.channel_id, message: message.id };
  return h("div", { class: "reactions", role: "group", "aria-label": t("shell.reactions") },
    given.map(({ emoji, count }) => {
      const mine = (message.x.my_reactions ?? []).includes(emoji.name);
      return h("button", {
        type: "button", class: "reaction", "aria-pressed": mine, data: { key: `react-${emoji.name}` },
        "aria-label": t("shell.reaction", { emoji: emoji.name, count }),
        on: { click: () => app.attempt("react", { ...where, emoji: emoji.name }) },
      }, h("span", { class: "emoji" }, emoji.name), h("span", {}, count));
    }));
}

/** Under a message: that nobody else sees it; and, without a text of its own, that it changed. */
export function foot(app, message) {
  const { t } = app;
  const { ephemeral, edited } = message.x;
  const mark = edited && !message.content && editedMark(app, message);
  if (!ephemeral) return mark ? h("p", { class: "private" }, mark) : null;
  const where = { channel: message.channel_id, message: message.id };
  return h("p", { class: "private" }, icon("eye", "small"), t("shell.private"),
    h("button", {
      type: "button", class: "link-button", on: { click: () => app.attempt("dismiss", where) },
    }, t("shell.dismiss")), mark);
}
