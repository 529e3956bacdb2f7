/** Boot: connect, learn who this tab is, build the page. */

import { installChannels } from "./channels.js";
import { installComposer } from "./composer.js";
import { ask } from "./dialogs.js";
import { clear, h } from "./dom.js";
import { installDrawer } from "./drawer.js";
import { installHeader } from "./header.js";
import { installLeaving } from "./leaving.js";
import { installModals } from "./modal.js";
import { installNotices } from "./notices.js";
import { installOffers } from "./offers.js";
import { installPanel } from "./panel.js";
import { installSidebar } from "./sidebar.js";
import { Socket } from "./socket.js";
import { Store } from "./store.js";
import { installSwitcher, refocus } from "./switcher.js";
import { loadTexts, locale, t } from "./texts.js";
import { applyTheme } from "./theme.js";
import { installTimeline } from "./timeline.js";
import { installWelcome } from "./welcome.js";

const at = (id) => document.getElementById(id);

function context() {
  const who = new URLSearchParams(location.search).get("as") ?? "";
  const app = { socket: new Socket(who), store: new Store(), t, locale, composer: {} };
  app.ask = (what) => ask(app, what);
  app.attempt = async (verb, args) => {
    try {
      return (await app.socket.ask(verb, args)) ?? {};
    } catch (error) {
      app.refused(error);
      return null;
    }
  };
  return app;
}

/** Everything the server tells goes through the store, whose listeners see it in order. */
function wire({ socket, store }) {
  socket.on("places", (frame) => store.setPlaces(frame));
  socket.on("message", ({ channel, message }) => store.upsert(channel, message));
  socket.on("gone", ({ channel, id }) => store.drop(channel, id));
  socket.on("clock", ({ now }) => store.tick(now));
  socket.on("me", async ({ me }) => {
    const spoken = store.me.locale;
    store.me = me;
    if (me.locale !== spoken) {
      await loadTexts(me.locale);
      store.emit("texts");
    }
    store.emit("me", me);
  });
}

function build(app) {
  app.slots = { header: null, composer: at("composer"), panel: at("panel") };
  installLeaving(app);
  installNotices(app);
  installOffers(app);
  installHeader(app, at("header"));
  installDrawer(app);
  installSidebar(app, at("servers"), at("channels"));
  installSwitcher(app, at("userbar"));
  installTimeline(app, at("messages"));
  installComposer(app, at("composer"));
  installModals(app);
  installWelcome(app, at("welcome"));
  installPanel(app, at("panel"));
  installSkips(app);
  at("starting").remove();
  at("shell").hidden = false;
  installChannels(app);
  refocus(app);
}

function installSkips(app) {
  const label = () => {
    at("skip-messages").textContent = t("shell.skip.messages");
    at("skip-composer").textContent = t("shell.skip.composer");
  };
  at("skip-messages").addEventListener("click", (event) => {
    event.preventDefault();
    app.timeline.focus();
  });
  at("skip-composer").addEventListener("click", (event) => {
    event.preventDefault();
    app.composer.focus();
  });
  app.store.on("texts", label);
  label();
}

/** The first event of a name. */
function once(socket, name) {
  return new Promise((resolve) => socket.addEventListener(name, (event) => resolve(event.detail),
    { once: true }));
}

/** No connection from the start: the sandbox is not there, or nobody in it is called so. */
async function absent() {
  await loadTexts(navigator.language);
  const note = at("starting");
  if (!note) return;
  clear(note).append(t("shell.absent"), " ");
  if (location.search) note.append(h("a", { href: location.pathname }, t("shell.absent.first")));
}

async function boot() {
  applyTheme();
  const app = context();
  const { socket, store } = app;
  let modal = null;
  socket.on("modal", (frame) => (modal = frame));
  socket.on("hello", (frame) => store.hello(frame));
  wire(app);
  const first = Promise.all([
    once(socket, "hello").then(({ me }) => loadTexts(me.locale)),
    once(socket, "places"),
  ]);
  const stop = socket.on("state", (state) => state === "closed" && absent());
  socket.connect();
  await first;
  stop();
  build(app);
  // A modal that stands open after a quick reconnection is told before anything listens for it.
  if (modal?.modal) socket.dispatchEvent(new CustomEvent("modal", { detail: modal }));
}

boot();
