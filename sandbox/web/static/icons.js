/** Simple line drawings of our own, 24 units square. */

const line = (d) => ["path", { d, fill: "none", stroke: "currentColor", "stroke-width": "2",
  "stroke-linecap": "round", "stroke-linejoin": "round" }];
const ring = (cx, cy, r) => ["circle", { cx, cy, r, fill: "none", stroke: "currentColor",
  "stroke-width": "2" }];
const dot = (cx, cy, r) => ["circle", { cx, cy, r, fill: "currentColor" }];

const ICONS = {
  hash: [line("M9 4 7 20M17 4l-2 16M4 9h16M4 15h16")],
  at: [ring(12, 12, 4), line("M16 12v1.5a2.5 2.5 0 0 0 5 0V12a9 9 0 1 0-4 7.5")],
  chat: [line("M4 5h16v11h-9l-4 4v-4H4z")],
  thread: [line("M5 4v8a3 3 0 0 0 3 3h11M15 11l4 4-4 4")],
  news: [line("M4 10v4h3l8 4V6l-8 4zM18.5 9.5a4 4 0 0 1 0 5")],
  lock: [line("M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3")],
  archive: [line("M4 5h16v4H4zM5.5 9v10h13V9M10 13h4")],
  menu: [line("M4 7h16M4 12h16M4 17h16")],
  close: [line("M6 6l12 12M18 6 6 18")],
  reply: [line("M10 6 4 12l6 6M4 12h10a6 6 0 0 1 6 6")],
  edit: [line("M4 20l1-4L16 5l3 3L8 19zM13.5 7.5l3 3")],
  trash: [line("M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5")],
  smile: [ring(12, 12, 9), dot(9, 10, 1.2), dot(15, 10, 1.2), line("M8 14a5 5 0 0 0 8 0")],
  more: [dot(5, 12, 1.8), dot(12, 12, 1.8), dot(19, 12, 1.8)],
  apps: [line("M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM17 14v6M14 17h6")],
  eye: [line("M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"),
    ring(12, 12, 2.8)],
  down: [line("M6 9l6 6 6-6")],
  up: [line("M6 15l6-6 6 6")],
  right: [line("M9 6l6 6-6 6")],
  left: [line("M15 6l-6 6 6 6")],
  plus: [line("M12 5v14M5 12h14")],
  check: [line("M5 12.5l5 5L19 7.5")],
  sun: [ring(12, 12, 4), line("M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2")],
  moon: [line("M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z")],
  auto: [ring(12, 12, 8.5), ["path", { d: "M12 3.5a8.5 8.5 0 0 1 0 17z", fill: "currentColor" }]],
  mail: [line("M3 6h18v13H3zM3 7l9 7 9-7")],
  mailoff: [line("M3 6h18v13H3zM3 7l9 7 9-7M3 21 21 3")],
  globe: [ring(12, 12, 9), line("M3 12h18M12 3c-6 6-6 12 0 18M12 3c6 6 6 12 0 18")],
  newtab: [line("M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9")],
  send: [line("M4 4l17 8-17 8 3-8zM7 12h8")],
  file: [line("M6 3h8l4 4v14H6zM14 3v4h4")],
  attach: [line("M19 11l-7.5 7.5a4.2 4.2 0 0 1-6-6L13 5a2.8 2.8 0 0 1 4 4l-7.5 7.5a1.4 1.4 0 0 1-2-2L14 8")],
  download: [line("M12 4v11M7 11l5 5 5-5M5 20h14")],
  link: [line("M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1")],
  warn: [line("M12 4 2.5 20h19zM12 10v5"), dot(12, 17.5, 1.1)],
  info: [ring(12, 12, 9), line("M12 11v6"), dot(12, 7.5, 1.2)],
  search: [ring(10.5, 10.5, 6.5), line("M15.5 15.5 21 21")],
  user: [ring(12, 8, 4), line("M4 21a8 8 0 0 1 16 0")],
  users: [ring(9, 8, 3.5), line("M2.5 20a6.5 6.5 0 0 1 13 0M16 5a3.5 3.5 0 0 1 0 6.5M18 14.5a6.5 6.5 0 0 1 3.5 5.5")],
  role: [line("M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z")],
  slash: [line("M4 4h16v16H4zM14 8l-4 8")],
  gear: [ring(12, 12, 3), line("M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2")],
  wrench: [line("M14 7a4.5 4.5 0 0 1 6-3l-3 3 1 2.5 2.5.5 2-2a4.5 4.5 0 0 1-6 5L9 20.5a2.5 2.5 0 0 1-4-4L13 9")],
  clock: [ring(12, 12, 9), line("M12 7v5l3.5 2")],
  refresh: [line("M20 12a8 8 0 1 1-2.5-5.8M20 3v4h-4")],
  image: [line("M4 5h16v14H4zM5 17l5-6 4 4 2-2 3 4"), dot(15.5, 9, 1.4)],
  play: [line("M7 4l13 8-13 8z")],
  copy: [line("M9 9h11v11H9zM15 9V4H4v11h5")],
  spark: [line("M12 3l2 7 7 2-7 2-2 7-2-7-7-2 7-2z")],
};

/**
 * The shapes of a drawing: pairs of an SVG tag and its attributes. An unknown name gives a ring.
 * @param {string} name
 * @returns {[string, Object<string, string|number>][]}
 */
export function shapes(name) {
  return ICONS[name] ?? [ring(12, 12, 5)];
}
