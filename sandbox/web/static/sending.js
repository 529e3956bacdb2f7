/** From a draft to a message, with nothing lost on the way. */

import { toTags } from "./mentions.js";

/** Characters that a message takes: what Discord takes without a subscription. */
const LONGEST = 2000;

/**
 * How many characters a message may have.
 *
 * @param {object} app
 * @returns {number}
 */
export function longest(app) {
  return app.store.limits?.message ?? LONGEST;
}

/**
 * The text of a draft as it goes to the server.
 *
 * @param {object} app
 * @param {string} channel
 * @param {import("./drafts.js").Draft} draft
 * @returns {string}
 */
export function rawText(app, channel, draft) {
  return toTags(app, channel, draft.text.trim(), draft.edit?.tags);
}

/**
 * Send a draft, or save the edit that it is. What could not be sent stands in the draft again,
 * with a sentence why.
 *
 * @param {object} app
 * @param {string} channel
 * @param {import("./drafts.js").Draft} draft
 * @param {() => void} redraw called whenever the draft changed
 */
export async function send(app, channel, draft, redraw) {
  const text = rawText(app, channel, draft);
  const sendable = text || draft.tray.count || draft.edit;
  if (!sendable || [...text].length > longest(app)) return;
  draft.problem = "";
  try {
    if (draft.edit) await save(app, channel, draft, text, redraw);
    else if (draft.tray.count) await withFiles(app, channel, draft, text, redraw);
    else await alone(app, channel, draft, text, redraw);
  } catch (error) {
    if (!error.code && error.cause !== "upload") throw error;
    draft.problem = error.code ? app.t("composer.refused", { text: error.text }) : error.message;
  }
  redraw();
}

/** The edit is over at once, like a message: what is typed from then on is not part of it. */
async function save(app, channel, draft, text, redraw) {
  const { edit, text: typed } = draft;
  draft.stopEdit();
  redraw();
  if (text === edit.message.content) return;
  try {
    await app.socket.ask("edit", { channel, message: edit.message.id, text });
  } catch (error) {
    if (!draft.edit) Object.assign(draft, { edit: { ...edit, before: draft.text }, text: typed });
    throw error;
  }
}

/** The field is free for the next message at once; what was refused comes back into it. */
async function alone(app, channel, draft, text, redraw) {
  const { reply, text: typed } = draft;
  Object.assign(draft, { text: "", reply: null });
  redraw();
  try {
    await app.socket.ask("write", { channel, text, files: [], ...answering(reply) });
  } catch (error) {
    draft.text = [typed, draft.text].filter(Boolean).join("\n");
    draft.reply ??= reply;
    throw error;
  }
}

async function withFiles(app, channel, draft, text, redraw) {
  const { reply } = draft;
  draft.busy = true;
  redraw();
  try {
    const files = await draft.tray.send();
    await app.socket.ask("write", { channel, text, files, ...answering(reply) });
    Object.assign(draft, { text: "", reply: null });
    draft.tray.clear();
  } finally {
    draft.busy = false;
  }
}

function answering(reply) {
  return reply ? { reply_to: reply.id } : {};
}
