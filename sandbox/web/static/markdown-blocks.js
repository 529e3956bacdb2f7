/** What begins at the beginning of a line: headings, small print, quotes and lists. */

/** Lists inside lists, levels deep. */
const DEEPEST = 10;
const HEADING = /^ *(#{1,3}) +(?=\S)([^\n]+)(?:\n|$)/;
const SUBTEXT = /^ *-# +(?=\S)([^\n]+)(?:\n|$)/;
const QUOTE_ALL = /^ *>>> ([^]+)$/;
const QUOTE = /^(?: *> [^\n]*(?:\n|$))+/;
const BULLET = /^( *)([*-]|\d{1,9}\.) +(?=\S)/;

/**
 * The block at the beginning of `rest`, which stands at the beginning of a line.
 * @param {string} rest
 * @param {{quoted: boolean, depth: number, nested?: number}} how
 * @param {(source: string, how: object) => object[]} walk parses what is inside
 * @returns {{length: number, token: object}|null}
 */
export function block(rest, how, walk) {
  if (!/^ *(?:[#>*-]|\d)/.test(rest)) return null;
  return heading(rest, how, walk) ?? quote(rest, how, walk) ?? list(rest, how, walk);
}

function heading(rest, how, walk) {
  const inner = { ...how, blocks: false };
  const big = HEADING.exec(rest);
  if (big) {
    const children = walk(big[2].trimEnd(), inner);
    return { length: big[0].length, token: { type: "heading", level: big[1].length, children } };
  }
  const small = SUBTEXT.exec(rest);
  if (!small) return null;
  const children = walk(small[1].trimEnd(), inner);
  return { length: small[0].length, token: { type: "subtext", children } };
}

function quote(rest, how, walk) {
  if (how.quoted) return null;
  const inner = { ...how, quoted: true };
  const all = QUOTE_ALL.exec(rest);
  if (all) return { length: rest.length, token: { type: "quote", children: walk(all[1], inner) } };
  const found = QUOTE.exec(rest);
  if (!found) return null;
  const text = found[0].replace(/\n$/, "").replace(/^ *> /gm, "");
  return { length: found[0].length, token: { type: "quote", children: walk(text, inner) } };
}

/** Lines that belong to the list: its bullets, and lines further in than the bullet above them. */
function list(rest, how, walk) {
  const nested = how.nested ?? 0;
  const first = BULLET.exec(rest);
  if (!first || nested >= DEEPEST) return null;
  const ordered = isNumber(first[2]);
  const items = [];
  let length = 0;
  for (const line of rest.match(/[^\n]*(?:\n|$)/g)) {
    const bullet = BULLET.exec(line);
    const indent = /^ */.exec(line)[0].length;
    const opens = bullet && (items.length === 0 || indent <= first[1].length);
    if (opens && isNumber(bullet[2]) === ordered) items.push(line.slice(bullet[0].length));
    else if (!opens && line.trim() && indent > first[1].length) items.push(items.pop() + line);
    else break;
    length += line.length;
  }
  const inner = { ...how, nested: nested + 1 };
  const children = items.map((item) => walk(outdented(item), inner));
  const start = ordered ? Number.parseInt(first[2], 10) : 1;
  return { length, token: { type: "list", ordered, start, items: children } };
}

function isNumber(mark) {
  return mark.endsWith(".");
}

/** An item's text, the lines after the first moved left by what they have in common. */
function outdented(item) {
  const [first, ...more] = item.replace(/\n$/, "").split("\n");
  const common = Math.min(...more.map((line) => /^ */.exec(line)[0].length));
  return [first, ...more.map((line) => line.slice(common))].join("\n");
}
