/** Days and hours in the client's language and the browser's zone. */

import { locale } from "./texts.js";

const formats = new Map();

function format(kind, options) {
  const key = `${locale()} ${kind}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), options));
  return formats.get(key);
}

/** 14:05, or 2:05 PM where that is the habit */
export function clock(date) {
  return format("clock", { timeStyle: "short" }).format(date);
}

/** Saturday, 22 November 2025 */
export function day(date) {
  return format("day", { dateStyle: "full" }).format(date);
}

/** 22 Nov 2025, 14:05:33 */
export function full(date) {
  return format("full", { dateStyle: "full", timeStyle: "medium" }).format(date);
}

/** The hour alone for today, with the date for any other day. */
export function stamp(date, now) {
  if (sameDay(date, now)) return clock(date);
  return format("stamp", { dateStyle: "medium", timeStyle: "short" }).format(date);
}

/** Whether two moments are on one day where the browser is. */
export function sameDay(a, b) {
  return a.toDateString() === b.toDateString();
}
