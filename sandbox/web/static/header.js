/** The bar over the conversation: where one is, and what one can do with the place. */

import { startThread } from "./dialogs.js";
import { clear, h, icon, keepFocus } from "./dom.js";

const ICONS = { text: "hash", news: "news", dm: "at", thread: "thread", "private thread": "lock" };

/** The drawing for a kind of place. */
export function placeIcon(place) {
  return icon(ICONS[place?.kind] ?? "hash", "place-icon");
}

/**
 * Draw the header and keep it right; gives the app `drawerButton` and `slots.header`.
 * @param {object} app
 * @param {Element} node
 */
export function installHeader(app, node) {
  const { store, t } = app;
  const title = h("div", { class: "title" });
  const tools = h("div", { class: "header-tools" });
  app.drawerButton = h("button", {
    type: "button", class: "icon-button drawer-button", "aria-controls": "side",
  }, icon("menu"));
  app.slots.header = tools;
  const thread = h("button", {
    type: "button", class: "icon-button new-thread",
    on: { click: () => startThread(app, { channel: store.channel.id }) },
  }, icon("thread"));
  tools.append(thread);
  node.append(app.drawerButton, title, tools);

  const draw = () => {
    const place = store.channel;
    name(app.drawerButton, t("shell.channels"));
    name(thread, t("shell.thread.new"));
    thread.hidden = !place?.can_thread || place.kind === "dm" || Boolean(place.parent);
    keepFocus(title, () => clear(title).append(...parts(app, place)));
    entitle(app, place);
  };
  for (const event of ["channel", "places", "texts"]) store.on(event, draw);
  draw();
}

function name(button, text) {
  button.setAttribute("aria-label", text);
  button.title = text;
}

function parts(app, place) {
  const { store, t } = app;
  if (!place) return [h("h1", {}, nowhere(app))];
  const parent = place.parent && store.place(place.parent);
  return [
    parent && h("button", {
      type: "button", class: "crumb", "aria-label": t("shell.thread.parent", { name: parent.name }),
      on: { click: () => app.openChannel(parent.id) },
    }, placeIcon(parent), h("span", {}, parent.name), icon("right")),
    placeIcon(place),
    h("h1", {}, place.name),
    mark(place.archived, "archive", t("shell.thread.archived")),
    mark(place.locked, "lock", t("shell.thread.locked")),
    place.topic && h("p", { class: "topic", title: place.topic }, place.topic),
  ].filter(Boolean);
}

/** Where one is while no channel is open. */
function nowhere({ store, t }) {
  return t(store.lobby === "dms" ? "shell.dms" : "shell.nowhere");
}

function mark(shown, drawing, words) {
  return shown && h("span", { class: "place-mark" }, icon(drawing), words);
}

function entitle(app, place) {
  const { store, t } = app;
  const waiting = store.all().reduce((sum, one) => sum + one.mentions, 0);
  const server = place && store.guildOf(place.id)?.name;
  const where = [place && (place.kind === "dm" ? place.name : `#${place.name}`), server];
  const words = [...where, t("shell.you", { name: store.me.name })].filter(Boolean).join(" · ");
  document.title = waiting ? `(${waiting}) ${words}` : words;
  document.getElementById("main").setAttribute("aria-label", place?.name ?? nowhere(app));
}
