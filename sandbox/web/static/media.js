/** Pictures, films, sounds and files. What the sandbox serves is shown, the rest is linked. */

import { h, icon } from "./dom.js";
import { link } from "./markdown.js";
import { veil } from "./spoilers.js";
import { languageOf } from "./stamps.js";
import { sizeText } from "./uploads.js";

const SHOWN = { image: "img", video: "video", audio: "audio" };
const KINDS = {
  image: /\.(?:png|jpe?g|gif|webp|avif|bmp)$/i,
  video: /\.(?:mp4|webm|mov)$/i,
  audio: /\.(?:mp3|ogg|oga|wav|flac|m4a|opus)$/i,
};

/**
 * An address on the page's own origin.
 * @param {object} app
 * @param {string} url
 * @returns {string|null} null for a foreign address
 */
export function own(app, url) {
  const local = app.store.local(String(url ?? ""));
  if (!local || !URL.canParse(local, location.href)) return null;
  const target = new URL(local, location.href);
  return target.origin === location.origin ? target.pathname + target.search : null;
}

/** image, video, audio or file, by the type that Discord names, else by the name. */
export function kindOf({ content_type: type = "", url = "", filename = "" }) {
  const [main] = String(type ?? "").split("/");
  // Drawings may hold scripts; as a file they are looked at elsewhere.
  if (String(type).startsWith("image/svg")) return "file";
  if (main in SHOWN) return main;
  const path = filename || url.split("?")[0];
  return Object.keys(KINDS).find((kind) => KINDS[kind].test(path)) ?? "file";
}

/** The last part of an address, as a name. */
export function nameOf(url) {
  const last = String(url ?? "").split("?")[0].split("/").pop();
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/**
 * A picture or film, or the link to it where it is foreign; behind a veil if it is a spoiler.
 * @param {object} app
 * @param {{url: string, content_type?: string, filename?: string, description?: string,
 *   width?: number, height?: number, spoiler?: boolean}} item
 * @returns {HTMLElement}
 */
export function media(app, item) {
  const source = own(app, item.url);
  const shown = source ? local(app, item, source) : foreign(app, item);
  return item.spoiler ? veil(app, shown) : shown;
}

function foreign(app, item) {
  const words = item.description || item.url;
  return h("span", { class: "media-foreign" }, icon("image"), link(item.url, words));
}

function local(app, item, source) {
  const kind = kindOf(item);
  const words = item.description || item.filename || nameOf(item.url);
  const size = item.width > 0 && item.height > 0
    ? { width: item.width, height: item.height }
    : {};
  if (kind === "video") {
    return h("video", { class: "media", src: source, controls: true, preload: "metadata",
      "aria-label": words, ...size });
  }
  if (kind === "audio") {
    return h("audio", { class: "media", src: source, controls: true, preload: "none",
      "aria-label": words });
  }
  if (kind === "file") return file(app, { ...item, filename: nameOf(item.url) });
  const picture = h("img", { class: "media", src: source, alt: words, loading: "lazy",
    decoding: "async", ...size });
  const open = h("a", { class: "media-link", href: source, target: "_blank",
    rel: "noopener noreferrer", title: words }, picture);
  // Something that is no picture after all, or whose link has expired, is still told by name.
  picture.addEventListener("error", () => open.replaceChildren(icon("image"), words));
  return open;
}

/**
 * A file: its name, its size, and the link that fetches it.
 * @param {object} app
 * @param {{url: string, filename: string, size?: number, description?: string}} item
 * @returns {HTMLElement}
 */
export function file(app, item) {
  const source = own(app, item.url);
  const props = { class: "doc-name", title: item.description || null };
  const name = source
    ? h("a", { ...props, href: source, download: item.filename, target: "_blank",
      rel: "noopener noreferrer" }, item.filename)
    : link(item.url, item.filename || item.url, { class: "doc-name" });
  return h("div", { class: "doc" }, icon("file", "doc-icon"),
    h("div", { class: "doc-words" }, name,
      item.size != null && h("span", { class: "doc-size" }, sizeText(item.size, languageOf(app)))));
}
