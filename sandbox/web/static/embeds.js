/** Embeds. */

import { h } from "./dom.js";
import { link, markdown } from "./markdown.js";
import { media, own } from "./media.js";
import { stamp } from "./stamps.js";

/**
 * The embeds of a message.
 * @param {object} app
 * @param {object} message
 * @returns {HTMLElement[]}
 */
export function embeds(app, message) {
  return (message.embeds ?? []).map((embed) => one(app, embed));
}

/** A colour from Discord's number, as CSS takes it. */
export function colour(number) {
  return `#${Number(number).toString(16).padStart(6, "0")}`;
}

function one(app, embed) {
  const node = h("section", { class: "embed" },
    h("div", { class: "embed-words" },
      provider(app, embed.provider), author(app, embed.author), title(app, embed),
      embed.description && h("div", { class: "embed-text" }, markdown(app, embed.description)),
      fields(app, embed.fields)),
    embed.thumbnail?.url && h("div", { class: "embed-thumbnail" }, media(app, embed.thumbnail)),
    embed.image?.url && h("div", { class: "embed-image" }, media(app, embed.image)),
    embed.video?.url && h("div", { class: "embed-image" }, media(app, embed.video)),
    footer(app, embed));
  if (embed.color != null) node.style.setProperty("--line", colour(embed.color));
  return node;
}

function provider(app, given) {
  return given?.name && h("div", { class: "embed-provider" }, given.name);
}

function author(app, given) {
  if (!given?.name) return null;
  const name = given.url ? link(given.url, given.name, { class: "embed-link" }) : given.name;
  return h("div", { class: "embed-author" }, sign(app, given.icon_url), h("bdi", null, name));
}

/** The title: small markup, but no links of its own where the whole title is one. */
function title(app, { title: words, url }) {
  if (!words) return null;
  const shown = markdown(app, words, { inline: true, links: false });
  return h("div", { class: "embed-title" }, url ? link(url, shown) : shown);
}

function fields(app, given) {
  if (!given?.length) return null;
  return h("dl", { class: "embed-fields" }, given.map((field) =>
    h("div", { class: field.inline ? "embed-field embed-inline" : "embed-field" },
      h("dt", null, markdown(app, field.name, { inline: true })),
      h("dd", null, markdown(app, field.value)))));
}

function footer(app, { footer: given, timestamp }) {
  const seconds = timestamp ? Date.parse(timestamp) / 1000 : NaN;
  const time = Number.isNaN(seconds) ? timestamp : stamp(app, seconds, "f");
  if (!given?.text && !time) return null;
  return h("div", { class: "embed-footer" }, sign(app, given?.icon_url),
    given?.text && h("bdi", null, given.text), given?.text && time ? " • " : null, time);
}

/** A small round picture; a foreign one is left out, it is decoration. */
function sign(app, url) {
  const source = url ? own(app, url) : null;
  return source && h("img", { class: "embed-icon", src: source, alt: "", loading: "lazy" });
}
