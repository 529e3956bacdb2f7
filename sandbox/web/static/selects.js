/** Select menus, in messages and in modals. */

import { combobox } from "./listbox.js";

const KINDS = { 5: "user", 6: "role", 7: "mentionable", 8: "channel" };

/** The emoji of a button or an option, as it can be written. */
export function emojiOf(given) {
  if (!given) return "";
  return given.id ? `:${given.name ?? given.id}:` : (given.name ?? "");
}

/** The lines of a string select. */
function lines(item) {
  return (item.options ?? []).map((one) => ({
    value: String(one.value), label: String(one.label), description: one.description ?? undefined,
    emoji: emojiOf(one.emoji) || undefined, default: Boolean(one.default),
  }));
}

/** What a select has chosen before anybody touches it. */
export function defaults(app, item) {
  if (item.type === 3) return lines(item).filter((one) => one.default);
  return (item.default_values ?? []).map(({ id, type }) => {
    const look = { user: "user", role: "role", channel: "place" }[type] ?? "user";
    return { value: String(id), label: app.store[look](String(id))?.name ?? String(id) };
  });
}

/**
 * What the list of a select is filled from.
 * @param {object} app
 * @param {object} item Discord's select, type 3, 5, 6, 7 or 8
 * @param {() => string} channel the id of the channel whose people and places are offered
 * @returns {(query: string) => object[] | Promise<object[]>}
 */
export function source(app, item, channel) {
  if (item.type === 3) {
    const known = lines(item);
    return () => known;
  }
  return async (query) => {
    const asked = { channel: channel(), kind: KINDS[item.type], query };
    if (item.channel_types?.length) asked.channel_types = item.channel_types;
    const { choices } = await app.socket.ask("choices", asked);
    return choices;
  };
}

/** How many lines may be chosen: Discord counts one where nothing is said. */
export function amounts(item) {
  return { min: item.min_values ?? 1, max: item.max_values ?? 1 };
}

/** The words of a select without a placeholder. */
export function placeholder(app, item) {
  return item.placeholder || app.t(`content.select.${KINDS[item.type] ?? "string"}`);
}

/**
 * A select in a message. One choice is sent at once, several when the list closes; what is the
 * same as before is not sent again, as in Discord, until the message is drawn anew.
 * @param {{app: object, message: object, send: Function}} part
 * @param {object} item
 * @returns {HTMLElement}
 */
export function select({ app, message, send }, item) {
  const { min, max } = amounts(item);
  const chosen = defaults(app, item);
  let before = chosen;
  const node = combobox(app, {
    label: placeholder(app, item), placeholder: placeholder(app, item), min, max, chosen,
    load: source(app, item, () => message.channel_id),
    onclose: (values, items, changed) => {
      if (changed && !same(values, before)) submit(values, items);
    },
  });
  const back = () => node.combobox.set(before);
  const submit = async (values, items) => {
    if (values.length < min) {
      app.toast(app.t("content.list.least", { count: min }), "warn");
      back();
      return;
    }
    const last = before;
    before = items;
    const args = { channel: message.channel_id, message: message.id, custom_id: item.custom_id };
    const outcome = await Promise.resolve(send("select", { ...args, values })).catch(() => null);
    // What did not arrive is not chosen: it can be tried again.
    if (!outcome || outcome.failed) {
      before = last;
      back();
    }
  };
  node.dataset.customId = item.custom_id;
  node.combobox.disabled = Boolean(item.disabled);
  return node;
}

function same(values, items) {
  const known = new Set(items.map((one) => one.value));
  return values.length === known.size && values.every((one) => known.has(one));
}
