/** The bar at the bottom left: who this tab is, in which language, how it looks, its own DMs. */

import { avatar } from "./avatar.js";
import { clear, h, icon, keepFocus } from "./dom.js";
import { locale } from "./texts.js";
import { setTheme, theme, THEMES } from "./theme.js";

const FOCUS = "sandbox.focus";
const THEME_ICONS = { auto: "auto", light: "sun", dark: "moon" };

/**
 * Become another person: this tab starts anew as them.
 * @param {string} key
 * @param {string} [channel] name of the channel to open, or "@me" for the last direct messages
 */
export function become(key, channel = "") {
  const place = channel ? `#${encodeURIComponent(channel)}` : "";
  sessionStorage.setItem(FOCUS, "1");
  location.assign(`${location.pathname}?as=${encodeURIComponent(key)}${place}`);
}

/**
 * After this tab became another person: the keyboard goes on where one says who one is, or on a
 * phone at the button of the drawer that it is in.
 * @param {object} app
 */
export function refocus(app) {
  if (!sessionStorage.getItem(FOCUS)) return;
  sessionStorage.removeItem(FOCUS);
  const you = document.querySelector("#userbar .you");
  (you.closest("[inert]") ? app.drawerButton : you).focus();
}

/**
 * Draw the bar and keep it right.
 * @param {object} app
 * @param {Element} node
 */
export function installSwitcher(app, node) {
  const draw = () => keepFocus(node, () => clear(node).append(person(app), settings(app, draw)));
  app.store.on("me", draw);
  app.store.on("texts", draw);
  document.addEventListener("click", (event) => {
    const menu = node.querySelector(".people");
    if (menu && !menu.hidden && !node.contains(event.target)) toggle(node, false);
  });
  node.addEventListener("keydown", (event) => keys(node, event));
  node.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !node.contains(relatedTarget)) toggle(node, false);
  });
  draw();
}

function person(app) {
  const { store, t } = app;
  const you = t("shell.you", { name: store.me.name });
  const button = h("button", {
    type: "button", class: "you", "aria-label": you, "aria-haspopup": "menu",
    "aria-expanded": "false", "aria-controls": "people", data: { key: "you" },
    on: { click: (event) => toggle(event.currentTarget.parentNode, null) },
  },
  avatar(store.me.id, store.me.name),
  h("span", { class: "you-words" },
    h("span", { class: "you-name" }, you),
    h("span", { class: "you-hint" }, t("shell.people.switch"))),
  icon("up"));
  const menu = h("div", { class: "people", hidden: true },
    h("div", { id: "people", role: "menu", "aria-label": t("shell.people") },
      store.people.map((one) => choice(app, one))),
    h("p", { class: "people-hint" }, t("shell.people.hint")));
  return h("div", { class: "person" }, menu, button);
}

function choice(app, one) {
  const { store, t } = app;
  const me = one.key === store.me.key;
  const about = one.about?.[locale()] ?? one.about?.["en-US"] ?? "";
  return h("div", { class: "people-row", role: "none" },
    h("button", {
      type: "button", role: "menuitemradio", "aria-checked": me, tabindex: "-1",
      on: { click: (event) => (me ? toggle(event.currentTarget, false) : become(one.key)) },
    },
    avatar(one.id, one.name),
    h("span", { class: "people-words" },
      h("span", { class: "people-name" }, one.name),
      about && h("span", { class: "people-about" }, about)),
    me && icon("check")),
    h("a", {
      role: "menuitem", tabindex: "-1", class: "icon-button", target: "_blank", rel: "noopener",
      href: `${location.pathname}?as=${encodeURIComponent(one.key)}`, title: t("shell.people.tab"),
      "aria-label": t("shell.people.newtab", { name: one.name }),
    }, icon("newtab")));
}

function toggle(inside, wanted) {
  const bar = inside.closest("#userbar");
  const menu = bar.querySelector(".people");
  const open = wanted ?? menu.hidden;
  if (open !== menu.hidden) return;
  menu.hidden = !open;
  bar.querySelector(".you").setAttribute("aria-expanded", String(open));
  if (open) menu.querySelector("[aria-checked=true]")?.focus();
  else if (menu.contains(document.activeElement) || wanted === null) bar.querySelector(".you").focus();
}

function keys(node, event) {
  const menu = node.querySelector(".people");
  if (event.key === "Escape" && !menu.hidden) {
    event.preventDefault();
    event.stopPropagation();
    toggle(node, false);
    node.querySelector(".you").focus();
  }
  if (event.target.classList.contains("you") && /^Arrow(Up|Down)$/.test(event.key)) {
    event.preventDefault();
    toggle(node, true);
  } else if (menu.contains(event.target)) step(menu, event);
}

/** Up and down go through the people; left and right to the link for a tab of their own. */
function step(menu, event) {
  const rows = [...menu.querySelectorAll(".people-row")].map((one) => [...one.children]);
  const row = rows.findIndex((one) => one.includes(event.target));
  const column = rows[row].indexOf(event.target);
  const moves = {
    ArrowDown: [row + 1, column], ArrowUp: [row - 1, column], Home: [0, column], End: [-1, column],
    ArrowRight: [row, 1], ArrowLeft: [row, 0],
  };
  const move = moves[event.key];
  if (!move) return;
  event.preventDefault();
  rows.at(move[0] % rows.length)[move[1]].focus();
}

function settings(app, draw) {
  return h("div", { class: "settings" }, languages(app), themes(app, draw), privacy(app));
}

function languages(app) {
  const { store, t } = app;
  const names = (code) => {
    const name = new Intl.DisplayNames([code], { type: "language" }).of(code);
    return t(`shell.language.${code}`) === `shell.language.${code}` ? name : t(`shell.language.${code}`);
  };
  const codes = store.locales.includes(store.me.locale)
    ? store.locales : [store.me.locale, ...store.locales];
  return h("select", {
    class: "language", "aria-label": t("shell.language"), title: t("shell.language"),
    data: { key: "language" },
    on: { change: (event) => app.attempt("language", { locale: event.target.value }) },
  }, codes.map((code) =>
    h("option", { value: code, lang: code, selected: code === store.me.locale }, names(code))));
}

function themes(app, draw) {
  const { t } = app;
  return h("div", { class: "themes", role: "group", "aria-label": t("shell.theme") },
    THEMES.map((one) => h("button", {
      type: "button", class: "icon-button", "aria-pressed": theme() === one,
      "aria-label": t(`shell.theme.${one}`), title: t(`shell.theme.${one}`),
      data: { key: `theme-${one}` },
      on: { click: () => {
        setTheme(one);
        draw();
      } },
    }, icon(THEME_ICONS[one]))));
}

function privacy(app) {
  const { store, t } = app;
  const open = store.me.dms_open;
  return h("button", {
    type: "button", class: "icon-button privacy", "aria-pressed": open,
    "aria-label": t("shell.privacy"), title: t(open ? "shell.privacy.on" : "shell.privacy.off"),
    data: { key: "privacy" },
    on: { click: () => app.attempt("privacy", { dms_open: !store.me.dms_open }) },
  }, icon(open ? "mail" : "mailoff"));
}
