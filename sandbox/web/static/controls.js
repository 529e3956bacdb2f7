/** What an option of a command is filled with, by its type. Each control tells its own mistakes. */

import { clear, h, icon } from "./dom.js";
import { combobox } from "./listbox.js";
import { fileChip, refusal, upload } from "./uploads.js";

/** Discord's numbers of the option types. */
export const TYPE = Object.freeze({
  STRING: 3, INTEGER: 4, BOOLEAN: 5, USER: 6, CHANNEL: 7, ROLE: 8, MENTIONABLE: 9, NUMBER: 10,
  ATTACHMENT: 11,
});
const KINDS = Object.freeze({ 6: "user", 7: "channel", 8: "role", 9: "mentionable" });
const LOOKS = Object.freeze({ 6: "user", 7: "place", 8: "role", 9: "user" });
/** Discord takes whole numbers and fractions within what a double holds exactly. */
const LARGEST = Number.MAX_SAFE_INTEGER;

/**
 * @typedef {object} Control
 * @property {HTMLElement} node
 * @property {() => void} focus
 * @property {() => *} read the value now; undefined where there is none
 * @property {() => string|null} wrong a sentence about a value that cannot be sent
 * @property {() => Promise<*>} [send] the value as it is sent, where that takes an upload
 * @property {(files: File[]) => boolean} [drop] takes dropped files
 * @property {() => boolean} [choosing] whether Enter is the control's own now
 */

/**
 * The control of an option.
 *
 * @param {object} app
 * @param {object} option as the server lists it
 * @param {object} about
 * @param {string} about.id of the input, for its label
 * @param {string} about.describedby
 * @param {*} about.value what stands in it at first
 * @param {string} about.channel
 * @param {string} about.path
 * @param {() => object} about.others the values of the other options now
 * @param {() => void} about.changed
 * @returns {Control}
 */
export function control(app, option, about) {
  if (option.choices?.length) return chosen(app, option, about, choicesOf(option));
  if (option.autocomplete) return completed(app, option, about);
  if (option.type === TYPE.BOOLEAN) return chosen(app, option, about, yesOrNo(app));
  if (option.type === TYPE.ATTACHMENT) return attachment(app, option, about);
  if (option.type in KINDS) return somebody(app, option, about);
  return typed(app, option, about);
}

function attributes(option, about) {
  return {
    id: about.id,
    "aria-describedby": about.describedby,
    "aria-required": option.required ? "true" : null,
  };
}

// -- text and numbers -----------------------------------------------------------------------------

function typed(app, option, about) {
  const number = option.type !== TYPE.STRING;
  const input = h("textarea", {
    class: "option-input",
    rows: 1,
    autocomplete: "off",
    inputmode: number ? (option.type === TYPE.INTEGER ? "numeric" : "decimal") : null,
    on: {
      input: () => {
        // An option is one line; a pasted break becomes a space.
        if (/[\r\n]/.test(input.value)) input.value = input.value.replace(/\s*[\r\n]+\s*/g, " ");
        about.changed();
      },
    },
    ...attributes(option, about),
  });
  input.value = about.value ?? "";
  const read = () => valueOf(option, input.value.trim());
  return { node: input, focus: () => input.focus(), read, wrong: () => wrong(app, option, read()) };
}

/** A typed text as the option's value; NaN for what is no number. */
function valueOf(option, text) {
  if (text === "") return undefined;
  if (option.type === TYPE.STRING) return text;
  const plain = text.normalize("NFKC").replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}

/** Why a text or number does not fit its option. */
function wrong(app, option, value) {
  if (value === undefined) return null;
  if (option.type === TYPE.STRING) return wrongLength(app, option, [...value].length);
  const whole = option.type === TYPE.INTEGER;
  if (Number.isNaN(value)) return app.t("composer.option.number");
  if (whole && !Number.isInteger(value)) return app.t("composer.option.whole");
  const least = option.min_value ?? -LARGEST;
  const most = option.max_value ?? LARGEST;
  if (value < least) return app.t("composer.option.low", { min: least });
  return value > most ? app.t("composer.option.high", { max: most }) : null;
}

function wrongLength(app, option, size) {
  const { min_length: min, max_length: max } = option;
  if (min != null && size < min) return app.t("composer.option.short", { min, size });
  return max != null && size > max ? app.t("composer.option.long", { max, size }) : null;
}

// -- lists ----------------------------------------------------------------------------------------

function choicesOf(option) {
  return option.choices.map((one) => ({
    label: one.name,
    value: String(one.value),
    real: one.value,
  }));
}

function yesOrNo(app) {
  return [
    { label: app.t("composer.option.yes"), value: "true", real: true },
    { label: app.t("composer.option.no"), value: "false", real: false },
  ];
}

function box(app, option, about, more) {
  const node = combobox(app, {
    label: option.label,
    id: about.id,
    describedby: about.describedby,
    required: option.required,
    min: option.required ? 1 : 0,
    max: 1,
    onchange: about.changed,
    ...more,
  });
  const held = node.combobox;
  const choosing = () => held.isOpen || (!more.free && !held.values.length);
  return { node, held, focus: () => held.focus(), choosing, wrong: () => null };
}

function chosen(app, option, about, items) {
  const first = items.filter((one) => one.real === about.value || one.value === about.value);
  const made = box(app, option, about, { load: () => items, chosen: first });
  const read = () => items.find((one) => one.value === made.held.values[0])?.real;
  return { ...made, read };
}

/** Suggestions of the bot; any other text may be sent too. */
function completed(app, option, about) {
  let known = [];
  const load = async (query) => {
    const { channel, path } = about;
    const asked = { channel, path, option: option.name, typed: query, options: about.others() };
    const { choices } = await app.socket.ask("complete", asked);
    known = choicesOf({ choices });
    return known;
  };
  const first = about.value === undefined ? [] : [about.value].map(String);
  const made = box(app, option, about, {
    free: true,
    load,
    chosen: first.map((value) => ({ value, label: value })),
  });
  const read = () => {
    const [value] = made.held.values;
    if (value === undefined) return undefined;
    const same = known.find((one) => one.value === value || one.label === value);
    return same ? same.real : valueOf(option, value);
  };
  return { ...made, read, wrong: () => wrong(app, option, read()) };
}

/** A user, role or channel. */
function somebody(app, option, about) {
  const load = async (query) => {
    const kinds = option.channel_types ? { channel_types: option.channel_types } : {};
    const asked = { channel: about.channel, kind: KINDS[option.type], query, ...kinds };
    return (await app.socket.ask("choices", asked)).choices;
  };
  const look = (id) => app.store[LOOKS[option.type]](id) ?? app.store.role(id);
  const item = (id) => ({ value: id, label: look(id)?.name ?? id });
  const first = about.value ? [item(about.value)] : [];
  const made = box(app, option, about, { load, chosen: first });
  return { ...made, read: () => made.held.values[0] };
}

// -- a file ---------------------------------------------------------------------------------------

function attachment(app, option, about) {
  let file = about.value ?? null;
  let id = null;
  let problem = null;
  const hidden = { class: "visually-hidden", tabindex: -1, "aria-hidden": "true" };
  const input = h("input", { type: "file", ...hidden });
  const button = h(
    "button",
    { type: "button", class: "option-file", ...attributes(option, about), "aria-required": null },
    icon("attach"),
    app.t("composer.option.file"),
  );
  const node = h("div", { class: "option-files" });
  const chip = () => fileChip(app, file, () => take(null));
  const draw = () => clear(node).append(file ? chip() : button, input);
  const take = (next) => {
    problem = next && refusal(app, next);
    file = problem ? null : next;
    id = null;
    draw();
    about.changed();
    focus();
  };
  const focus = () => node.querySelector("button").focus();
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const [next] = input.files;
    input.value = "";
    if (next) take(next);
  });
  draw();
  return {
    node,
    focus,
    read: () => file ?? undefined,
    wrong: () => problem,
    send: async () => (id ??= await upload(app, file)),
    drop: ([next]) => !file && (take(next), true),
    choosing: () => true,
  };
}
