/** A round mark with someone's letters: the sandbox has no pictures of people. */

import { h } from "./dom.js";

/** Colours of base.css, each with white letters at 4.5:1 or better. */
const COLOURS = 8;

/**
 * The letters that stand for a name: the first of each word, or the last sign of a Chinese name.
 * @param {string} name
 * @param {number} [most]
 */
export function initials(name, most = 2) {
  const words = name.trim().split(/[\s_-]+/).filter(Boolean);
  if (words.length === 1 && /^\p{Script=Han}+$/u.test(words[0])) return [...words[0]].slice(-2).join("");
  return words.map((one) => [...one][0]).slice(0, most).join("").toUpperCase();
}

/**
 * The mark.
 * @param {string} id whose; settles the colour
 * @param {string} name
 * @param {string} [size] "", "small" or "large"
 */
export function avatar(id, name, size = "") {
  let sum = 0;
  for (const sign of String(id)) sum = (sum * 31 + sign.codePointAt(0)) % 997;
  const letters = initials(name);
  const tight = [...letters].length > 1 && /\p{Script=Han}/u.test(letters) ? "tight" : "";
  return h("span", {
    class: `avatar ${size} ${tight}`.trim(), "aria-hidden": "true",
    data: { colour: String(sum % COLOURS) },
  }, letters);
}
