/** A box of messages that stays at its end, and does not jump when older ones come in above. */

/** Pixels from the end that still count as the end. */
const NEAR = 32;
/** Pixels from the beginning at which older messages are fetched. */
const EARLY = 600;
const ROW = "li[data-id]";

export class Scroller {
  /** Whether the newest message is in view and should stay so. */
  stuck = true;
  #last = 0;

  /**
   * @param {HTMLElement} box what scrolls
   * @param {HTMLElement} content what grows in it
   * @param {{early: () => void, moved: (stuck: boolean) => void}} tell `early`: near the beginning
   */
  constructor(box, content, tell) {
    this.box = box;
    this.tell = tell;
    box.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const sizes = new ResizeObserver(() => this.settle());
    sizes.observe(box);
    sizes.observe(content);
  }

  /** Go to the end, and stay there. */
  toEnd() {
    this.stuck = true;
    this.settle();
    this.tell.moved(true);
  }

  /** After something changed its size: back to the end, for whoever was there. */
  settle() {
    if (this.stuck) this.box.scrollTop = this.box.scrollHeight;
    this.#last = this.box.scrollTop;
    this.#early();
  }

  /**
   * Change what stands above without moving what is in view.
   * @param {() => void} change
   */
  hold(change) {
    const top = this.box.getBoundingClientRect().top;
    const seen = [...this.box.querySelectorAll(ROW)]
      .find((one) => one.getBoundingClientRect().bottom > top);
    const before = seen?.getBoundingClientRect().top;
    // The browser's own anchoring would correct the same change a second time.
    this.box.style.overflowAnchor = "none";
    change();
    // The row may have been drawn anew.
    const mark = seen?.isConnected ? seen : this.box.querySelector(`[data-id="${seen?.dataset.id}"]`);
    if (mark) this.box.scrollTop += mark.getBoundingClientRect().top - before;
    this.#last = this.box.scrollTop;
    this.box.style.overflowAnchor = "";
  }

  /** Bring a row to the middle. */
  show(row) {
    this.stuck = false;
    row.scrollIntoView({ block: "center" });
    // Rows that were never drawn had an assumed height; now the real ones are known.
    requestAnimationFrame(() => row.scrollIntoView({ block: "center" }));
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.box;
    const was = this.stuck;
    // Growing content also takes one away from the end; only scrolling upwards means to leave it.
    if (scrollHeight - scrollTop - clientHeight <= NEAR) this.stuck = true;
    else if (scrollTop < this.#last) this.stuck = false;
    this.#last = scrollTop;
    if (was !== this.stuck) this.tell.moved(this.stuck);
    this.#early();
  }

  #early() {
    if (this.box.scrollTop < EARLY) this.tell.early();
  }
}
