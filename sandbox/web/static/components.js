/** The components of messages: rows of buttons and menus, and the layouts of version 2. */

import { h, icon } from "./dom.js";
import { colour } from "./embeds.js";
import { markdown } from "./markdown.js";
import { safe } from "./markdown-links.js";
import { file, media, nameOf } from "./media.js";
import { emojiOf, select } from "./selects.js";
import { veil } from "./spoilers.js";

/** Discord's button styles by number. */
const STYLES = ["", "primary", "secondary", "success", "danger", "link", "premium"];
/** A separator's gap, by Discord's number. */
const SPACING = { 1: "small", 2: "large" };

/** How each type of component is drawn, by Discord's number. */
const DRAW = {
  1: (part, item) => h("div", { class: "action-row" }, children(part, item)),
  2: button,
  3: select, 5: select, 6: select, 7: select, 8: select,
  9: section,
  10: ({ app }, item) => h("div", { class: "text-display" }, markdown(app, item.content)),
  11: ({ app }, item) => h("div", { class: "thumbnail" }, picture(app, item)),
  12: gallery,
  13: fileOf,
  14: (part, item) => h("div", {
    class: `separator ${SPACING[item.spacing] ?? "small"}`,
    role: item.divider === false ? null : "separator", data: { divider: item.divider !== false },
  }),
  17: container,
};

/**
 * The components of a message.
 * @param {object} app
 * @param {object} message
 * @param {{send: (verb: string, args: object) => Promise<object|null>}} how does what a press or
 *   a choice means, and answers with the OUTCOME, or null where it was refused
 * @returns {HTMLElement|null}
 */
export function components(app, message, { send }) {
  if (!message.components?.length) return null;
  const part = { app, message, send };
  return h("div", { class: "components" }, message.components.map((item) => draw(part, item)));
}

function draw(part, item) {
  const make = DRAW[item.type];
  if (make) return make(part, item);
  // What this page does not know yet is named, so that nothing of a message stays unseen.
  return h("div", { class: "unknown" }, part.app.t("content.unknown", { type: item.type }));
}

function children(part, item) {
  return (item.components ?? []).map((child) => draw(part, child));
}

function button(part, item) {
  const { app, message } = part;
  const style = STYLES[item.style] || "secondary";
  const premium = style === "premium";
  const label = premium ? app.t("content.premium") : item.label;
  const emoji = emojiOf(item.emoji);
  const words = [
    emoji && h("span", { class: "button-emoji" }, emoji),
    label && h("span", { class: "button-label" }, label),
  ];
  if (style === "link") return linkButton(app, item, words);
  const press = () => part.send("press", {
    channel: message.channel_id, message: message.id, custom_id: item.custom_id,
  });
  return h("button", {
    type: "button", class: `button button-${style}`, disabled: Boolean(item.disabled) || premium,
    title: premium ? app.t("content.premium.why") : null, data: { customId: item.custom_id },
    on: premium ? {} : { click: press },
  }, words, h("span", { class: "button-busy", "aria-hidden": "true" }));
}

function linkButton(app, item, words) {
  const url = safe(item.url ?? "");
  if (item.disabled || !url) {
    // A link of the app's own kind (discord://) leads nowhere from here; its address is told.
    const looks = { type: "button", class: "button button-link", disabled: true };
    return h("button", { ...looks, title: item.url }, words, icon("newtab"));
  }
  return h("a", {
    class: "button button-link", href: url, target: "_blank", rel: "noopener noreferrer",
    title: new URL(url).host,
  }, words, icon("newtab"));
}

function section(part, item) {
  return h("div", { class: "section" },
    h("div", { class: "section-texts" }, children(part, item)),
    item.accessory && h("div", { class: "section-accessory" }, draw(part, item.accessory)));
}

function picture(app, item) {
  const { media: given = {}, description, spoiler } = item;
  return media(app, { ...given, description: description ?? given.description, spoiler });
}

function gallery({ app }, item) {
  const items = item.items ?? [];
  return h("div", { class: "gallery", data: { count: String(items.length) } },
    items.map((one) => picture(app, one)));
}

function fileOf({ app, message }, item) {
  const url = item.file?.url ?? "";
  const id = String(item.file?.attachment_id);
  const known = message.attachments?.find((one) => String(one.id) === id);
  const filename = item.name ?? known?.filename ?? nameOf(url);
  const shown = file(app, { url, filename, size: item.size ?? known?.size });
  return item.spoiler ? veil(app, shown) : shown;
}

function container(part, item) {
  const inner = h("div", { class: "container" }, children(part, item));
  if (item.accent_color != null) {
    inner.classList.add("accented");
    inner.style.setProperty("--line", colour(item.accent_color));
  }
  return item.spoiler ? veil(part.app, inner) : inner;
}
