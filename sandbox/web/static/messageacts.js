/** What a person does to a message, wherever it was asked for. */

import { ask, startThread } from "./dialogs.js";
import { emojiPicker } from "./emoji.js";
import { plain } from "./plain.js";

/** Characters of a message that a thread's name begins with. */
const NAME = 40;
/** Discord's component type of a text. */
const TEXT = 10;

/**
 * Where a message stands, as the verbs want it.
 *
 * @param {object} message
 * @returns {{channel: string, message: string}}
 */
export const where = (message) => ({ channel: message.channel_id, message: message.id });

/**
 * Delete a message, if the person is sure.
 *
 * @param {object} app
 * @param {object} message
 * @returns {Promise<boolean>} whether it is gone
 */
export async function deleteMessage(app, message) {
  const sure = await ask(app, {
    title: app.t("shell.delete.title"),
    text: app.t("shell.delete.text"),
    submit: app.t("shell.act.delete"),
    danger: true,
  });
  return Boolean(sure && (await app.attempt("delete", where(message))));
}

/** Choose an emoji and set it under a message, or take one's own away. */
export function react(app, message, anchor) {
  emojiPicker(app, anchor, (emoji) => app.attempt("react", { ...where(message), emoji }));
}

/** Ask for a name and start a thread at a message. */
export function thread(app, message) {
  const name = plain(app.store, message.content).slice(0, NAME);
  return startThread(app, { ...where(message), name });
}

/** Put a message's words on the clipboard. */
export async function copyText(app, message) {
  try {
    await navigator.clipboard.writeText(words(message));
    app.toast(app.t("composer.copied"));
  } catch {
    // The browser keeps the clipboard for itself (no permission, or an address it does not trust).
    app.toast(app.t("composer.copy.refused"), "warn");
  }
}

/**
 * All the words of a message: text, embeds, components.
 *
 * @param {object} message
 * @returns {string}
 */
export function words(message) {
  const embeds = (message.embeds ?? []).flatMap((one) => [
    one.title,
    one.description,
    ...(one.fields ?? []).flatMap((field) => [field.name, field.value]),
  ]);
  const all = [message.content, ...embeds, ...texts(message.components ?? [])];
  return all.filter(Boolean).join("\n");
}

function texts(components) {
  return components.flatMap((one) =>
    one.type === TEXT ? [one.content] : texts(one.components ?? []),
  );
}

/**
 * The last message of one's own in a channel that can still be edited.
 * @param {object} app
 * @param {string} channel
 * @returns {object|undefined}
 */
export function lastOwn(app, channel) {
  const known = [...app.store.messages(channel).values()];
  return known.findLast((one) => one.x.mine && one.x.can_edit);
}
