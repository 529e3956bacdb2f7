/** A card for newcomers: the shortest way through the whole story, ticked off as it is walked. */

import { inOrder } from "./channels.js";
import { clear, h, icon, keepFocus } from "./dom.js";
import { become } from "./switcher.js";

const GONE = "sandbox.welcome.gone";
const DONE = "sandbox.welcome.done";
/** Who went through the first steps: it is they who hear of the last. */
const CREATOR = "sandbox.welcome.creator";
const QUESTION = "ask";
const PITCH = "pitch start";
/** The buttons that send off what was filled in page by page, and that take it up at the desk, have
 * such a word among those of their ids. */
const SENT = /(^|:)submit(:|$)/;
const CLAIMED = /(^|:)claim(:|$)/;
/** Where the window is as low as this, the card would leave no room for the conversation. */
const LOW = "(max-height: 500px)";

/**
 * Show the card in the first channel, and to the coordinator at the desk, until it is dismissed;
 * what is done is kept for this tab.
 * @param {object} app
 * @param {Element} node
 */
export function installWelcome(app, node) {
  const { store, socket } = app;
  const done = new Set(JSON.parse(sessionStorage.getItem(DONE) ?? "[]"));
  const card = { node, done, low: matchMedia(LOW), open: false };
  const redraw = () => draw(app, card);
  card.redraw = redraw;
  card.low.addEventListener("change", redraw);
  for (const event of ["channel", "offers", "texts"]) store.on(event, redraw);
  socket.on("done", (answered) => {
    const step = stepOf(store, answered);
    if (!step) return;
    const who = step === "pitch" ? store.me.key : step === "claim" && authorOf(store, answered.args);
    if (who) sessionStorage.setItem(CREATOR, who);
    if (card.done.has(step)) return;
    card.done.add(step);
    sessionStorage.setItem(DONE, JSON.stringify([...card.done]));
    redraw();
  });
}

function atDesk({ tour, me }, place) {
  return tour?.coordinator === me.key && place?.name === tour.desk;
}

/** Whether the card belongs over a channel. */
function belongs(store, place) {
  const guild = store.guildOf(place.id);
  return Boolean(guild) && (inOrder(guild)[0]?.id === place.id || atDesk(store, place));
}

/** Which step an answered question completes. */
function stepOf(store, { verb, args, result }) {
  if (result?.failed) return null;
  if (verb === "command" && args.path === QUESTION) return "ask";
  if (verb !== "press") return null;
  if (SENT.test(args.custom_id) && !result.modal) return "pitch";
  return CLAIMED.test(args.custom_id) && atDesk(store, store.place(args.channel)) ? "claim" : null;
}

/** Whom the claimed message names: the first person in it who is not oneself. */
function authorOf(store, { channel, message }) {
  const shown = JSON.stringify(store.messages(channel).get(message) ?? null);
  const named = [...shown.matchAll(/<@(\d+)>/g)].map(([, id]) => id);
  return store.people.find((one) => named.includes(one.id) && one.id !== store.me.id)?.key;
}

function draw(app, card) {
  const { store, t } = app;
  const place = store.channel;
  const steps = place ? stepsFor(app) : [];
  const shown = steps.length > 0 && belongs(store, place) && !sessionStorage.getItem(GONE);
  card.node.hidden = !shown;
  if (!shown) {
    clear(card.node);
    return;
  }
  const folded = card.low.matches && !card.open;
  keepFocus(card.node, () => clear(card.node).append(
    h("section", { class: folded ? "welcome folded" : "welcome", "aria-labelledby": "welcome-title" },
      h("h2", { id: "welcome-title" }, t("shell.welcome.title")),
      card.low.matches && unfold(app, card),
      !folded && h("p", {}, t("shell.welcome.text")),
      !folded && h("ol", {}, steps.map((one) => step(app, one, card.done.has(one.id)))),
      !folded && card.done.has("claim") && closing(app, card),
      h("button", {
        type: "button", class: "icon-button welcome-close", title: t("shell.welcome.close"),
        "aria-label": t("shell.welcome.close"), on: { click: () => dismiss(card) },
      }, icon("close")))));
}

function dismiss(card) {
  sessionStorage.setItem(GONE, "1");
  card.redraw();
  document.querySelector("#composer textarea")?.focus();
}

/** In a low window: the button that shows the steps, or hides them again. */
function unfold({ t }, card) {
  const press = () => {
    card.open = !card.open;
    card.redraw();
  };
  return h("button", {
    type: "button", class: "link-button welcome-open", "aria-expanded": card.open,
    data: { key: "open" }, on: { click: press },
  }, t("shell.welcome.steps"));
}

/** All is done: what came of it stands in the creator's direct messages. */
function closing({ store, t, openChannel }, card) {
  const { me, people, tour, places } = store;
  const key = sessionStorage.getItem(CREATOR) ?? tour.creator;
  const { name } = people.find((one) => one.key === key);
  const letters = places.dms[0];
  const press = () => {
    sessionStorage.setItem(GONE, "1");
    if (me.key !== key) become(key, "@me");
    else if (letters) openChannel(letters.id);
    else card.redraw();
  };
  return h("p", { class: "welcome-end", role: "status" },
    h("span", { class: "done" }, h("span", { class: "tick" }, icon("check"))),
    h("span", { class: "step-words" }, t("shell.welcome.end")),
    h("button", { type: "button", class: "step-button", data: { key: "end" }, on: { click: press } },
      t("shell.welcome.end.open", { name })));
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
