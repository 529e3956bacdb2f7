/** Short plain words for a message: what the live region says and what a reply line shows. */

const TEXTS = 10;

/**
 * A text of Discord's markdown without its marks, mentions as names.
 * @param {object} store
 * @param {string} text
 * @returns {string} in one line
 */
export function plain(store, text) {
  return String(text ?? "")
    .replace(/<@!?(\d+)>/g, (_, id) => `@${store.user(id)?.name ?? id}`)
    .replace(/<@&(\d+)>/g, (_, id) => `@${store.role(id)?.name ?? id}`)
    .replace(/<#(\d+)>/g, (_, id) => `#${store.place(id)?.name ?? id}`)
    .replace(/<\/([^:>]+):\d+>/g, "/$1")
    .replace(/<a?:(\w+):\d+>/g, ":$1:")
    .replace(/<t:(\d+)(?::\w)?>/g, (_, unix) => new Date(unix * 1000).toLocaleString())
    .replace(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .replace(/^(?:#{1,3}|-#|>>>|>|[-*]) +/gm, "")
    .replace(/\\([\\*_~`|>#-])/g, "$1")
    .replace(/\*\*|__|~~|\|\||`+/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** The texts inside components of the second generation, in order. */
function* inside(components) {
  for (const one of components ?? []) {
    if (one.type === TEXTS) yield one.content;
    yield* inside(one.components);
  }
}

/**
 * What a message says, in one short line.
 * @param {object} app
 * @param {object} message
 * @param {number} [most] characters
 * @returns {string}
 */
export function summary(app, message, most = 140) {
  const first = message.embeds?.[0];
  const texts = [
    message.content,
    ...inside(message.components),
    first && [first.title, first.description].filter(Boolean).join(": "),
  ];
  const said = plain(app.store, texts.filter(Boolean).join(" "));
  const rest = message.attachments?.length
    ? app.t("shell.plain.files", { count: message.attachments.length })
    : "";
  const whole = said || rest || app.t("shell.plain.empty");
  return whole.length > most ? `${whole.slice(0, most - 1).trimEnd()}…` : whole;
}
