/** Files on their way: which may be sent, what they look like, and how they reach the server. */

import { clear, h, icon } from "./dom.js";

/** Discord takes ten files with a message. */
export const MOST_FILES = 10;
/** Bytes of one file: what Discord takes without a subscription. */
const MOST_BYTES = 10 * 1024 * 1024;
const PICTURE = /^image\/(png|jpeg|gif|webp|avif)$/;

/**
 * A size as a person reads it.
 *
 * @param {number} bytes
 * @param {string} locale
 * @param {"halfExpand"|"ceil"} [roundingMode] "ceil" keeps what is just over a limit over it
 * @returns {string} such as "1.4 MB"
 */
export function sizeText(bytes, locale, roundingMode = "halfExpand") {
  const at = bytes < 1024 ? 0 : bytes < 1024 * 1024 ? 1 : 2;
  const looks = [
    { unit: "byte", unitDisplay: "long", maximumFractionDigits: 0 },
    { unit: "kilobyte", unitDisplay: "short", maximumFractionDigits: 0 },
    { unit: "megabyte", unitDisplay: "short", maximumFractionDigits: 1 },
  ];
  const format = new Intl.NumberFormat(locale, { style: "unit", roundingMode, ...looks[at] });
  return format.format(bytes / 1024 ** at);
}

/**
 * Why a file cannot be sent.
 *
 * @param {object} app
 * @param {File} file
 * @returns {string|null} a sentence
 */
export function refusal(app, file) {
  const most = app.store.limits?.file_bytes ?? MOST_BYTES;
  const size = sizeText(file.size, app.store.me.locale, "ceil");
  const limit = sizeText(most, app.store.me.locale);
  return file.size > most ? app.t("composer.file.big", { name: file.name, size, limit }) : null;
}

/**
 * Bring a file to the server.
 *
 * @param {object} app
 * @param {File} file
 * @returns {Promise<string>} the upload's id; rejects with an Error whose message can be shown
 */
export async function upload(app, file) {
  const body = new FormData();
  body.append("file", file, file.name);
  const address = `/upload?as=${encodeURIComponent(app.store.me.key)}`;
  const failed = (key) => {
    return new Error(app.t(key, { name: file.name }), { cause: "upload" });
  };
  const sent = { method: "POST", body, headers: { "X-Sandbox": "1" } };
  const answer = await fetch(address, sent).catch(() => null);
  if (answer?.status === 413) throw failed("composer.file.refused");
  if (!answer?.ok) throw failed("composer.file.failed");
  return (await answer.json()).id;
}

/** The files beside one message: chosen, shown as chips, and sent with it. */
export class Tray {
  #app;
  #files = [];
  #changed;

  /**
   * @param {object} app
   * @param {() => void} changed called when files were added or removed
   */
  constructor(app, changed) {
    this.#app = app;
    this.#changed = changed;
    this.node = h("ul", { class: "tray", hidden: true });
  }

  /** How many files wait. */
  get count() {
    return this.#files.length;
  }

  /**
   * Add files.
   *
   * @param {Iterable<File>} files
   * @returns {string|null} a sentence about those that were not taken
   */
  add(files) {
    const told = [];
    let left = 0;
    for (const file of files) {
      const wrong = refusal(this.#app, file);
      if (wrong) told.push(wrong);
      else if (this.count >= MOST_FILES) left += 1;
      else this.#files.push({ file, id: null, picture: pictureOf(file) });
    }
    if (left) told.push(this.#app.t("composer.files.many", { max: MOST_FILES, count: left }));
    this.draw();
    return told.join(" ") || null;
  }

  /** Remove all. */
  clear() {
    for (const one of this.#files) release(one);
    this.#files = [];
    this.draw();
  }

  /**
   * Bring all to the server; a file that is there already is not sent twice.
   *
   * @returns {Promise<string[]>} the uploads' ids in the order shown
   */
  async send() {
    const ids = [];
    for (const one of this.#files) {
      one.id ??= await upload(this.#app, one.file);
      ids.push(one.id);
    }
    return ids;
  }

  /** Show the chips as they are now, in the client's language. */
  draw() {
    this.node.hidden = !this.count;
    this.node.setAttribute("aria-label", this.#app.t("composer.files"));
    const chips = this.#files.map((one) => {
      return h("li", {}, fileChip(this.#app, one.file, () => this.#remove(one), one.picture));
    });
    clear(this.node).append(...chips);
    this.#changed();
  }

  #remove(one) {
    const at = this.#files.indexOf(one);
    release(one);
    this.#files = this.#files.filter((other) => other !== one);
    this.draw();
    this.#app.announce(this.#app.t("composer.file.removed", { name: one.file.name }));
    const buttons = this.node.querySelectorAll("button");
    (buttons[Math.min(at, buttons.length - 1)] ?? this.after)?.focus();
  }
}

function pictureOf(file) {
  return PICTURE.test(file.type) ? URL.createObjectURL(file) : null;
}

function release(one) {
  if (one.picture) URL.revokeObjectURL(one.picture);
}

/**
 * A file as a chip: picture or drawing, name, size, and a button that removes it.
 *
 * @param {object} app
 * @param {File} file
 * @param {() => void} remove
 * @param {string|null} [picture] a blob link
 * @returns {HTMLElement}
 */
export function fileChip(app, file, remove, picture = null) {
  const label = app.t("composer.file.remove", { name: file.name });
  const looks = { type: "button", class: "chip-remove", "aria-label": label, title: label };
  return h(
    "div",
    { class: "file-chip" },
    picture ? h("img", { src: picture, alt: "", class: "file-preview" }) : icon("file"),
    h("span", { class: "file-name", title: file.name }, file.name),
    h("span", { class: "file-size" }, sizeText(file.size, app.store.me.locale)),
    h("button", { ...looks, on: { click: remove } }, icon("close")),
  );
}

/**
 * Let files be dropped on a part of the page, with a hint over it while they hover.
 *
 * @param {HTMLElement} zone
 * @param {(files: File[]) => void} dropped
 * @param {() => string|null} hint what the hint says; null where nothing can be dropped
 */
export function dropZone(zone, dropped, hint) {
  const node = h("div", { class: "drop-hint", "aria-hidden": "true", hidden: true });
  zone.append(node);
  let depth = 0;
  const end = () => {
    depth = 0;
    node.hidden = true;
  };
  const carried = (event) => event.dataTransfer?.types.includes("Files");
  const take = (event) => carried(event) && event.preventDefault();
  zone.addEventListener("dragenter", (event) => {
    if (!carried(event)) return;
    event.preventDefault();
    depth += 1;
    const text = hint();
    node.hidden = !text;
    node.replaceChildren(icon("attach"), text ?? "");
  });
  zone.addEventListener("dragover", take);
  zone.addEventListener("dragleave", (event) => {
    if (carried(event) && (depth -= 1) <= 0) end();
  });
  zone.addEventListener("drop", (event) => {
    if (!carried(event)) return;
    event.preventDefault();
    end();
    if (hint()) dropped([...event.dataTransfer.files]);
  });
}
