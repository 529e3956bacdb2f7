/** What the page says by itself: the live region, and toasts for what was refused. */

import { clear, h, icon } from "./dom.js";

/** Milliseconds that a toast stays; long enough to read two sentences. */
const TOAST = 9000;
/** Milliseconds after which an announcement has been spoken and may go. */
const SPOKEN = 4000;
/** Announcements within this many milliseconds are counted instead of read out one by one. */
const BURST = 700;
const MOST_IN_BURST = 3;

/**
 * Give the app `announce`, `toast` and `refused`.
 * @param {object} app
 */
export function installNotices(app) {
  const live = document.getElementById("live");
  const toasts = document.getElementById("toasts");
  let recent = [];
  app.announce = (text, { countable = false } = {}) => {
    const now = performance.now();
    recent = recent.filter((one) => now - one < BURST);
    if (countable) recent.push(now);
    const many = countable && recent.length > MOST_IN_BURST;
    if (many) clear(live);
    const line = h("p", {}, many ? app.t("shell.live.many", { count: recent.length }) : text);
    live.append(line);
    setTimeout(() => line.remove(), SPOKEN);
  };
  app.toast = (text, kind = "info") => {
    const close = h("button", {
      type: "button", class: "icon-button", "aria-label": app.t("shell.toast.close"),
      on: { click: () => toast.remove() },
    }, icon("close"));
    const toast = h("div", { class: `toast toast-${kind}` },
      icon(kind === "info" ? "info" : "warn"), h("p", {}, text), close);
    toasts.append(toast);
    setTimeout(() => toast.remove(), TOAST);
  };
  app.refused = (error) => {
    if (!error?.code) throw error;
    const lead = app.t(`shell.refused.${error.code}`);
    app.toast(error.text ? `${lead} ${error.text}` : lead, "danger");
  };
  watchConnection(app);
}

/** A bar that says that the connection is lost, for as long as it is. */
function watchConnection({ socket, t }) {
  let bar = null;
  socket.on("state", (state) => {
    bar?.remove();
    bar = null;
    if (state === "closed") {
      bar = h("p", { class: "offline", role: "alert" }, t("shell.offline"));
      document.body.prepend(bar);
    }
  });
}
