/** `@people` and `#channels` in the message field: what a person reads, and what is sent. */

import { icon } from "./dom.js";

/** Most names suggested at once; the server gives at most 25. */
const SHOWN = 10;
const TAG = /<(@&|@!?|#)(\d+)>/g;

/**
 * The mention that the caret stands in.
 *
 * @param {string} text
 * @param {number} caret
 * @returns {{sign: "@"|"#", query: string, start: number}|null}
 */
export function mentionAt(text, caret) {
  // Not inside a word, so that an address of e-mail asks for nobody; Chinese has no spaces.
  const found = /(?:^|[^A-Za-z0-9_.+\-<])([@#])([^\s@#][^\n@#]{0,31})?$/.exec(text.slice(0, caret));
  if (!found) return null;
  const query = found[2] ?? "";
  return { sign: found[1], query, start: caret - query.length - 1 };
}

/**
 * Whom or what the person may mean.
 *
 * @param {object} app
 * @param {string} channel
 * @param {{sign: string, query: string}} at
 * @returns {Promise<import("./suggest.js").Suggestion[]>}
 */
export async function mentionItems(app, channel, { sign, query }) {
  const named = sign === "#" ? channelsOf(app, channel) : await people(app, channel, query);
  const wanted = query.toLowerCase();
  const fitting = named.filter((one) => one.name.toLowerCase().includes(wanted));
  const starts = (one) => Number(!one.name.toLowerCase().startsWith(wanted));
  fitting.sort((a, b) => starts(a) - starts(b));
  return fitting.slice(0, SHOWN).map(({ name, detail }) => ({
    label: name,
    detail,
    mark: icon(sign === "#" ? "hash" : "user", "suggestion-mark"),
    value: `${sign}${name} `,
  }));
}

async function people(app, channel, query) {
  const asked = { channel, kind: "user", query: query.trim() };
  const { choices } = await app.socket.ask("choices", asked);
  return choices.map((one) => ({ name: one.label, detail: one.description }));
}

function channelsOf(app, channel) {
  return app.store.guildOf(channel)?.channels ?? [];
}

/**
 * A message as its author wrote it: names in place of the tags.
 *
 * @param {object} app
 * @param {string} raw
 * @returns {{text: string, tags: Map<string, string>}} and from each name back to its tag
 */
export function toNames(app, raw) {
  const tags = new Map();
  const text = raw.replace(TAG, (tag, sign, id) => {
    const look = { "@&": "role", "#": "place" }[sign] ?? "user";
    const name = app.store[look](id)?.name;
    if (!name) return tag;
    const shown = `${sign[0]}${name}`;
    tags.set(shown, tag);
    return shown;
  });
  return { text, tags };
}

/**
 * A text as it is sent. The server finds the people in a new message itself; channels, and the
 * names in a message that is being edited, become tags here.
 *
 * @param {object} app
 * @param {string} channel
 * @param {string} text
 * @param {Map<string, string>} [tags] of an edited message
 * @returns {string}
 */
export function toTags(app, channel, text, tags) {
  const known = new Map(channelsOf(app, channel).map((one) => [`#${one.name}`, `<#${one.id}>`]));
  if (tags) {
    for (const [id, user] of Object.entries(app.store.places.users)) {
      known.set(`@${user.name}`, `<@${id}>`);
    }
    for (const [name, tag] of tags) known.set(name, tag);
  }
  const names = [...known.keys()].sort((a, b) => b.length - a.length);
  if (!names.length) return text;
  const any = names.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const pattern = new RegExp(`(?<![\\w<&])(?:${any})(?![\\w-])`, "gu");
  return text.replace(pattern, (name) => known.get(name));
}
