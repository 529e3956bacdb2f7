/** The panel's clock: what time it is in the sandbox, and moving it forward. */

import { h } from "./dom.js";
import { full } from "./times.js";

const HOUR = 3600;
const DAY = 24 * HOUR;
const STEPS = [["hour", HOUR], ["day", DAY], ["days", 3 * DAY], ["week", 7 * DAY]];
/** The server takes a year at a time. */
const LONGEST = 366 * DAY;

/** What an input of date and time takes: the local time without a zone. */
function forInput(date) {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/**
 * The part of the panel about the clock.
 * @param {object} app
 * @returns {{node: HTMLElement, refresh: (state: object|null) => void}}
 */
export function clockPart(app) {
  const { store, t } = app;
  const now = h("time", { class: "panel-now" });
  const ahead = h("p", { class: "panel-hint" });
  const move = async (seconds) => {
    if (await app.attempt("panel.clock", { seconds })) {
      custom.follow();
      app.announce(t("panel.clock.moved", { time: full(store.now()) }));
    }
  };
  const steps = STEPS.map(([name, seconds]) =>
    h("button", { type: "button", class: "panel-button", on: { click: () => move(seconds) } },
      t(`panel.clock.${name}`)));
  const custom = customTime(app, move);
  const node = h("section", { class: "panel-part", "aria-labelledby": "panel-clock" },
    h("h3", { id: "panel-clock" }, t("panel.clock.title")),
    h("p", {}, now), ahead,
    h("div", { class: "panel-buttons" }, steps), custom.node);
  const refresh = (state) => {
    now.textContent = full(store.now());
    now.setAttribute("datetime", store.now().toISOString());
    ahead.textContent = t("panel.clock.ahead", { span: span(app, state?.offset ?? 0) });
    ahead.hidden = !state?.offset;
    custom.refresh();
  };
  return { node, refresh };
}

/** A moment of one's own choice. */
function customTime(app, move) {
  const { store, t } = app;
  const input = h("input", {
    type: "datetime-local", id: "panel-moment", "aria-describedby": "panel-moment-fault",
  });
  // What somebody chose there stands until the clock was moved; else the field goes with the clock.
  let chosen = false;
  input.addEventListener("input", () => (chosen = true));
  const fault = h("p", { id: "panel-moment-fault", class: "panel-fault", role: "alert" });
  const send = (event) => {
    event.preventDefault();
    const seconds = Math.round((new Date(input.value) - store.now()) / 1000);
    const wrong = !(seconds >= 1) ? "panel.clock.past" : seconds > LONGEST ? "panel.clock.far" : "";
    fault.textContent = wrong && t(wrong);
    input.setAttribute("aria-invalid", Boolean(wrong));
    if (!wrong) move(seconds);
  };
  const node = h("form", { class: "panel-moment", novalidate: true, on: { submit: send } },
    h("label", { for: "panel-moment" }, t("panel.clock.until")),
    h("div", { class: "panel-line" }, input,
      h("button", { type: "submit", class: "panel-button" }, t("panel.clock.set"))),
    fault);
  const refresh = () => {
    input.min = forInput(store.now());
    if (!chosen && document.activeElement !== input) input.value = forInput(store.now());
  };
  const follow = () => {
    chosen = false;
    input.value = forInput(store.now());
  };
  return { node, refresh, follow };
}

/** A span of time in words, in its largest whole unit. */
function span({ locale }, seconds) {
  const [unit, size] = seconds >= DAY ? ["day", DAY] : seconds >= HOUR ? ["hour", HOUR]
    : ["minute", 60];
  const number = Math.round((seconds / size) * 10) / 10;
  const words = { style: "unit", unit, unitDisplay: "long" };
  return new Intl.NumberFormat(locale(), words).format(number);
}
