/** Links in markdown: bare, in angle brackets, and masked behind words. */

/** Characters of a masked link's words that are looked through for their end. */
const LONGEST_LABEL = 1000;
const BARE = /^https?:\/\/[^\s<]+[^<.,:;"'\]\s]/i;
const ANGLED = /^<(https?:\/\/[^\s>]+)>/i;

/**
 * An address that may be linked: http or https, with a host.
 * @param {string} text
 * @returns {string|null} the address as the browser writes it
 */
export function safe(text) {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.host && ["http:", "https:"].includes(url.protocol) ? url.href : null;
}

/** A bare or angled address at the beginning of `rest`: {length, token}, or null. */
export function atLink(rest) {
  const angled = ANGLED.exec(rest);
  const shown = angled ? angled[1] : balanced(BARE.exec(rest)?.[0] ?? "");
  const url = safe(shown);
  if (!url) return null;
  return {
    length: angled ? angled[0].length : shown.length,
    token: { type: "link", url, title: "", children: [{ type: "text", text: shown }] },
  };
}

/** Without the closing brackets at its end that close what was opened before the address. */
function balanced(address) {
  let spare = address.split(")").length - address.split("(").length;
  let end = address.length;
  while (spare > 0 && address[end - 1] === ")") {
    spare -= 1;
    end -= 1;
  }
  return address.slice(0, end);
}

/**
 * `[words](address "title")` at the beginning of `rest`.
 * @param {string} rest
 * @returns {{label: string, url: string, title: string, length: number}|null} null where the
 *   address is not safe, or where the words show an address themselves and so could deceive
 */
export function atMasked(rest) {
  const end = closing(rest);
  const label = rest.slice(1, end);
  if (end < 0 || !label.trim() || rest[end + 1] !== "(" || /https?:\/\//i.test(label)) return null;
  const target = address(rest, end + 2);
  const behind = /^(?:\s+(?:"([^"]*)"|'([^']*)'))?\s*\)/.exec(rest.slice(target.end));
  const url = behind && safe(target.text);
  if (!url) return null;
  const title = behind[1] ?? behind[2] ?? "";
  return { label, url, title, length: target.end + behind[0].length };
}

function closing(rest) {
  let open = 0;
  for (let at = 0; at < Math.min(rest.length, LONGEST_LABEL); at += 1) {
    if (rest[at] === "\\") at += 1;
    else if (rest[at] === "[") open += 1;
    else if (rest[at] === "]" && --open === 0) return at;
  }
  return -1;
}

function address(rest, start) {
  let at = start;
  while (rest[at] === " ") at += 1;
  if (rest[at] === "<") {
    const end = rest.indexOf(">", at);
    return end < 0 ? { text: "", end: at } : { text: rest.slice(at + 1, end), end: end + 1 };
  }
  const from = at;
  let open = 0;
  for (; at < rest.length && !/\s/.test(rest[at]); at += 1) {
    if (rest[at] === "(") open += 1;
    else if (rest[at] === ")" && --open < 0) break;
  }
  return { text: rest.slice(from, at), end: at };
}
