/** The files under a message. */

import { h } from "./dom.js";
import { file, kindOf, media } from "./media.js";
import { veil } from "./spoilers.js";

/** Discord's flag of messages of components, which show their files themselves. */
const COMPONENTS_V2 = 1 << 15;

/**
 * The attachments of a message: pictures and films side by side, then the other files.
 * @param {object} app
 * @param {object} message raw, see the wire's MESSAGE
 * @returns {HTMLElement|null}
 */
export function attachments(app, message) {
  if (message.flags & COMPONENTS_V2) return null;
  const used = new Set((message.embeds ?? []).flatMap(({ image, thumbnail, author, footer }) =>
    [image?.url, thumbnail?.url, author?.icon_url, footer?.icon_url].map(path)));
  const left = (message.attachments ?? []).filter((one) => !used.has(path(one.url)));
  if (!left.length) return null;
  const seen = left.filter((one) => kindOf(one) !== "file");
  const files = left.filter((one) => kindOf(one) === "file");
  return h("div", { class: "attachments" },
    seen.length > 0 && h("div", { class: "gallery", data: { count: String(seen.length) } },
      seen.map((one) => media(app, { ...one, spoiler: hidden(one) }))),
    files.map((one) => (hidden(one) ? veil(app, file(app, one)) : file(app, one))));
}

/** Links of one file differ in their signatures only. */
function path(url) {
  return url?.split("?")[0];
}

/** Discord marks a spoiler in the name of the file. */
function hidden({ filename }) {
  return String(filename).startsWith("SPOILER_");
}
