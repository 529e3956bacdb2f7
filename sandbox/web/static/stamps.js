/** Moments in the browser's time zone and the client's language, and those that keep counting. */

import { h } from "./dom.js";

const DAY = { year: "numeric", month: "long", day: "numeric" };
const SHORT_DAY = { year: "numeric", month: "2-digit", day: "2-digit" };
const TIME = { hour: "numeric", minute: "2-digit" };
const SECONDS = { ...TIME, second: "2-digit" };
/** Discord's styles of `<t:…:style>`; R is counted, not formatted. */
const STYLES = {
  t: TIME,
  T: SECONDS,
  d: SHORT_DAY,
  D: DAY,
  f: { ...DAY, ...TIME },
  F: { weekday: "long", ...DAY, ...TIME },
  s: { ...SHORT_DAY, ...TIME },
  S: { ...SHORT_DAY, ...SECONDS },
};
const DAY_LONG = 86_400;
/** Units, their seconds, and the span from which one is told in them: 22 hours are "a day". */
const UNITS = [
  ["year", 31_557_600, 320 * DAY_LONG], ["month", 2_629_800, 26 * DAY_LONG],
  ["day", DAY_LONG, 79_200], ["hour", 3600, 2700], ["minute", 60, 45], ["second", 1, 0],
];

const formats = new Map();
/** What counts on: each `<time>` on the page and how its words are made. */
const counting = new Map();
let timer = 0;

function format(kind, language, options) {
  const key = `${language} ${JSON.stringify(options)}`;
  if (!formats.has(key)) formats.set(key, new kind(language, options));
  return formats.get(key);
}

/** The language of the person's client, as Intl takes it. */
export function languageOf(app) {
  return app.store.me?.locale || document.documentElement.lang || "en-US";
}

/**
 * A moment in words.
 * @param {object} app
 * @param {Date} date
 * @param {string} style one of Discord's: t T d D f F s S R
 * @returns {string}
 */
export function moment(app, date, style = "f") {
  if (style === "R") return ago(app, date);
  return format(Intl.DateTimeFormat, languageOf(app), STYLES[style] ?? STYLES.f).format(date);
}

function ago(app, date) {
  const seconds = Math.round((date - app.store.now()) / 1000);
  const [unit, size] = UNITS.find(([, , from]) => Math.abs(seconds) >= from);
  const words = format(Intl.RelativeTimeFormat, languageOf(app), { numeric: "always" });
  return words.format(Math.sign(seconds) * Math.max(Math.round(Math.abs(seconds) / size), 1), unit);
}

/**
 * A `<time>` whose title is the moment in full; a relative one keeps counting while it is shown.
 * @param {object} app
 * @param {number} seconds since 1970
 * @param {string} [style]
 * @returns {HTMLElement|null} null where there is no such moment
 */
export function stamp(app, seconds, style = "f") {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return null;
  const node = h("time", {
    class: "stamp", datetime: date.toISOString(), title: moment(app, date, "F"),
  }, moment(app, date, style));
  if (style === "R") count(node, () => ago(app, date));
  return node;
}

function count(node, words) {
  counting.set(node, { words, seen: false });
  if (!timer) timer = setInterval(refresh, 1000);
}

/** Write every relative moment anew; those that left the page are forgotten. */
export function refresh() {
  for (const [node, entry] of counting) {
    if (!node.isConnected && entry.seen) {
      counting.delete(node);
      continue;
    }
    // One that is not on the page yet gets a second in which to be put there.
    entry.seen = true;
    const text = entry.words();
    if (node.textContent !== text) node.textContent = text;
  }
  if (!counting.size) {
    clearInterval(timer);
    timer = 0;
  }
}
