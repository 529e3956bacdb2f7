/** What this tab knows: who it is, the places, and the messages of the channels it has opened. */

/**
 * Order of two snowflakes given as text.
 * @param {string} a
 * @param {string} b
 * @returns {number} below, at or above 0
 */
export function byAge(a, b) {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}

/**
 * Events: `hello`, `places`, `me`, `texts` (all words changed: redraw), `channel` (another one is
 * open), `loaded` ({channel}), `older` ({channel, messages}), `message` ({channel, message, fresh}),
 * `gone` ({channel, id}), `clock`, `draft`.
 */
export class Store {
  me = null;
  people = [];
  locales = [];
  places = { guilds: [], dms: [], bots: [], users: {}, roles: {} };
  examples = {};
  limits = {};
  tour = null;
  base = "";
  channel = null;
  /** The list that is looked at while no channel is open: a server's id, or "dms". */
  lobby = null;
  #index = new Map();
  #messages = new Map();
  #more = new Map();
  #offset = 0;
  #handlers = new Map();

  /**
   * Listen to a change.
   * @param {string} name
   * @param {(detail: *) => void} fn
   * @returns {() => void} stops listening
   */
  on(name, fn) {
    if (!this.#handlers.has(name)) this.#handlers.set(name, new Set());
    this.#handlers.get(name).add(fn);
    return () => this.#handlers.get(name).delete(fn);
  }

  /** Tell everyone who listens. */
  emit(name, detail) {
    for (const fn of [...(this.#handlers.get(name) ?? [])]) fn(detail);
  }

  /** Take the first frame of a connection. */
  hello(frame) {
    const { me, people, locales, examples = {}, limits = {}, base = "", tour = null, now } = frame;
    Object.assign(this, { me, people, locales, examples, limits, base, tour });
    this.tick(now);
    this.emit("hello", frame);
  }

  /** Take another hour from the sandbox's clock. */
  tick(iso) {
    if (iso) this.#offset = Date.parse(iso) - Date.now();
    this.emit("clock", this.now());
  }

  /** The sandbox's time now. @returns {Date} */
  now() {
    return new Date(Date.now() + this.#offset);
  }

  /** Take the places as they are now. */
  setPlaces(places) {
    this.places = places;
    this.#index = new Map(this.all().map((one) => [one.id, one]));
    if (this.channel) this.channel = this.#index.get(this.channel.id) ?? null;
    this.emit("places", places);
  }

  /** Every channel, thread and DM this person can open. */
  all() {
    return [...this.places.guilds.flatMap((one) => one.channels), ...this.places.dms];
  }

  /** A channel, thread or DM by id. */
  place(id) {
    return this.#index.get(id) ?? null;
  }

  /** The server that a channel stands in; null for a DM. */
  guildOf(id) {
    return this.places.guilds.find((one) => one.channels.some((any) => any.id === id)) ?? null;
  }

  /** A user by id: {name, bot, key}. */
  user(id) {
    return this.places.users[id] ?? null;
  }

  /** A role by id: {name, color}. */
  role(id) {
    return this.places.roles[id] ?? null;
  }

  /** The known messages of a channel, oldest first. @returns {Map<string, object>} */
  messages(channel) {
    return this.#messages.get(channel) ?? new Map();
  }

  /** Whether there are older messages than the known ones. */
  hasMore(channel) {
    return this.#more.get(channel) ?? false;
  }

  /** Take the newest messages of a channel; what was known of it is forgotten. */
  load(channel, messages, more) {
    this.#messages.set(channel, new Map(messages.map((one) => [one.id, one])));
    this.#more.set(channel, more);
    this.emit("loaded", { channel });
  }

  /** Take a page of older messages. */
  older(channel, messages, more) {
    const known = this.messages(channel);
    const fresh = messages.filter((one) => !known.has(one.id));
    this.#messages.set(channel, new Map([...fresh.map((one) => [one.id, one]), ...known]));
    this.#more.set(channel, more);
    this.emit("older", { channel, messages: fresh });
  }

  /** Take a new or changed message. One of a channel that was never opened is left to the server. */
  upsert(channel, message) {
    const known = this.#messages.get(channel);
    if (known) {
      const before = known.get(message.id);
      known.set(message.id, message);
      if (!before) this.#sort(channel, known, message.id);
      this.emit("message", { channel, message, before, fresh: !before });
    }
  }

  #sort(channel, known, id) {
    const keys = [...known.keys()];
    if (keys.length > 1 && byAge(keys.at(-2), id) > 0) {
      keys.sort(byAge);
      this.#messages.set(channel, new Map(keys.map((key) => [key, known.get(key)])));
    }
  }

  /** Forget a message. */
  drop(channel, id) {
    if (this.#messages.get(channel)?.delete(id)) this.emit("gone", { channel, id });
  }

  /** A link without the sandbox's own address, so that it loads from wherever the page came from. */
  local(url) {
    return this.base && url?.startsWith(this.base) ? url.slice(this.base.length) || "/" : url;
  }
}
