/** What has been read: the divider before new messages, the count on the jump button. */

/**
 * The server tells whether a place is unread, not since when; each tab remembers the last message
 * that was read in a place, and draws the divider after it.
 */
export class Reading {
  #seen;
  #mark = null;
  #news = 0;
  #asked = null;

  constructor(app, timeline) {
    this.app = app;
    this.timeline = timeline;
    this.key = `sandbox.seen.${app.store.me.key}`;
    this.#seen = JSON.parse(sessionStorage.getItem(this.key) ?? "{}");
    app.store.on("places", () => this.#places());
    document.addEventListener("visibilitychange", () => this.look());
    window.addEventListener("focus", () => this.look());
    this.#places();
  }

  #places() {
    for (const place of this.app.store.all()) {
      if (!place.unread && place.last_message_id) this.#seen[place.id] = place.last_message_id;
    }
    sessionStorage.setItem(this.key, JSON.stringify(this.#seen));
  }

  /** Another channel is open: nothing is known of it yet. */
  opened() {
    this.#mark = null;
    this.#news = 0;
    this.#asked = null;
    this.timeline.count(0);
  }

  /** Its newest messages are here: find the first that is new. */
  loaded() {
    const { store } = this.app;
    const place = store.channel;
    const last = place?.last_read_id ?? this.#seen[place?.id];
    if (!this.#mark && place?.unread && last) {
      const all = [...store.messages(place.id).values()];
      const next = all.find((one) => BigInt(one.id) > BigInt(last) && !one.x.mine);
      this.#mark = next?.id ?? null;
    }
  }

  /** Whether the divider stands before this message. */
  marks(id) {
    return id === this.#mark;
  }

  /** A message came in. One of one's own ends the news. */
  arrived(message) {
    if (message.x.mine) {
      this.#news = 0;
      this.#move(null);
      this.timeline.scroller.stuck = true;
    } else if (!this.#watched) {
      this.#news += 1;
      if (this.#news === 1 && !this.#mark) this.#mark = message.id;
    }
  }

  get #watched() {
    return this.timeline.scroller.stuck && document.visibilityState === "visible";
  }

  #move(id) {
    const before = this.#mark;
    this.#mark = id;
    if (before) this.timeline.remark(before);
    if (id) this.timeline.remark(id);
  }

  /** Whoever is at the end of a visible page has read everything. */
  look() {
    const { store } = this.app;
    const place = store.channel;
    if (this.#watched && place) {
      this.#news = 0;
      const last = [...store.messages(place.id).keys()].at(-1);
      if (last && last !== this.#asked) {
        this.#asked = last;
        this.#seen[place.id] = last;
        this.app.socket.ask("read", { channel: place.id }).catch(this.#unread);
      }
    }
    this.timeline.count(this.#news);
  }

  /** Read again after the next connection; a lost one has its own sign on the page. */
  #unread = (error) => {
    this.#asked = null;
    if (error.code !== "Closed") this.app.refused(error);
  };
}
