/** Building the page: every node is created here, so text can never become markup. */

import { shapes } from "./icons.js";

const SVG = "http://www.w3.org/2000/svg";

/** Attributes that are set as properties, because the attribute is only their first value. */
const LIVE = new Set(["value", "checked", "selected", "indeterminate"]);

/**
 * An element.
 * @param {string} tag
 * @param {Object<string, *>} [props] attributes as given; `on: {event: fn}`; `data: {key: text}`;
 *   true sets a bare attribute, false/null/undefined leaves it out (aria-* and data keep "false")
 * @param {...*} children nodes, strings, numbers or arrays of them; null, undefined, false are skipped
 * @returns {HTMLElement}
 */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) set(node, key, value);
  append(node, children);
  return node;
}

function set(node, key, value) {
  if (value === null || value === undefined) return;
  if (key === "on") {
    for (const [event, fn] of Object.entries(value)) if (fn) node.addEventListener(event, fn);
  } else if (key === "data") {
    for (const [name, text] of Object.entries(value)) if (text != null) node.dataset[name] = text;
  } else if (LIVE.has(key)) {
    node[key] = value;
  } else if (key.startsWith("aria-")) {
    node.setAttribute(key, String(value));
  } else if (value === true) {
    node.setAttribute(key, "");
  } else if (value !== false) {
    node.setAttribute(key, String(value));
  }
}

/**
 * Put children at the end of a node, in the same forms that `h` takes.
 * @param {Node} node
 * @param {*} child
 */
export function append(node, child) {
  if (child === null || child === undefined || child === false || child === true) return;
  if (Array.isArray(child)) {
    for (const one of child) append(node, one);
  } else {
    node.append(child instanceof Node ? child : String(child));
  }
}

/**
 * Remove everything inside a node.
 * @template {Node} T
 * @param {T} node
 * @returns {T}
 */
export function clear(node) {
  node.replaceChildren();
  return node;
}

/**
 * A drawing of 24 units square that takes the colour of the text; decoration, so never announced.
 * @param {string} name a key of icons.js
 * @param {string} [extra] further class names
 * @returns {SVGElement}
 */
export function icon(name, extra = "") {
  const svg = document.createElementNS(SVG, "svg");
  const looks = { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" };
  for (const [key, value] of Object.entries(looks)) svg.setAttribute(key, value);
  svg.setAttribute("class", `icon icon-${name} ${extra}`.trim());
  for (const [tag, attributes] of shapes(name)) {
    const shape = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    svg.append(shape);
  }
  return svg;
}

const REACHABLE =
  "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1'])";

/**
 * What a keyboard can stop at inside a node, in order.
 * @param {Element} node
 * @returns {HTMLElement[]}
 */
export function reachable(node) {
  return [...node.querySelectorAll(REACHABLE)].filter((one) => !one.disabled && !one.hidden);
}

/**
 * Redraw a part of the page without taking the focus away from whoever is in it. The stop is found
 * again by its key (`data-key` or `data-custom-id`), by its words, or by its place.
 * @param {Element} node what gets redrawn
 * @param {() => void} draw
 * @param {HTMLElement} [rest] where the focus goes when nothing is left
 * @param {{same?: boolean}} [how] `same`: what has a key is found by it alone, so that nobody ends
 *   up on another button in its place
 */
export function keepFocus(node, draw, rest, { same = false } = {}) {
  const held = document.activeElement;
  if (!held || held === node || !node.contains(held)) {
    draw();
    return;
  }
  const before = describe(held, reachable(node));
  draw();
  if (document.activeElement === held && node.contains(held)) return;
  const stops = reachable(node);
  const strict = same && before.key;
  const target = (strict ? keyed(before, stops) : again(before, stops)) ?? rest;
  target?.focus({ preventScroll: true });
}

function describe(held, stops) {
  return {
    key: keyOf(held),
    words: `${held.tagName} ${wordsOf(held)}`,
    place: stops.indexOf(held),
  };
}

function keyed(before, stops) {
  return before.key ? stops.find((one) => keyOf(one) === before.key) : undefined;
}

function again(before, stops) {
  return (
    keyed(before, stops) ||
    stops.find((one) => `${one.tagName} ${wordsOf(one)}` === before.words) ||
    stops[Math.min(Math.max(before.place, 0), stops.length - 1)]
  );
}

function keyOf(node) {
  const near = node.closest("[data-key], [data-custom-id]");
  return near ? (near.dataset.key ?? near.dataset.customId) : null;
}

function wordsOf(node) {
  return node.getAttribute("aria-label") ?? node.textContent.trim();
}

/**
 * Arrow keys (and Home, End) walk between the stops that match; Tab keeps working as ever.
 * @param {Element} node
 * @param {string} stops a selector
 * @param {{back?: string, forth?: string}} [keys]
 */
export function walk(node, stops, { back = "ArrowUp", forth = "ArrowDown" } = {}) {
  node.addEventListener("keydown", (event) => {
    const all = [...node.querySelectorAll(stops)].filter((one) => one.offsetParent !== null);
    const at = all.indexOf(event.target.closest(stops));
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const moves = { [back]: at - 1, [forth]: at + 1, Home: 0, End: all.length - 1 };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length].focus();
  });
}
