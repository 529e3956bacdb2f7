/** Radio buttons and checkboxes of a modal. */

import { h } from "./dom.js";

function lines(raw, frame, type) {
  return (raw.options ?? []).map((option, index) => {
    const id = `${frame.id}-${index}`;
    const input = h("input", {
      id, type, name: frame.id, value: option.value, checked: Boolean(option.default),
      "aria-describedby": option.description ? `${id}-more` : null,
      on: { change: frame.onchange },
    });
    const node = h("div", { class: "choice" }, input, h("label", { for: id }, option.label),
      option.description && h("p", { id: `${id}-more`, class: "choice-more" }, option.description));
    return { input, node };
  });
}

function group(raw, frame, type) {
  const made = lines(raw, frame, type);
  const inputs = made.map((one) => one.input);
  const chosen = () => inputs.filter((one) => one.checked).map((one) => one.value);
  return {
    inputs,
    chosen,
    node: h("div", { class: "choices" }, made.map((one) => one.node)),
    empty: () => !chosen().length,
    focus: () => (inputs.find((one) => one.checked) ?? inputs[0])?.focus(),
    invalid: (on) => inputs.forEach((one) => one.setAttribute("aria-invalid", String(on))),
    /** Check the values given; those that are no options are passed over. */
    check: (values) => {
      for (const one of inputs) one.checked = values.includes(one.value);
      frame.onchange();
    },
  };
}

/** The values of an example that are options here, or else the first `least` options. */
function fitting({ inputs }, given, least) {
  const known = inputs.map((one) => one.value);
  const wanted = [given ?? []].flat().map(String).filter((one) => known.includes(one));
  return wanted.length ? wanted : known.slice(0, least);
}

/** A radio group: one of several. See fields.js for what is returned. */
export function radios(app, raw, frame) {
  const made = group(raw, frame, "radio");
  return {
    ...made,
    read: () => made.chosen()[0] ?? null,
    wrong: () => (frame.required && made.empty() ? app.t("content.field.choose") : ""),
    example: (given) => made.check(fitting(made, given, 1)),
  };
}

/** A checkbox group: some of several. */
export function boxes(app, raw, frame) {
  const made = group(raw, frame, "checkbox");
  const least = Math.max(raw.min_values ?? 1, frame.required ? 1 : 0);
  const most = raw.max_values ?? made.inputs.length;
  const wrong = () => {
    const now = made.chosen().length;
    if (!now) return frame.required ? app.t("content.list.least", { count: least }) : "";
    if (now < least) return app.t("content.list.least", { count: least });
    return now > most ? app.t("content.list.most", { count: most }) : "";
  };
  return {
    ...made,
    read: made.chosen,
    wrong,
    example: (given) => made.check(fitting(made, given, least).slice(0, most)),
  };
}

/** One checkbox, whose label is the field's. */
export function checkbox(app, raw, frame) {
  const input = h("input", {
    id: frame.id, type: "checkbox", checked: Boolean(raw.default),
    "aria-describedby": frame.describedby, on: { change: frame.onchange },
  });
  return {
    node: h("div", { class: "choice choice-alone" }, input),
    read: () => input.checked,
    empty: () => !input.checked,
    wrong: () => "",
    focus: () => input.focus(),
    invalid: (on) => input.setAttribute("aria-invalid", String(on)),
    example: (given) => {
      input.checked = Boolean(given ?? true);
      frame.onchange();
    },
  };
}
