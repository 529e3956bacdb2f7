/** Files of a modal: chosen or dropped, brought to the server at once, sent with the modal. */

import { clear, h, icon } from "./dom.js";
import { refusal, sizeText } from "./uploads.js";

/** The files of one field. */
class Shelf {
  #app;
  #frame;
  #files = [];

  constructor(app, raw, frame) {
    this.#app = app;
    this.#frame = frame;
    this.most = raw.max_values ?? 1;
    this.fewest = Math.max(raw.min_values ?? 1, frame.required ? 1 : 0);
    this.told = "";
    this.#build();
  }

  /** The ids of the files that arrived, in the order shown. */
  get ids() {
    return this.#files.map((one) => one.id).filter(Boolean);
  }

  /** How many files stand here, on their way or arrived. */
  get count() {
    return this.#files.length;
  }

  /** Take files as far as there is room, and say what was not taken and why. */
  add(files) {
    const told = [];
    for (const file of files) {
      const wrong = refusal(this.#app, file);
      if (wrong) told.push(wrong);
      else if (this.count < this.most) this.#start({ file, id: null, words: "", sending: null });
      else told.push(this.#app.t("content.file.full", { name: file.name, count: this.most }));
    }
    this.told = told.join(" ");
    this.note.textContent = this.told;
    this.note.hidden = !this.told;
    this.#draw();
  }

  /** Wait until everything arrived; what failed is tried once more. Rejects with a sentence. */
  async ready() {
    for (const one of this.#files) {
      if (one.failed) this.#start(one);
      await one.sending;
      if (one.failed) throw new Error(one.words);
    }
  }

  #build() {
    this.input = h("input", {
      id: this.#frame.id, type: "file", class: "upload-input", multiple: this.most > 1,
      "aria-describedby": this.#frame.describedby, "aria-required": this.#frame.required || null,
      on: { change: () => this.#chosen() },
    });
    this.list = h("ul", { class: "upload-list" });
    this.note = h("p", { class: "field-error", role: "alert", hidden: true });
    const hint = this.#app.t("content.file.hint", { count: this.most });
    this.node = h("div", { class: "upload" },
      h("div", { class: "upload-zone" }, icon("attach"),
        h("span", { "aria-hidden": "true" }, hint), this.input), this.note, this.list);
    this.node.addEventListener("dragover", (event) => event.preventDefault());
    this.node.addEventListener("drop", (event) => {
      event.preventDefault();
      this.add(event.dataTransfer.files);
    });
  }

  #chosen() {
    this.add(this.input.files);
    // Emptied, so that the same file can be chosen again after it was removed.
    this.input.value = "";
  }

  #start(one) {
    if (!this.#files.includes(one)) this.#files.push(one);
    Object.assign(one, { failed: false, words: this.#app.t("content.file.sending", { share: 0 }) });
    one.sending = send(this.#app, one, () => this.#draw());
    one.sending.then(() => {
      this.#draw();
      this.#frame.onchange();
    });
  }

  #draw() {
    clear(this.list).append(...this.#files.map((one) => this.#line(one)));
    this.#frame.onchange();
  }

  #line(one) {
    const label = this.#app.t("content.file.remove", { name: one.file.name });
    const remove = () => {
      one.request?.abort();
      this.#files = this.#files.filter((other) => other !== one);
      this.#draw();
      this.input.focus();
    };
    return h("li", { class: one.failed ? "upload-file failed" : "upload-file" }, icon("file"),
      h("span", { class: "upload-name" }, one.file.name),
      h("span", { class: "upload-size" }, sizeText(one.file.size, this.#app.store.me.locale)),
      h("span", { class: "upload-state", role: "status" }, one.words),
      h("button", { type: "button", "aria-label": label, title: label, on: { click: remove } },
        icon("close")));
  }
}

/** Bring one file to the server; never rejects, `one` tells what came of it. */
function send(app, one, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    one.request = request;
    const fail = (key) => {
      Object.assign(one, { failed: true, words: app.t(key, { name: one.file.name }) });
      resolve();
    };
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      one.words = app.t("content.file.sending", { share: Math.round((100 * loaded) / total) });
      progress();
    });
    request.addEventListener("load", () => {
      if (request.status !== 200) {
        fail(request.status === 413 ? "content.file.big" : "content.file.failed");
        return;
      }
      Object.assign(one, { id: JSON.parse(request.responseText).id, words: "" });
      resolve();
    });
    request.addEventListener("error", () => fail("content.file.failed"));
    request.addEventListener("abort", () => resolve());
    request.open("POST", `/upload?as=${encodeURIComponent(app.store.me.key)}`);
    request.setRequestHeader("X-Sandbox", "1");
    const body = new FormData();
    body.append("file", one.file, one.file.name);
    request.send(body);
  });
}

/** The file that an example names; null where the sandbox does not have it. */
async function sample(name) {
  const answer = await fetch(`/samples/${encodeURIComponent(name)}`).catch(() => null);
  if (!answer?.ok) return null;
  return new File([await answer.blob()], name, { type: answer.headers.get("Content-Type") });
}

/** As many small files as a form asks for. */
function texts(app, count) {
  const words = [app.t("content.field.sample")];
  return Array.from({ length: count }, (_, index) =>
    new File(words, `example-${index + 1}.txt`, { type: "text/plain" }));
}

/** See fields.js for what is returned. */
export function files(app, raw, frame) {
  const shelf = new Shelf(app, raw, frame);
  const wrong = () => {
    if (!shelf.count) return frame.required ? app.t("content.file.needed") : "";
    return shelf.count < shelf.fewest ? app.t("content.file.least", { count: shelf.fewest }) : "";
  };
  return {
    node: shelf.node,
    read: () => shelf.ids,
    empty: () => !shelf.count,
    wrong,
    ready: () => shelf.ready(),
    invalid: (on) => shelf.input.setAttribute("aria-invalid", String(on)),
    focus: () => shelf.input.focus(),
    example: async (given) => {
      const named = given === undefined ? null : await sample(given);
      shelf.add(named ? [named] : texts(app, shelf.fewest));
    },
  };
}
