/** The panel's list: every request of a bot with its verdict, every event that it was sent. */

import { clear, h, icon } from "./dom.js";

/** Rows that stay; the server keeps 300 of each kind. */
const MOST = 600;

/** A row's own order: by its time, and a request before the events that came of it. */
function byTime(a, b) {
  return Date.parse(a.at) - Date.parse(b.at) || a.kind.localeCompare(b.kind) * -1;
}

/** Whether somebody who looks for mistakes wants to see this. Status 0: never answered. */
function failed(row) {
  return row.kind === "request" && (!row.status || row.status >= 400 || row.verdict?.length > 0);
}

/** Newest first. `draw` builds the part anew, in the words of the moment. */
export class Log {
  #app;
  #rows = [];
  #kind = "all";
  #failedOnly = false;
  #cleared = { request: 0, event: 0 };
  #body = null;
  #none = null;
  #opened = 0;
  #checked = false;
  #table = null;
  #unchecked = null;

  constructor(app) {
    this.#app = app;
  }

  /** The part of the panel. @returns {HTMLElement} */
  draw() {
    const { t } = this.#app;
    this.#body = h("tbody", {});
    this.#none = h("p", { class: "panel-hint" }, t("panel.log.none"));
    const heads = ["time", "what", "answer", "verdict"].map((name) =>
      h("th", { scope: "col" }, t(`panel.log.${name}`)));
    this.#unchecked = h("p", { class: "panel-hint" }, t("panel.log.unchecked.hint"));
    this.#table = h("table", { class: "panel-table", "aria-labelledby": "panel-log" },
      h("thead", {}, h("tr", {}, heads)), this.#body);
    const node = h("section", { class: "panel-part", "aria-labelledby": "panel-log" },
      h("h3", { id: "panel-log" }, t("panel.log.title")),
      this.#filters(),
      this.#unchecked,
      this.#table,
      this.#none);
    for (const row of this.#rows) this.#show(row);
    this.#sift();
    return node;
  }

  /** Take what is new. */
  add(requests, events) {
    this.#restarted("request", requests);
    this.#restarted("event", events);
    const news = [
      ...requests.map((one) => ({ ...one, kind: "request" })),
      ...events.map((one) => ({ ...one, kind: "event" })),
    ].filter((one) => one.n > this.#cleared[one.kind]).sort(byTime);
    this.#checked ||= news.some((one) => one.verdict);
    for (const row of news) {
      this.#rows.push(row);
      this.#show(row);
    }
    for (const row of this.#rows.splice(0, Math.max(0, this.#rows.length - MOST))) {
      row.nodes.forEach((one) => one.remove());
    }
    this.#sift();
  }

  /** Forget all rows: they are about to be told again. */
  empty() {
    this.#rows = [];
    clear(this.#body);
  }

  /** A sandbox that was started anew counts from one again. */
  #restarted(kind, rows) {
    if (rows.length && rows.at(-1).n < this.#cleared[kind]) this.#cleared[kind] = 0;
  }

  #filters() {
    const { t } = this.#app;
    const pick = (event) => {
      this.#kind = event.target.value;
      this.#sift();
    };
    const select = h("select", { id: "panel-kind", on: { change: pick } },
      ["all", "request", "event"].map((kind) =>
        h("option", { value: kind, selected: kind === this.#kind }, t(`panel.log.${kind}`))));
    const only = h("input", {
      type: "checkbox", checked: this.#failedOnly,
      on: { change: () => { this.#failedOnly = only.checked; this.#sift(); } },
    });
    return h("div", { class: "panel-filters" },
      h("label", { for: "panel-kind" }, t("panel.log.kind")), select,
      h("label", { class: "panel-only" }, only, t("panel.log.failed")),
      h("button", { type: "button", class: "panel-button", on: { click: () => this.#clear() } },
        t("panel.log.clear")));
  }

  #clear() {
    for (const { kind, n } of this.#rows) {
      this.#cleared[kind] = Math.max(this.#cleared[kind], n);
    }
    this.empty();
    this.#sift();
    this.#app.announce(this.#app.t("panel.log.cleared"));
  }

  /** Show the rows that the filters let through. */
  #sift() {
    let shown = 0;
    for (const row of this.#rows) {
      const fits = (this.#kind === "all" || this.#kind === row.kind)
        && (!this.#failedOnly || failed(row));
      const [head, detail] = row.nodes;
      head.hidden = !fits;
      if (detail) detail.hidden = !fits || !row.open;
      shown += fits;
    }
    this.#none.hidden = shown > 0;
    // Without Discord's document there is no verdict on anything: one line says so, not each row.
    this.#table.classList.toggle("panel-unchecked", !this.#checked);
    this.#unchecked.hidden = this.#checked || !this.#rows.length;
  }

  #show(row) {
    const { t, locale } = this.#app;
    const time = new Date(row.at);
    const button = h("button", {
      type: "button", class: "panel-row", "aria-expanded": Boolean(row.open),
      on: { click: () => this.#expand(row, button) },
    }, icon("right"), h("span", {},
      h("span", { class: "panel-kind" }, t(`panel.log.a.${row.kind}`)), " ",
      row.kind === "request" ? `${row.method} ${row.path}` : row.name));
    const head = h("tr", { class: failed(row) ? "panel-bad" : null },
      h("td", {}, h("time", { datetime: row.at, title: time.toLocaleString(locale()) },
        time.toLocaleTimeString(locale()))),
      h("td", {}, button),
      h("td", {}, row.kind === "request" ? row.status || t("panel.log.unanswered") : ""),
      h("td", {}, this.#verdict(row)));
    row.nodes = [head];
    this.#body.prepend(head);
    if (row.open) this.#unfold(row, button);
  }

  #verdict(row) {
    const { t } = this.#app;
    if (row.kind !== "request") return "";
    if (!row.verdict) {
      return t("panel.log.unchecked");
    }
    const count = row.verdict.length;
    if (count) return h("span", { class: "panel-wrong" }, t("panel.log.wrong", { count }));
    return h("span", { class: "panel-right" }, "✓",
      h("span", { class: "visually-hidden" }, t("panel.log.right")));
  }

  #expand(row, button) {
    row.open = !row.open;
    button.setAttribute("aria-expanded", row.open);
    if (row.nodes.length === 1) this.#unfold(row, button);
    row.nodes[1].hidden = !row.open;
  }

  /** The row below: who, what was wrong, and the body. */
  #unfold(row, button) {
    const { t } = this.#app;
    const asked = row.kind === "request";
    const name = asked ? row.bot : row.to;
    const wrong = row.verdict ?? [];
    const id = `panel-detail-${(this.#opened += 1)}`;
    const label = t("panel.log.body");
    const detail = h("tr", { class: "panel-detail", id }, h("td", { colspan: 4 },
      name && h("p", {}, t(asked ? "panel.log.from" : "panel.log.to", { name })),
      wrong.length > 0 && h("ul", { class: "panel-wrong" }, wrong.map((one) => h("li", {}, one))),
      row.body ? h("pre", { tabindex: 0, role: "region", "aria-label": label }, row.body)
        : h("p", { class: "panel-hint" }, t("panel.log.bodyless"))));
    button.setAttribute("aria-controls", id);
    row.nodes[0].after(detail);
    row.nodes[1] = detail;
  }
}
