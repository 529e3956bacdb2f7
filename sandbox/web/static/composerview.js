/** What the composer looks like: its parts, and how they show the draft of the open channel. */

import { clear, h, icon } from "./dom.js";
import { longest, rawText } from "./sending.js";

/** Characters left at which the counter appears. */
const NEAR = 200;
/** Pixels of height at which the text begins to scroll; about a third of a small screen. */
const TALLEST = 260;

/**
 * @typedef {object} Parts
 * @property {HTMLElement} node the composer's place in the page
 * @property {HTMLElement} box what suggestions stand over
 * @property {HTMLElement} bar what is answered or edited
 * @property {HTMLElement} tray
 * @property {HTMLElement} slot where a command's form stands
 * @property {HTMLFormElement} form
 * @property {HTMLTextAreaElement} field
 * @property {HTMLButtonElement} attach
 * @property {HTMLInputElement} file
 * @property {HTMLElement} counter
 * @property {HTMLButtonElement} send
 * @property {HTMLElement} problem
 */

/**
 * Draw the composer's parts.
 *
 * @param {HTMLElement} node
 * @returns {Parts}
 */
export function layout(node) {
  const bar = h("div", { class: "composer-bar", hidden: true });
  const tray = h("div", { class: "composer-tray" });
  const slot = h("div", { class: "composer-slot" });
  const file = h("input", {
    type: "file", multiple: true, class: "visually-hidden", tabindex: -1, "aria-hidden": "true",
  });
  const attach = h("button", { type: "button", class: "composer-attach" }, icon("attach"));
  const field = h("textarea", {
    class: "composer-field", rows: 1, autocomplete: "off", enterkeyhint: "send",
    "aria-describedby": "composer-problem",
  });
  const counter = h("span", { class: "composer-counter", "aria-hidden": "true", hidden: true });
  const send = h("button", { type: "submit", class: "composer-send" }, icon("send"));
  const problem = h("p", { class: "composer-problem", id: "composer-problem", hidden: true });
  const form = h("form", { class: "composer-row" }, attach, file, field, counter, send);
  const box = h("div", { class: "composer-box" }, bar, tray, slot, form);
  clear(node).append(box, problem);
  node.classList.add("composer");
  return { node, box, bar, tray, slot, form, field, attach, file, counter, send, problem };
}

/**
 * Let a place hold one node, or none; a node that is there already keeps its focus.
 *
 * @param {HTMLElement} place
 * @param {HTMLElement} [node]
 */
export function hold(place, node) {
  if (place.firstChild !== (node ?? null)) place.replaceChildren(...(node ? [node] : []));
}

/**
 * Put a word where the caret is, apart from the word before it.
 *
 * @param {HTMLTextAreaElement} field
 * @param {string} text
 */
export function insertAt(field, text) {
  const gap = /\S$/.test(field.value.slice(0, field.selectionStart)) ? " " : "";
  field.focus();
  field.setRangeText(gap + text, field.selectionStart, field.selectionEnd, "end");
}

/**
 * Show what is answered or edited, with a button that ends it.
 *
 * @param {object} app
 * @param {Parts} parts
 * @param {import("./drafts.js").Draft} draft
 * @param {() => void} drop
 */
export function drawBar(app, { bar }, draft, drop) {
  const mode = draft.edit ? "edit" : draft.reply ? "reply" : null;
  bar.hidden = !mode || Boolean(draft.form);
  if (bar.hidden) return;
  const text = mode === "edit"
    ? app.t("composer.editing")
    : app.t("composer.replying", { name: draft.reply.x.name });
  const label = app.t(`composer.${mode}.cancel`);
  const looks = { type: "button", class: "bar-cancel", "aria-label": label, title: label };
  clear(bar).append(
    icon(mode),
    h("span", { class: "bar-text" }, text),
    h("span", { class: "bar-keys" }, app.t("composer.escape")),
    h("button", { ...looks, on: { click: drop } }, icon("close")),
  );
}

/**
 * Show the field's name and height, what is left of its length, and what is wrong.
 *
 * @param {object} app
 * @param {Parts} parts
 * @param {object} place the open channel
 * @param {import("./drafts.js").Draft} draft
 */
export function drawState(app, parts, place, draft) {
  const { field, attach, send } = parts;
  const can = place.can_send;
  const size = [...rawText(app, place.id, draft)].length;
  const over = size - longest(app);
  label(app, parts, place);
  field.disabled = !can;
  field.readOnly = draft.busy;
  attach.disabled = !can || draft.busy || Boolean(draft.edit);
  send.disabled = !can || draft.busy || over > 0 || !(size || draft.tray.count || draft.edit);
  parts.node.setAttribute("aria-busy", String(draft.busy));
  drawCounter(parts, over);
  drawProblem(app, parts, sentence(app, place, draft, over), can);
  grow(field);
}

/**
 * What is said while files hover over a channel; null where they cannot be dropped.
 *
 * @param {object} app
 * @param {object|null} place
 * @param {import("./drafts.js").Draft} draft
 * @returns {string|null}
 */
export function dropHint(app, place, draft) {
  if (!place?.can_send) return null;
  const name = draft.form?.takesFiles ? draft.form.name : spokenName(place);
  return app.t("composer.drop", { name });
}

/** How a channel is spoken of. @returns {string} such as "#general" */
export function spokenName(place) {
  return place.kind === "dm" ? place.name : `#${place.name}`;
}

function label(app, { field, attach, send, form }, place) {
  const text = app.t("composer.message", { name: spokenName(place) });
  field.setAttribute("aria-label", text);
  field.placeholder = place.can_send ? text : "";
  const named = [[attach, "composer.attach"], [send, "composer.send"]];
  for (const [button, key] of named) {
    button.setAttribute("aria-label", app.t(key));
    button.title = app.t(key);
  }
  form.setAttribute("aria-label", text);
}

/** Why one cannot write here. */
function reason(app, place) {
  return app.t(place.locked ? "composer.locked" : "composer.closed");
}

function sentence(app, place, draft, over) {
  if (!place.can_send) return reason(app, place);
  if (over > 0) return app.t("composer.over", { count: over, max: longest(app) });
  return draft.busy ? app.t("composer.uploading") : draft.problem;
}

function drawCounter({ counter, field }, over) {
  counter.hidden = over < -NEAR;
  counter.textContent = String(-over);
  counter.classList.toggle("is-over", over > 0);
  if (over > 0) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

function drawProblem(app, { problem }, text, can) {
  const kind = text.replace(/\d+/g, "");
  // The count changes with every key; only another kind of sentence is worth being spoken.
  if (text && kind !== problem.dataset.kind) app.announce(text);
  problem.dataset.kind = kind;
  problem.textContent = text;
  problem.hidden = !text;
  problem.classList.toggle("is-calm", !can);
}

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, TALLEST)}px`;
}
