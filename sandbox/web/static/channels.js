/** Which channel is open: choosing, loading, remembering, and links that lead to one. */

import { byAge } from "./store.js";

const PAGE = 50;
/** Pages of older messages to look through for a message that a link points at. */
const DEEPEST = 20;
const LINK = /^(?:https?:\/\/(?:\w+\.)?discord\.com)?\/channels\/(?:@me|\d+)\/(\d+)(?:\/(\d+))?$/;

/**
 * Give the app `openChannel`, `openList` and `loadOlder`, and open the first channel.
 * @param {object} app
 */
export function installChannels(app) {
  const { store, socket } = app;
  app.openChannel = (id, { message = null } = {}) => open(app, id, message);
  app.openList = (list) => openList(app, list);
  app.loadOlder = () => older(app);
  store.on("places", () => {
    if (!store.channel && !store.lobby) openFirst(app);
  });
  socket.on("hello", () => {
    // The connection is new: what happened in between was told to nobody.
    if (store.channel) fetchNewest(app, store.channel.id);
  });
  document.addEventListener("click", (event) => follow(app, event));
  window.addEventListener("hashchange", () => {
    const place = named(store, location.hash.slice(1));
    if (place && place.id !== store.channel?.id) app.openChannel(place.id);
  });
  openFirst(app);
}

/** A place by `#id`, or by name as the welcome card links to it; `@me` is a direct message. */
function named(store, word) {
  const wanted = decodeURIComponent(word);
  if (wanted === "@me") return lastOf(store, "dms");
  return store.place(wanted) ?? store.all().find((one) => one.name === wanted && wanted) ?? null;
}

/** The channels of a server in the order of the sidebar. */
export function inOrder(guild) {
  const positions = new Map(guild.categories.map((one) => [one.id, one.position]));
  const rank = (one) => (one.category ? (positions.get(one.category) ?? 0) : -1);
  return guild.channels
    .filter((one) => !one.parent)
    .sort((a, b) => rank(a) - rank(b) || a.position - b.position || byAge(a.id, b.id));
}

function openFirst(app) {
  const { store } = app;
  const kept = sessionStorage.getItem(`sandbox.open.${store.me.key}`);
  const place =
    (location.hash && named(store, location.hash.slice(1))) ||
    (kept && store.place(kept)) ||
    store.places.guilds.map((one) => inOrder(one)[0]).find(Boolean) ||
    store.places.dms[0];
  if (place) open(app, place.id, null);
  else store.emit("channel", null);
}

/** What was open last in each list of this tab's person: channel by server, or by "dms". */
function lasts(store) {
  return JSON.parse(sessionStorage.getItem(`sandbox.lasts.${store.me.key}`) ?? "{}");
}

function remember(store, place) {
  const list = store.guildOf(place.id)?.id ?? "dms";
  const kept = JSON.stringify({ ...lasts(store), [list]: place.id });
  sessionStorage.setItem(`sandbox.lasts.${store.me.key}`, kept);
  sessionStorage.setItem(`sandbox.open.${store.me.key}`, place.id);
}

/** The place of a list to be in: the last one, else its first channel or its newest DM. */
function lastOf(store, list) {
  const guild = store.places.guilds.find((one) => one.id === list);
  const all = guild ? guild.channels : store.places.dms;
  const known = all.find((one) => one.id === lasts(store)[list]);
  if (known || guild) return known ?? inOrder(guild)[0] ?? null;
  const age = (one) => one.last_message_id ?? "";
  return [...all].sort((a, b) => byAge(age(b), age(a)))[0] ?? null;
}

/** Open a server, or the direct messages; where nothing is in it, its empty list is all there is. */
function openList(app, list) {
  const { store } = app;
  const place = lastOf(store, list);
  if (place) return open(app, place.id, null);
  store.channel = null;
  store.lobby = list;
  store.emit("channel", null);
  return Promise.resolve();
}

async function open(app, id, message) {
  const { store, t } = app;
  const place = store.place(id) ?? (await appears(store, id));
  if (!place) {
    app.toast(t("shell.channel.unknown"), "danger");
    return;
  }
  if (store.channel?.id !== id) {
    store.channel = place;
    store.lobby = null;
    remember(store, place);
    history.replaceState(null, "", `#${id}`);
    store.emit("channel", place);
    await fetchNewest(app, id);
  }
  if (message) await reveal(app, id, message);
}

/** A thread or DM that was just made is answered before the places with it arrive. */
function appears(store, id) {
  return new Promise((resolve) => {
    const stop = store.on("places", () => store.place(id) && done());
    const late = setTimeout(() => done(), 2000);
    const done = () => {
      clearTimeout(late);
      stop();
      resolve(store.place(id));
    };
  });
}

async function fetchNewest(app, id) {
  const page = await app.attempt("open", { channel: id, limit: PAGE });
  if (page?.messages) app.store.load(id, page.messages, page.more);
}

const running = new Map();

/** Load one page of older messages of the open channel; two wishes at once are one. */
function older(app) {
  const { store } = app;
  const id = store.channel?.id;
  if (!id || !store.hasMore(id)) return Promise.resolve(false);
  if (!running.has(id)) {
    running.set(id, fetchOlder(app, id).finally(() => running.delete(id)));
  }
  return running.get(id);
}

async function fetchOlder(app, id) {
  const before = app.store.messages(id).keys().next().value;
  const page = await app.attempt("open", { channel: id, before, limit: PAGE });
  if (page?.messages) app.store.older(id, page.messages, page.more);
  return Boolean(page?.messages);
}

async function reveal(app, id, message) {
  const { store } = app;
  for (let page = 0; page < DEEPEST && !store.messages(id).has(message); page += 1) {
    if (store.channel?.id !== id || !(await older(app))) break;
  }
  if (store.messages(id).has(message)) app.timeline.reveal(message);
  else app.toast(app.t("shell.message.unknown"), "danger");
}

/** A link to a channel or message opens here, in this tab, as the person who clicks it. */
function follow(app, event) {
  const link = event.target.closest?.("a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  const found = LINK.exec(app.store.local(link.getAttribute("href")));
  if (!found) return;
  event.preventDefault();
  app.openChannel(found[1], { message: found[2] ?? null });
}
