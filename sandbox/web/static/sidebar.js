/** The left side: servers, channels by category with their threads, and direct messages. */

import { inOrder } from "./channels.js";
import { clear, h, icon, keepFocus, walk } from "./dom.js";
import { placeIcon } from "./header.js";
import { initials } from "./avatar.js";

/**
 * Draw the server column and the channel list and keep them right.
 * @param {object} app
 * @param {Element} servers the column of servers
 * @param {Element} channels the list of what is in the chosen one
 */
export function installSidebar(app, servers, channels) {
  const { store } = app;
  // Which list is shown: a server's id, or "dms".
  const view = { shown: null };
  const draw = () => {
    const guilds = store.places.guilds;
    if (view.shown !== "dms" && !guilds.some((one) => one.id === view.shown)) {
      view.shown = guilds[0]?.id ?? "dms";
    }
    servers.setAttribute("aria-label", app.t("shell.servers"));
    channels.setAttribute("aria-label", app.t("shell.channels"));
    keepFocus(servers, () => clear(servers).append(serverList(app, view)));
    keepFocus(channels, () => clear(channels).append(...channelList(app, view)));
  };
  store.on("channel", (place) => {
    if (place) view.shown = place.kind === "dm" ? "dms" : store.guildOf(place.id)?.id;
    else view.shown = store.lobby ?? view.shown;
    draw();
    channels.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  });
  store.on("places", draw);
  store.on("texts", draw);
  walk(servers, "button");
  walk(channels, "button");
  draw();
}

/** How a place's name says what waits there: "general, unread" or "desk, 2 mentions". */
function told({ t }, name, { unread, mentions }) {
  if (mentions) return t("shell.mentions", { name, count: mentions });
  return unread ? t("shell.unread", { name }) : name;
}

function waiting(places) {
  return {
    unread: places.some((one) => one.unread),
    mentions: places.reduce((sum, one) => sum + one.mentions, 0),
  };
}

function badge(count) {
  return count > 0 && h("span", { class: "badge", "aria-hidden": "true" }, count > 99 ? "99+" : count);
}

function serverList(app, view) {
  const { store, t } = app;
  // What the list shows and what is open beside it always belong together.
  const show = (id) => () => {
    if (view.shown !== id) app.drawer.stays(() => app.openList(id));
  };
  const entry = (id, name, places, ...inside) => {
    const news = waiting(places);
    return h("li", { class: news.unread ? "server unread" : "server" },
      h("button", {
        type: "button", title: name, "aria-label": told(app, name, news), data: { key: id },
        "aria-current": view.shown === id ? "true" : null, on: { click: show(id) },
      }, ...inside),
      badge(news.mentions));
  };
  return h("ul", {},
    entry("dms", t("shell.dms"), store.places.dms, icon("chat")),
    h("li", { class: "rule", "aria-hidden": "true" }),
    store.places.guilds.map((one) => entry(one.id, one.name, one.channels,
      h("span", { "aria-hidden": "true" }, initials(one.name, 3)))));
}

function channelList(app, view) {
  const guild = app.store.places.guilds.find((one) => one.id === view.shown);
  return guild ? guildList(app, guild) : directList(app);
}

function guildList(app, guild) {
  const lists = new Map();
  for (const place of inOrder(guild)) {
    const key = place.category ?? "";
    if (!lists.has(key)) lists.set(key, []);
    lists.get(key).push(place);
  }
  const names = new Map(guild.categories.map((one) => [one.id, one.name]));
  return [
    h("h2", { class: "side-title" }, guild.name),
    ...[...lists].map(([key, places]) =>
      h("div", { class: "category" },
        names.has(key) && h("h3", { id: `category-${key}` }, names.get(key)),
        h("ul", { "aria-labelledby": names.has(key) ? `category-${key}` : null },
          places.map((place) => channelItem(app, guild, place))))),
  ];
}

function channelItem(app, guild, place) {
  const open = app.store.channel?.id;
  const threads = guild.channels.filter((one) =>
    one.parent === place.id && (!one.archived || one.id === open || one.unread));
  return h("li", {},
    placeButton(app, place),
    threads.length > 0 && h("ul", { class: "threads",
      "aria-label": app.t("shell.thread.list", { name: place.name }) },
      threads.map((one) => h("li", {}, placeButton(app, one)))));
}

function placeButton(app, place) {
  const current = app.store.channel?.id === place.id;
  const classes = ["place", place.unread && !current && "unread", place.archived && "archived"];
  return h("button", {
    type: "button", class: classes.filter(Boolean).join(" "), data: { key: place.id },
    title: place.name,
    "aria-label": told(app, place.name, current ? { unread: false, mentions: 0 } : place),
    "aria-current": current ? "page" : null,
    on: { click: () => (current ? app.drawer.close() : app.openChannel(place.id)) },
  },
  placeIcon(place),
  h("span", { class: "place-name" }, place.name),
  place.locked && icon("lock", "small"),
  !current && badge(place.mentions));
}

function directList(app) {
  const { store, t } = app;
  const known = new Set(store.places.dms.map((one) => one.name));
  const others = store.places.bots.filter((one) => !known.has(one.name));
  return [
    h("h2", { class: "side-title" }, t("shell.dms")),
    h("ul", {}, store.places.dms.map((one) => h("li", {}, placeButton(app, one)))),
    others.length > 0 && h("div", { class: "category" },
      h("h3", { id: "bots" }, t("shell.dms.start")),
      h("ul", { "aria-labelledby": "bots" }, others.map((one) => h("li", {}, botButton(app, one))))),
  ].filter(Boolean);
}

function botButton(app, bot) {
  const start = async () => {
    const made = await app.attempt("dm", { bot: bot.id });
    if (made) await app.openChannel(made.channel);
  };
  return h("button", {
    type: "button", class: "place", data: { key: `bot-${bot.id}` },
    "aria-label": app.t("shell.dms.with", { name: bot.name }), on: { click: start },
  }, icon("plus", "place-icon"), h("span", { class: "place-name" }, bot.name));
}
