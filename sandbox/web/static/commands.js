/** The slash picker: which commands fit what is typed. */

import { icon } from "./dom.js";

/**
 * @typedef {object} Command one runnable command or subcommand, as the server lists it
 * @property {{id: string, name: string}} application
 * @property {string} path its original names, such as "pitch start"
 * @property {string} name the same in the client's language
 * @property {string} description
 * @property {object[]} options
 */

/**
 * The commands that fit a text, best first; those of one application stay together.
 *
 * @param {Command[]} commands
 * @param {string} typed with its slash
 * @returns {Command[]}
 */
export function matching(commands, typed) {
  const wanted = plain(typed.replace(/^\//, ""));
  const ranked = commands
    .map((command, at) => ({ command, at, rank: rankOf(command, wanted) }))
    .filter((one) => one.rank < Infinity);
  const best = new Map();
  for (const { command, rank } of ranked) {
    const id = command.application.id;
    best.set(id, Math.min(rank, best.get(id) ?? Infinity));
  }
  const order = [...best.keys()].sort((a, b) => best.get(a) - best.get(b));
  const place = (one) => order.indexOf(one.command.application.id);
  ranked.sort((a, b) => place(a) - place(b) || a.rank - b.rank || a.at - b.at);
  return ranked.map((one) => one.command);
}

/** 0 begins with it, 1 its words begin with the typed ones, 2 contains it, 3 is described by it. */
function rankOf(command, wanted) {
  const names = [plain(command.name), plain(command.path)];
  if (names.some((name) => name.startsWith(wanted))) return 0;
  const words = wanted.split(" ").filter(Boolean);
  if (names.some((name) => inOrder(name.split(" "), words))) return 1;
  if (names.some((name) => name.includes(wanted.trim()))) return 2;
  return wanted.trim().length > 1 && plain(command.description).includes(wanted.trim())
    ? 3
    : Infinity;
}

function inOrder(names, words) {
  let from = 0;
  return words.every((word) => {
    const at = names.findIndex((name, index) => index >= from && name.startsWith(word));
    from = at + 1;
    return at >= 0;
  });
}

function plain(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");
}

/**
 * The command that was typed out in full with a space after it, and what follows.
 *
 * @param {Command[]} commands
 * @param {string} typed with its slash
 * @returns {{command: Command, rest: string}|null}
 */
export function typedOut(commands, typed) {
  const wanted = typed.replace(/^\/\s*/, "").replace(/\s+/g, " ");
  let size = 0;
  let found = [];
  for (const command of commands) {
    for (const name of [command.name, command.path]) {
      if (name.length < size || !plain(wanted).startsWith(`${plain(name)} `)) continue;
      found = name.length > size ? [command] : [...found, command];
      size = name.length;
    }
  }
  // Two applications may have a command of one name: then the list has to ask.
  if (new Set(found).size !== 1) return null;
  return { command: found[0], rest: wanted.slice(size).trimStart() };
}

/** Shows the commands for what stands in the message field, and hands over the chosen one. */
export class CommandPicker {
  #app;
  #list;
  #text;
  #start;
  #commands = null;
  #channel = null;
  #loading = null;
  #dismissed = null;
  #wanted = false;

  /**
   * @param {object} app
   * @param {object} about
   * @param {import("./suggest.js").Suggestions} about.list the list over the message field
   * @param {() => string} about.text what stands in the field now
   * @param {(command: Command, rest: string) => void} about.start
   */
  constructor(app, { list, text, start }) {
    this.#app = app;
    this.#list = list;
    this.#text = text;
    this.#start = start;
  }

  /** Whether this text is (the beginning of) a command. */
  static takes(text) {
    return /^\/[^/\n]*$/.test(text);
  }

  /**
   * Follow what is typed.
   *
   * @param {string} channel
   * @param {string} text
   */
  async follow(channel, text) {
    if (channel !== this.#channel) this.forget();
    this.#channel = channel;
    // What is known is shown at once; the server may since have other commands, or other words.
    if (this.#commands) this.#draw(text);
    if (text === "/" || !this.#commands) await this.#load(channel);
  }

  /** The field no longer holds a command. */
  rest() {
    this.#dismissed = null;
    this.#wanted = false;
  }

  /** Other commands, or other words for them, may be offered now: ask again. */
  forget() {
    this.#commands = null;
    this.#channel = null;
    this.#loading = null;
  }

  /**
   * Take a key before the message field does.
   *
   * @param {KeyboardEvent} event
   * @param {string} text what stands in the field
   * @returns {boolean}
   */
  key(event, text) {
    if (event.key === "Escape" && this.#list.open) this.#dismissed = text;
    if (this.#list.key(event)) return true;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return false;
    if (!this.#commands) {
      // Faster than the list: the command goes ahead as soon as it is known.
      this.#wanted = true;
      this.follow(this.#app.store.channel.id, text).catch((error) => this.#app.refused(error));
    } else if (!this.#again(text)) {
      return false;
    }
    event.preventDefault();
    return true;
  }

  /**
   * A command by its path.
   *
   * @param {string} channel
   * @param {string} path
   * @returns {Promise<Command|undefined>}
   */
  async find(channel, path) {
    const { commands } = await this.#app.socket.ask("commands", { channel });
    return commands.find((one) => one.path === path);
  }

  /** A command whose form was left is begun again, unless Esc made plain text of it. */
  #again(text) {
    const out = text !== this.#dismissed && typedOut(this.#commands, `${text} `);
    if (out) this.#start(out.command, out.rest);
    return Boolean(out);
  }

  async #load(channel) {
    const asked = (this.#loading ??= this.#app.socket.ask("commands", { channel }));
    try {
      const { commands } = await asked;
      if (this.#loading !== asked) return;
      this.#commands = commands;
    } finally {
      if (this.#loading === asked) this.#loading = null;
    }
    this.#draw(this.#text());
    const chosen = this.#wanted && this.#list.active;
    this.#wanted = false;
    if (chosen) {
      this.#list.hide();
      this.#start(chosen.value, "");
    }
  }

  #draw(text) {
    if (!CommandPicker.takes(text) || text === this.#dismissed) {
      this.#list.hide();
      return;
    }
    const out = typedOut(this.#commands, text);
    if (out) {
      this.#list.hide();
      this.#start(out.command, out.rest);
      return;
    }
    const fitting = matching(this.#commands, text).map(shown);
    const { t } = this.#app;
    this.#list.show(fitting, { label: t("composer.commands"), note: t("composer.commands.none") });
  }
}

function shown(command) {
  return {
    label: `/${command.name}`,
    detail: command.description,
    group: command.application.name,
    mark: icon("slash", "suggestion-mark"),
    value: command,
  };
}
