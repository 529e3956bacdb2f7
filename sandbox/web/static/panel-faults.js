/** The panel's faults: what can go wrong at the next moment, and what will be seen then. */

import { h } from "./dom.js";

const TIMES = 3;

/**
 * The part of the panel about faults, and the person's own direct messages.
 * @param {object} app
 * @returns {{node: HTMLElement, refresh: (state: object|null) => void}}
 */
export function faultsPart(app) {
  const { store, t } = app;
  const sends = fault(app, "sends", "panel.fail_sends", () => ({ times: TIMES }));
  const silence = fault(app, "silence", "panel.silence", () => ({ times: 1 }));
  const off = fault(app, "clear", "panel.clear");
  const mail = fault(app, "shut", "privacy", () => ({ dms_open: !store.me.dms_open }));
  const node = h("section", { class: "panel-part", "aria-labelledby": "panel-faults" },
    h("h3", { id: "panel-faults" }, t("panel.faults.title")),
    sends.node,
    silence.node,
    off.node,
    fault(app, "gateway", "panel.drop_gateway").node,
    h("h3", {}, t("panel.mail.title")),
    mail.node);
  const refresh = (state) => {
    const { sends: messages = 0, silences = 0 } = state?.faults ?? {};
    sends.tell(messages && t("panel.waiting.sends", { count: messages }));
    silence.tell(silences && t("panel.waiting.silences", { count: silences }));
    off.node.hidden = !messages && !silences;
    mail.name(store.me?.dms_open ? "shut" : "open");
  };
  return { node, refresh };
}

/** A button, beside it what came of it, and below in plain words what it brings about. */
function fault(app, name, verb, args = () => ({})) {
  const { t } = app;
  const hint = h("p", { class: "panel-hint", id: `panel-hint-${name}` });
  const button = h("button", {
    type: "button", class: "panel-button", "aria-describedby": hint.id,
    on: { click: () => act() },
  });
  const told = h("span", { class: "panel-told" });
  const tell = (words) => {
    told.textContent = words || "";
    told.hidden = !words;
  };
  tell("");
  let current = name;
  const act = async () => {
    const said = t(`panel.fault.${current}.done`);
    if (!(await app.attempt(verb, args()))) return;
    tell(said);
    app.announce(said);
  };
  const rename = (other) => {
    current = other;
    button.textContent = t(`panel.fault.${other}`);
    hint.textContent = t(`panel.fault.${other}.hint`);
  };
  rename(name);
  const line = h("div", { class: "panel-line panel-done" }, button, told);
  return { node: h("div", { class: "panel-deed" }, line, hint), name: rename, tell };
}
