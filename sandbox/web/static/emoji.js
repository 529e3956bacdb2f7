/** A small emoji picker: a grid of common ones, and a field for any other. */

import { h, reachable } from "./dom.js";
import { popup } from "./popup.js";

const COLUMNS = 8;
const COMMON = [
  ..."👍👎🙏👏🙌💪👀🤝",
  ..."😀😄😂😊😍😎🤔😅",
  ..."😢😭😮😡🥳🤩😴🤯",
  ..."💯🔥✨🎉🎬🎥🎭🎨",
  ...["❤️", "💡", "📌", "📎", "✅", "❌", "⚠️", "❓"],
];
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|^[0-9#*]\uFE0F?\u20E3$/u;

/**
 * The first character of a text as a reader counts them, if it is an emoji.
 *
 * @param {string} text
 * @returns {string|null}
 */
export function firstEmoji(text) {
  const { value } = new Intl.Segmenter().segment(text.trim())[Symbol.iterator]().next();
  return value && EMOJI.test(value.segment) ? value.segment : null;
}

/**
 * Let the person choose an emoji.
 *
 * @param {object} app
 * @param {Element|{x: number, y: number}} anchor
 * @param {(emoji: string) => void} chosen called after the picker has closed
 */
export function emojiPicker(app, anchor, chosen) {
  const pick = (emoji) => {
    opened.close();
    chosen(emoji);
  };
  const grid = emojiGrid(app, pick);
  const title = app.t("composer.react.title");
  const node = h(
    "div",
    { class: "emoji-picker", role: "dialog", "aria-label": title },
    anyEmoji(app, pick),
    grid,
  );
  const opened = popup(node, anchor);
  node.addEventListener("keydown", (event) => {
    // The picker stands at the end of the document: Tab out of it would leave the page.
    if (event.key === "Tab") keepInside(node, event);
  });
  grid.querySelector("button").focus();
}

function emojiGrid(app, pick) {
  const buttons = COMMON.map((emoji, index) =>
    h(
      "button",
      {
        type: "button",
        class: "emoji",
        tabindex: index ? -1 : 0,
        on: { click: () => pick(emoji) },
      },
      emoji,
    ),
  );
  const label = app.t("composer.react.common");
  const node = h("div", { class: "emoji-grid", role: "group", "aria-label": label }, buttons);
  node.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
    const step = steps[event.key];
    const next = step && buttons[buttons.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    for (const one of buttons) one.tabIndex = one === next ? 0 : -1;
    next.focus();
  });
  return node;
}

function anyEmoji(app, pick) {
  const problem = h("p", { class: "emoji-problem", id: "emoji-problem", role: "alert" });
  const input = h("input", {
    type: "text",
    class: "emoji-any",
    autocomplete: "off",
    placeholder: app.t("composer.react.any"),
    "aria-label": app.t("composer.react.any"),
    "aria-describedby": "emoji-problem",
  });
  const use = () => {
    const emoji = firstEmoji(input.value);
    if (emoji) pick(emoji);
    else problem.textContent = app.t("composer.react.none");
  };
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    use();
  });
  const add = h(
    "button",
    { type: "button", class: "quiet", on: { click: use } },
    app.t("composer.react.add"),
  );
  return h("div", { class: "emoji-own" }, input, add, problem);
}

function keepInside(node, event) {
  const stops = reachable(node).filter((one) => one.tabIndex >= 0);
  const at = stops.indexOf(document.activeElement);
  const next = stops[(at + (event.shiftKey ? -1 : 1) + stops.length) % stops.length];
  event.preventDefault();
  next.focus();
}
