/**
 * Discord's markdown, from text to tokens. Nothing here knows of the page. No text is ever lost:
 * what means nothing stays as it was written.
 *
 * A token is `{type, ...}`: text {text}; bold, italic, underline, strike, spoiler, quote, subtext
 * {children}; heading {level, children}; list {ordered, start, items: children[]}; code {text};
 * codeblock {language, text}; link {url, children, title}; user, role, channel {id, raw};
 * command {name, id}; stamp {seconds, style, raw}; emoji {name, id, animated}; everyone {text}.
 */

import { block } from "./markdown-blocks.js";
import { atLink, atMasked } from "./markdown-links.js";

/** Markup inside markup, levels deep; what lies deeper is shown as written. */
const DEEPEST = 12;
/** Where something other than plain text may begin. */
const NEXT = /[\\`*_~|[<@¯]|https?:\/\//gi;

const FACE = "¯\\_(ツ)_/¯";
const CODE_BLOCK = /^(?:([a-z0-9_+\-.#]+)\n)?\n*([^\n][^]*?)\n*$/i;
const NAME = "[-_'\\p{L}\\p{M}\\p{N}]{1,32}";
const COMMAND = new RegExp(`^</(${NAME}(?: ${NAME}){0,2}):(\\d{1,20})>`, "u");

/** Pairs of marks around text. Where two fit, the longer wins, else the one named first. */
const MARKS = {
  "*": [
    ["italic", /^\*(?=\S)((?:\*\*|\\[^]|\s+(?:\\[^]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/],
    ["bold", /^\*\*((?:\\[^]|[^\\])+?)\*\*(?!\*)/],
  ],
  _: [
    ["italic", /^_((?:__|\\[^]|[^\\_])+?)_\b/],
    ["underline", /^__((?:\\[^]|[^\\])+?)__(?!_)/],
  ],
  "~": [["strike", /^~~((?:\\[^]|[^\\])+?)~~/]],
  "|": [["spoiler", /^\|\|((?:\\[^]|[^\\])+?)\|\|/]],
};

const ANGLE = [
  [/^<@!?(\d{1,20})>/, ([raw, id]) => ({ type: "user", id, raw })],
  [/^<@&(\d{1,20})>/, ([raw, id]) => ({ type: "role", id, raw })],
  [/^<#(\d{1,20})>/, ([raw, id]) => ({ type: "channel", id, raw })],
  [COMMAND, ([raw, name, id]) => ({ type: "command", name, id, raw })],
  [/^<t:(-?\d{1,17})(?::([tTdDfFsSR]))?>/, ([raw, seconds, style]) =>
    ({ type: "stamp", seconds: Number(seconds), style: style ?? "f", raw })],
  [/^<(a?):(\w{2,32}):(\d{1,20})>/, ([raw, animated, name, id]) =>
    ({ type: "emoji", name, id, animated: Boolean(animated), raw })],
];

/**
 * Text to tokens.
 * @param {string} source
 * @param {object} [how]
 * @param {boolean} [how.inline] no headings, quotes, lists or small print
 * @param {boolean} [how.links] addresses and masked links become links
 * @returns {object[]}
 */
export function parse(source, { inline = false, links = true } = {}) {
  return walk(source, { blocks: !inline, links, quoted: false, depth: 0 });
}

function walk(source, how) {
  const tokens = [];
  let at = 0;
  let plain = 0;
  const flush = (end) => {
    if (end > plain) tokens.push({ type: "text", text: source.slice(plain, end) });
  };
  while (at < source.length) {
    const found = tokenAt(source, at, how);
    if (!found) {
      at = after(source, at, how);
      continue;
    }
    flush(at);
    tokens.push(found.token);
    at = plain = at + found.length;
  }
  flush(source.length);
  return tokens;
}

function tokenAt(source, at, how) {
  const rest = source.slice(at);
  if (how.blocks && (at === 0 || source[at - 1] === "\n")) {
    const found = block(rest, how, walk);
    if (found) return found;
  }
  return inline(rest, how, source[at - 1]);
}

/** Where to look next when nothing begins at `at`. */
function after(source, at, how) {
  // A run of backticks that opens nothing is passed as a whole: a part of it opens nothing either.
  // So is a rule drawn with other marks, which would be looked through from each of them.
  const run = /^(?:`+|\*{9,}|_{9,}|~{9,}|\|{9,})/.exec(source.slice(at));
  NEXT.lastIndex = at + (run ? run[0].length : 1);
  const next = NEXT.exec(source)?.index ?? source.length;
  if (!how.blocks) return next;
  const line = source.indexOf("\n", at);
  return line < 0 ? next : Math.min(next, line + 1);
}

function inline(rest, how, before) {
  switch (rest[0]) {
    case "\\": return escaped(rest);
    case "`": return codeBlock(rest) ?? code(rest);
    case "<": return angle(rest, how);
    case "[": return how.links ? masked(rest, how) : null;
    case "@": return everyone(rest);
    case "¯": return rest.startsWith(FACE) ? text(FACE, FACE.length) : null;
    case "h":
    case "H": return how.links ? atLink(rest) : null;
    default: return marked(rest, how, before);
  }
}

function text(words, length) {
  return { length, token: { type: "text", text: words } };
}

function escaped(rest) {
  const found = /^\\([^0-9A-Za-z\s])/u.exec(rest);
  return found && text(found[1], found[0].length);
}

function codeBlock(rest) {
  if (!rest.startsWith("```")) return null;
  const end = rest.indexOf("```", 3);
  const found = end < 0 ? null : CODE_BLOCK.exec(rest.slice(3, end));
  if (!found) return null;
  const length = end + 3;
  // The block ends its line by itself; the line break behind it would leave an empty line.
  return {
    length: rest[length] === "\n" ? length + 1 : length,
    token: { type: "codeblock", language: found[1] ?? "", text: found[2] },
  };
}

function code(rest) {
  const [ticks] = /^`+/.exec(rest);
  const closing = new RegExp(`(?<!\`)${ticks}(?!\`)`, "g");
  closing.lastIndex = ticks.length;
  const end = closing.exec(rest)?.index;
  if (end === undefined) return null;
  const inner = rest.slice(ticks.length, end).replace(/^ (?= *`)|(` *) $/g, "$1");
  return { length: end + ticks.length, token: { type: "code", text: inner } };
}

function angle(rest, how) {
  for (const [pattern, make] of ANGLE) {
    const found = pattern.exec(rest);
    if (found) return { length: found[0].length, token: make(found) };
  }
  return how.links ? atLink(rest) : null;
}

function masked(rest, how) {
  const found = atMasked(rest);
  if (!found) return null;
  const { label, url, title, length } = found;
  const children = deeper(label, { ...how, links: false });
  return { length, token: { type: "link", url, title, children } };
}

function everyone(rest) {
  const found = /^@(?:everyone|here)\b/.exec(rest);
  return found && { length: found[0].length, token: { type: "everyone", text: found[0] } };
}

function marked(rest, how, before) {
  let best = null;
  for (const [type, pattern] of MARKS[rest[0]] ?? []) {
    // An underscore inside a word is part of the word: snake_case_name.
    if (type === "italic" && rest[0] === "_" && /\w/.test(before ?? " ")) continue;
    const found = pattern.exec(rest);
    // Nothing but marks is not markup: a row of stars stays a row of stars.
    if (found && /^[*_~|]+$/.test(found[1])) continue;
    if (found && (!best || found[0].length > best.found[0].length)) best = { type, found };
  }
  if (!best) return null;
  const children = deeper(best.found[1], how);
  return { length: best.found[0].length, token: { type: best.type, children } };
}

function deeper(source, how) {
  if (how.depth >= DEEPEST) return [{ type: "text", text: source }];
  return walk(source, { ...how, blocks: false, depth: how.depth + 1 });
}
