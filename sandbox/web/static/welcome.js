/** A card for newcomers: the shortest way through the whole story, ticked off as it is walked. */

import { inOrder } from "./channels.js";
import { clear, h, icon, keepFocus } from "./dom.js";
import { become } from "./switcher.js";

const GONE = "sandbox.welcome.gone";
const DONE = "sandbox.welcome.done";
const QUESTION = "ask";
const PITCH = "pitch start";
/** The button that sends off what was filled in page by page has this word among those of its id. */
const SENT = /(^|:)submit(:|$)/;

/**
 * Show the card in the first channel until it is dismissed; what is done is kept for this tab.
 * @param {object} app
 * @param {Element} node
 */
export function installWelcome(app, node) {
  const { store, socket } = app;
  const card = { node, done: new Set(JSON.parse(sessionStorage.getItem(DONE) ?? "[]")) };
  const redraw = () => draw(app, card);
  for (const event of ["channel", "offers", "texts"]) store.on(event, redraw);
  socket.on("done", (answered) => {
    const step = stepOf(store, answered);
    if (!step || card.done.has(step)) return;
    card.done.add(step);
    sessionStorage.setItem(DONE, JSON.stringify([...card.done]));
    redraw();
  });
}

function isFirst(store, place) {
  const guild = store.guildOf(place.id);
  return Boolean(guild) && inOrder(guild)[0]?.id === place.id;
}

/** Which step an answered question completes. */
function stepOf(store, { verb, args, result }) {
  if (result?.failed) return null;
  if (verb === "command" && args.path === QUESTION) return "ask";
  if (verb === "press" && SENT.test(args.custom_id) && !result.modal) return "pitch";
  const tour = store.tour;
  const there = tour?.coordinator === store.me.key && store.place(args.channel)?.name === tour.desk;
  return there && (verb === "press" || verb === "select") ? "claim" : null;
}

function draw(app, card) {
  const { store, t } = app;
  const place = store.channel;
  const steps = place ? stepsFor(app) : [];
  const shown = steps.length > 0 && isFirst(store, place) && !sessionStorage.getItem(GONE);
  card.node.hidden = !shown;
  if (!shown) {
    clear(card.node);
    return;
  }
  const dismiss = () => {
    sessionStorage.setItem(GONE, "1");
    draw(app, card);
    document.querySelector("#composer textarea")?.focus();
  };
  keepFocus(card.node, () => clear(card.node).append(
    h("section", { class: "welcome", "aria-labelledby": "welcome-title" },
      h("h2", { id: "welcome-title" }, t("shell.welcome.title")),
      h("p", {}, t("shell.welcome.text")),
      h("ol", {}, steps.map((one) => step(app, one, card.done.has(one.id)))),
      h("button", {
        type: "button", class: "icon-button welcome-close", title: t("shell.welcome.close"),
        "aria-label": t("shell.welcome.close"), on: { click: dismiss },
      }, icon("close")))));
}

function stepsFor(app) {
  const { store, offers } = app;
  const start = (path) => () => app.composer.startCommand?.(path);
  const steps = [];
  if (offers.has(QUESTION)) steps.push({ id: "ask", act: start(QUESTION) });
  if (offers.has(PITCH)) steps.push({ id: "pitch", act: start(PITCH) });
  const tour = store.tour;
  const coordinator = tour && store.people.find((one) => one.key === tour.coordinator);
  if (coordinator) {
    const here = store.me.key === coordinator.key;
    const desk = store.all().find((one) => one.name === tour.desk);
    steps.push({
      id: "claim", name: coordinator.name, desk: tour.desk, here,
      act: () => (here && desk ? app.openChannel(desk.id) : become(coordinator.key, tour.desk)),
    });
  }
  return steps;
}

function step({ t }, one, done) {
  const key = `shell.welcome.${one.id}${one.here ? ".here" : ""}`;
  return h("li", { class: done ? "done" : null },
    h("span", { class: "tick" }, done && icon("check"),
      done && h("span", { class: "visually-hidden" }, t("shell.welcome.done"))),
    h("span", { class: "step-words" }, t(`shell.welcome.${one.id}.text`, one)),
    h("button", { type: "button", class: "step-button", data: { key: one.id }, on: { click: one.act } },
      t(key, one)));
}
