/** The panel under the hood: the clock, faults, and what goes between the bots and the sandbox. */

import { clear, h, icon } from "./dom.js";
import { clockPart } from "./panel-clock.js";
import { faultsPart } from "./panel-faults.js";
import { Log } from "./panel-log.js";

/** Below this width the panel covers the page. */
const SHEET = "(max-width: 720px)";

/**
 * Put the button and the panel that it opens into the page.
 * @param {object} app
 * @param {HTMLElement} node where the panel stands
 */
export function installPanel(app, node) {
  const panel = new Panel(app);
  (app.slots?.header ?? node).append(panel.toggle);
  node.append(panel.region);
}

class Panel {
  #app;
  #log;
  #parts = [];
  #state = null;
  #timer = null;

  constructor(app) {
    this.#app = app;
    this.#log = new Log(app);
    this.toggle = h("button", {
      type: "button", class: "icon-button panel-toggle", "aria-expanded": false,
      "aria-controls": "panel-region", on: { click: () => this.#open(this.region.hidden) },
    });
    this.region = h("aside", {
      id: "panel-region", class: "panel", hidden: true,
      on: { keydown: (event) => this.#key(event) },
    });
    app.socket.on("panel", (frame) => this.#take(frame));
    app.socket.on("hello", () => this.#watch());
    matchMedia(SHEET).addEventListener("change", () => this.#cover());
    app.store.on("texts", () => this.#draw());
    app.store.on("me", () => this.#refresh());
    app.store.on("clock", () => this.#refresh());
    this.#draw();
  }

  #draw() {
    const { t } = this.#app;
    const title = t("panel.title");
    clear(this.toggle).append(icon("wrench"), h("span", { class: "panel-toggle-text" }, title));
    this.toggle.title = title;
    this.toggle.setAttribute("aria-label", title);
    this.region.setAttribute("aria-label", title);
    this.#parts = [this.#botsPart(), clockPart(this.#app), faultsPart(this.#app)];
    const close = h("button", {
      type: "button", class: "icon-button panel-close", "aria-label": t("panel.close"),
      on: { click: () => this.#open(false) },
    }, icon("close"));
    clear(this.region).append(
      h("div", { class: "panel-head" }, h("h2", { tabindex: -1 }, title), close),
      h("p", { class: "panel-lead" }, t("panel.lead")),
      ...this.#parts.map((part) => part.node),
      this.#log.draw(),
    );
    this.#refresh();
  }

  /** Which bots are connected. */
  #botsPart() {
    const { t } = this.#app;
    const list = h("ul", { class: "panel-bots" });
    const refresh = (state) => {
      clear(list).append(...(state?.bots ?? []).map(({ name, connections }) =>
        h("li", { class: connections ? "panel-up" : "panel-down" },
          icon(connections ? "check" : "warn"),
          h("span", {}, t(connections ? "panel.bot.up" : "panel.bot.down", { name })))));
    };
    return { node: list, refresh };
  }

  #refresh() {
    if (this.region.hidden) return;
    for (const part of this.#parts) part.refresh(this.#state);
  }

  #take({ requests, events, state }) {
    this.#state = state;
    this.#log.add(requests, events);
    this.#refresh();
  }

  async #open(open) {
    this.region.hidden = !open;
    this.toggle.setAttribute("aria-expanded", open);
    this.#cover();
    clearInterval(this.#timer);
    if (open) {
      this.#timer = setInterval(() => this.#refresh(), 1000);
      this.#refresh();
      this.region.querySelector("h2").focus();
      await this.#watch();
    } else {
      this.toggle.focus();
      await this.#app.attempt("panel.watch", { on: false });
    }
  }

  /** Ask for the news; the server begins with all that it still knows. */
  async #watch() {
    if (this.region.hidden) return;
    this.#log.empty();
    await this.#app.attempt("panel.watch", { on: true });
  }

  #key(event) {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.#open(false);
    }
  }

  /** What the sheet covers must not take the focus. */
  #cover() {
    document.getElementById("main").inert = !this.region.hidden && matchMedia(SHEET).matches;
  }
}
