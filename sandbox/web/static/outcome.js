/** Pressing and choosing in a message: the control waits until the application has answered. */

/**
 * What a row gives its components for talking to the server.
 * @param {object} app
 * @param {import("./message.js").Row} row
 * @returns {(verb: string, args: object) => Promise<object|null>} the outcome; null where the
 *   sandbox refused. A failure ("did not respond") is noted under the row by the timeline.
 */
export function sender(app, row) {
  const busy = new Set();
  const stop = (event) => {
    if (!event.target.closest("[aria-busy=true]")) return;
    // Whoever waits may go on to something else.
    if (event.key === "Tab" || event.key === "Shift") return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  let guarded = false;
  return async (verb, args) => {
    if (!guarded) {
      // Not `disabled`: that would throw the focus out of the row while the answer is awaited.
      for (const kind of ["click", "keydown"]) row.article.addEventListener(kind, stop, true);
      guarded = true;
    }
    if (busy.has(args.custom_id)) return null;
    busy.add(args.custom_id);
    const control = find(row, args.custom_id);
    mark(control, true);
    try {
      return await app.attempt(verb, {
        channel: row.message.channel_id, message: row.message.id, ...args,
      });
    } finally {
      busy.delete(args.custom_id);
      mark(control, false);
    }
  };
}

/** The control by its id; the one that has the focus where the id is on nothing. */
function find(row, id) {
  const named = [...row.article.querySelectorAll("[data-custom-id]")]
    .find((one) => one.dataset.customId === id);
  return named ?? (row.article.contains(document.activeElement) ? document.activeElement : null);
}

function mark(control, on) {
  if (!control) return;
  if (on) {
    control.setAttribute("aria-busy", "true");
    control.setAttribute("aria-disabled", "true");
  } else {
    control.removeAttribute("aria-busy");
    control.removeAttribute("aria-disabled");
  }
}
