/** Small questions in a dialog of the page. */

import { h } from "./dom.js";

let number = 0;

/**
 * Ask for a confirmation, or for one line of text.
 * @param {object} app
 * @param {{title: string, text?: string, label?: string, value?: string, max?: number,
 *   submit: string, danger?: boolean, option?: string}} what `label` asks for a text, `option` adds
 *   a checkbox with these words
 * @returns {Promise<{text: string, option: boolean}|null>} null where the person went back
 */
export function ask(app, what) {
  const id = `ask-${(number += 1)}`;
  const input = what.label && h("input", {
    id: `${id}-text`, class: "field", type: "text", maxlength: what.max ?? 100, required: true,
    autocomplete: "off", value: what.value ?? "",
  });
  const box = what.option && h("input", { type: "checkbox" });
  const before = document.activeElement;
  return new Promise((resolve) => {
    let answer = null;
    const dialog = h("dialog", { class: "ask", "aria-labelledby": id, on: {
      close: () => {
        dialog.remove();
        before?.focus?.({ preventScroll: true });
        resolve(answer);
      },
    } });
    const submit = (event) => {
      event.preventDefault();
      answer = { text: input ? input.value.trim() : "", option: Boolean(box?.checked) };
      if (!input || answer.text) dialog.close();
    };
    dialog.append(h("form", { on: { submit } },
      h("h2", { id }, what.title),
      what.text && h("p", {}, what.text),
      input && h("label", { class: "ask-label" }, what.label, input),
      box && h("label", { class: "ask-option" }, box, what.option),
      h("div", { class: "ask-buttons" },
        h("button", { type: "button", class: "quiet", on: { click: () => dialog.close() } },
          app.t("shell.cancel")),
        h("button", { type: "submit", class: what.danger ? "danger" : "primary" }, what.submit)),
    ));
    document.body.append(dialog);
    dialog.showModal();
    input?.focus();
  });
}

/**
 * Ask for a name and start a thread with it; opens it.
 * @param {object} app
 * @param {{channel: string, message?: string, name?: string}} where
 */
export async function startThread(app, { channel, message, name = "" }) {
  const t = app.t;
  const given = await ask(app, {
    title: t("shell.thread.new"), label: t("shell.thread.name"), submit: t("shell.thread.create"),
    value: name, max: 100, option: message ? null : t("shell.thread.private"),
  });
  if (!given) return;
  const made = await app.attempt("thread", {
    channel, name: given.text, ...(message ? { message } : { private: given.option }),
  });
  if (made) await app.openChannel(made.channel);
}
