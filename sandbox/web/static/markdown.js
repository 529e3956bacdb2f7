/** Discord's markdown on the page. */

import { h } from "./dom.js";
import { safe } from "./markdown-links.js";
import { parse } from "./markdown-parse.js";
import { spoiler } from "./spoilers.js";
import { stamp } from "./stamps.js";

const PLAIN = { bold: "strong", italic: "em", underline: "u", strike: "s" };
/** Headings of messages stand below the page's own. */
const HEADINGS = { 1: "h3", 2: "h4", 3: "h5" };

const DRAW = {
  text: (app, { text }) => text,
  code: (app, { text }) => h("code", { class: "md-code", dir: "auto" }, text),
  codeblock: (app, token) => codeblock(token),
  spoiler: (app, { children }) => spoiler(app, draw(app, children)),
  heading: (app, { level, children }) => h(HEADINGS[level], { class: `md-h${level}` },
    draw(app, children)),
  subtext: (app, { children }) => h("small", { class: "md-small" }, draw(app, children)),
  quote: (app, { children }) => h("blockquote", { class: "md-quote" }, draw(app, children)),
  list: (app, token) => list(app, token),
  link: (app, token) => link(token.url, draw(app, token.children), token),
  user: (app, token) => user(app, token),
  role: (app, token) => role(app, token),
  channel: (app, token) => channel(app, token),
  command: (app, token) => command(app, token),
  stamp: (app, { seconds, style, raw }) => stamp(app, seconds, style) ?? raw,
  emoji: (app, { name, raw }) => h("span", { class: "md-emoji", title: raw }, `:${name}:`),
  everyone: (app, { text }) => h("span", { class: "mention mention-me" }, text),
};

/**
 * Discord's markdown as nodes: one element (`span` when inline, else `div`) with class `md`.
 * @param {object} app
 * @param {string} text
 * @param {object} [how]
 * @param {boolean} [how.inline] no headings, quotes, lists or small print
 * @param {boolean} [how.links] false where the whole is a link itself
 * @returns {DocumentFragment}
 */
export function markdown(app, text, { inline = false, links = true } = {}) {
  const fragment = document.createDocumentFragment();
  const nodes = draw(app, parse(String(text ?? ""), { inline, links }));
  fragment.append(h(inline ? "span" : "div", { class: inline ? "md md-inline" : "md" }, nodes));
  return fragment;
}

function draw(app, tokens) {
  return tokens.map((token) => (PLAIN[token.type]
    ? h(PLAIN[token.type], null, draw(app, token.children))
    : DRAW[token.type](app, token)));
}

/**
 * A link out of the page, or only its words where the address is not http or https.
 * @param {string} address
 * @param {*} words children
 * @param {{title?: string, class?: string}} [more]
 * @returns {HTMLElement}
 */
export function link(address, words, more = {}) {
  const url = safe(address);
  if (!url) return h("span", { class: more.class }, words);
  const { host } = new URL(url);
  return h("a", {
    class: more.class ?? "md-link", href: url, target: "_blank", rel: "noopener noreferrer",
    title: more.title ? `${more.title} (${host})` : host,
  }, words);
}

function codeblock({ language, text }) {
  // A line break right behind the opening tag would be eaten by no one: the text is set as text.
  return h("pre", { class: "md-pre", tabindex: "0", data: { language: language || null } },
    h("code", null, text));
}

function list(app, { ordered, start, items }) {
  const lines = items.map((item) => h("li", null, draw(app, item)));
  return h(ordered ? "ol" : "ul", { class: "md-list", start: ordered ? start : null }, lines);
}

function user(app, { id, raw }) {
  const known = app.store.user(id);
  const mine = id === app.store.me?.id;
  return h("span", { class: mine ? "mention mention-me" : "mention", title: raw },
    known ? `@${known.name}` : raw);
}

function role(app, { id, raw }) {
  const known = app.store.role(id);
  return h("span", { class: "mention", title: raw }, known ? `@${known.name}` : raw);
}

function channel(app, { id, raw }) {
  const known = app.store.place(id);
  if (!known) return h("span", { class: "mention", title: raw }, raw);
  const open = () => app.openChannel(id);
  return h("button", { type: "button", class: "mention", on: { click: open } },
    known.kind === "dm" ? `@${known.name}` : `#${known.name}`);
}

function command(app, { name }) {
  const start = () => app.composer?.startCommand?.(name);
  return h("button", {
    type: "button", class: "mention", on: { click: start },
    title: app.t("content.command", { name: `/${name}` }),
  }, `/${name}`);
}
