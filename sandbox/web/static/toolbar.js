/** What one can do with a message: a row of buttons over its corner. */

import { ask, startThread } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { emojiPicker } from "./emoji.js";
import { messageMenu } from "./menus.js";
import { plain } from "./plain.js";

/**
 * The buttons that fit a message.
 * @param {object} app
 * @param {import("./message.js").Row} row
 * @returns {HTMLElement[]}
 */
export function toolbar(app, row) {
  const { store } = app;
  const { x } = row.message;
  // A message that only one person sees cannot be answered, marked or thrown away by anyone else.
  if (x.ephemeral || x.loading) return [];
  const sends = store.channel?.can_send;
  return [
    button(app, "react", "smile", (anchor) => react(app, row.message, anchor)),
    sends && button(app, "reply", "reply", () => app.composer.replyTo?.(row.message)),
    x.can_thread && !x.thread && button(app, "thread", "thread", () => thread(app, row.message)),
    x.can_edit && button(app, "edit", "edit", () => app.composer.editMessage?.(row.message)),
    x.can_delete && button(app, "delete", "trash", () => remove(app, row.message)),
    button(app, "more", "more", (anchor) => messageMenu(app, row.message, anchor)),
  ].filter(Boolean);
}

function button({ t }, name, drawing, act) {
  const label = t(`shell.act.${name}`);
  return h("button", {
    type: "button", class: `icon-button act-${name}`, "aria-label": label, title: label,
    "aria-haspopup": name === "more" ? "menu" : null, data: { key: `act-${name}` },
    on: { click: (event) => act(event.currentTarget) },
  }, icon(drawing));
}

const where = (message) => ({ channel: message.channel_id, message: message.id });

function react(app, message, anchor) {
  emojiPicker(app, anchor, (emoji) => app.attempt("react", { ...where(message), emoji }));
}

function thread(app, message) {
  return startThread(app, { ...where(message), name: plain(app.store, message.content).slice(0, 40) });
}

async function remove(app, message) {
  const { t } = app;
  const sure = await ask(app, {
    title: t("shell.delete.title"), text: t("shell.delete.text"), submit: t("shell.act.delete"),
    danger: true,
  });
  if (sure) await app.attempt("delete", where(message));
}
