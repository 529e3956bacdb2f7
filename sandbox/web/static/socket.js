/** The one WebSocket of a tab: questions with answers, and events nobody asked for. */

/** Why the sandbox did not do it. `code`: NotVisible, NotAllowed, CommandUnavailable, ModalRejected,
 * Bad, or Closed when the connection broke before the answer came. */
export class Refused extends Error {
  constructor(code, text) {
    super(text);
    this.name = "Refused";
    this.code = code;
    this.text = text;
  }
}

/** Milliseconds until the next try to connect: first, and at most. */
const FIRST_PAUSE = 400;
const LONGEST_PAUSE = 8000;

/**
 * Events: every event of the server by its name, `state` ("open" | "closed"), and `done`
 * ({verb, args, result}) after each answered question.
 */
export class Socket extends EventTarget {
  #who;
  #wire = null;
  #next = 1;
  #waiting = new Map();
  #pause = FIRST_PAUSE;
  // What the tab calls itself: after a lost connection it finds its modal again by this name.
  #tab = crypto.randomUUID();

  /** @param {string} who the key of the person in the world; "" takes the server's first */
  constructor(who) {
    super();
    this.#who = who;
  }

  /** Connect, and again whenever the connection is lost. Listen before calling this. */
  connect() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const query = new URLSearchParams({ tab: this.#tab });
    if (this.#who) query.set("as", this.#who);
    const wire = new WebSocket(`${scheme}://${location.host}/socket?${query}`);
    this.#wire = wire;
    wire.addEventListener("open", () => {
      this.#pause = FIRST_PAUSE;
      this.#tell("state", "open");
    });
    wire.addEventListener("message", (event) => this.#take(JSON.parse(event.data)));
    wire.addEventListener("close", () => this.#lost(wire));
  }

  /**
   * Ask the server to do something.
   * @param {string} verb
   * @param {Object<string, *>} [args]
   * @returns {Promise<*>} the result; rejects with Refused
   */
  ask(verb, args = {}) {
    if (this.#wire?.readyState !== WebSocket.OPEN) {
      return Promise.reject(new Refused("Closed", "There is no connection to the sandbox."));
    }
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { verb, args, resolve, reject });
      this.#wire.send(JSON.stringify({ ...args, id, do: verb }));
    });
  }

  /**
   * Listen to an event.
   * @param {string} event
   * @param {(detail: *) => void} fn
   * @returns {() => void} stops listening
   */
  on(event, fn) {
    const listener = ({ detail }) => fn(detail);
    this.addEventListener(event, listener);
    return () => this.removeEventListener(event, listener);
  }

  #take(frame) {
    if (frame.event) {
      this.#tell(frame.event, frame);
      return;
    }
    const asked = this.#waiting.get(frame.re);
    this.#waiting.delete(frame.re);
    if (!asked) return;
    if (frame.ok) {
      asked.resolve(frame.result);
      this.#tell("done", { verb: asked.verb, args: asked.args, result: frame.result });
    } else {
      asked.reject(new Refused(frame.code, frame.text));
    }
  }

  #lost(wire) {
    if (wire !== this.#wire) return;
    for (const { reject } of this.#waiting.values()) {
      reject(new Refused("Closed", "The connection to the sandbox was lost."));
    }
    this.#waiting.clear();
    this.#tell("state", "closed");
    setTimeout(() => this.connect(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
