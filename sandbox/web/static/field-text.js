/** Text fields of a modal: one line or many, with a counter near the limit. */

import { h } from "./dom.js";

/** Discord: characters of a text input without a limit of its own. */
const LONGEST = 4000;
/** The counter shows from this share of the limit on. */
const NEAR = 0.8;
const PARAGRAPH = 2;

/** Characters as Discord counts them: code points. */
function count(words) {
  return [...words].length;
}

/** See fields.js for what is returned. */
export function text(app, raw, frame) {
  const many = raw.style === PARAGRAPH;
  const least = raw.min_length ?? 0;
  const most = raw.max_length ?? LONGEST;
  const counter = h("span", { class: "field-counter", hidden: true });
  const input = h(many ? "textarea" : "input", {
    id: frame.id, class: "field-input", type: many ? null : "text", rows: many ? "4" : null,
    placeholder: raw.placeholder ?? null, dir: "auto", autocomplete: "off",
    "aria-describedby": frame.describedby, "aria-required": frame.required ? "true" : null,
    value: raw.value ?? "",
  });
  const tell = () => {
    const long = count(input.value);
    counter.hidden = !raw.max_length || long <= most * NEAR;
    counter.textContent = `${long} / ${most}`;
    counter.classList.toggle("over", long > most);
    frame.onchange();
  };
  const wrong = () => lack(app, input.value, frame.required, least, most);
  const write = (words) => {
    input.value = many ? words : words.replace(/\s*\n\s*/g, " ");
    tell();
  };
  input.addEventListener("input", tell);
  return {
    node: h("div", { class: "field-text" }, input, counter),
    read: () => input.value,
    empty: () => !input.value.trim(),
    wrong,
    invalid: (on) => input.setAttribute("aria-invalid", String(on)),
    focus: () => input.focus(),
    example: (given) => write(String(given ?? sample(app, least, most))),
  };
}

function lack(app, words, required, least, most) {
  const long = count(words);
  if (!words.trim()) return required ? app.t("content.field.required") : "";
  if (long < least) return app.t("content.field.short", { count: least, now: long });
  return long > most ? app.t("content.field.long", { count: most, now: long }) : "";
}

/** Some words within the limits. */
function sample(app, least, most) {
  let words = app.t("content.field.sample");
  while (count(words) < least) words += ` ${app.t("content.field.sample")}`;
  return [...words].slice(0, most).join("");
}
