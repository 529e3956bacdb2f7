/** What opens over the page beside what was pressed: inside the viewport, closed by Esc. */

const EDGE = 8;

/**
 * Put a node over the page, next to an anchor.
 *
 * Esc, a press outside, and a change of the window's size close it; the focus then goes back to
 * where it was.
 *
 * @param {HTMLElement} node what is shown
 * @param {Element|{x: number, y: number}} anchor an element, or a point of the viewport
 * @param {() => void} [closed] called once, after the node is gone
 * @returns {{close: (restore?: boolean) => void, place: () => void}}
 */
export function popup(node, anchor, closed) {
  const before = document.activeElement;
  const stop = new AbortController();
  const place = () => placeBeside(node, anchor);
  const close = (restore = true) => {
    if (stop.signal.aborted) return;
    stop.abort();
    node.remove();
    if (restore && before instanceof HTMLElement && before.isConnected) before.focus();
    closed?.();
  };
  const listen = (target, name, act) => {
    target.addEventListener(name, act, { capture: true, signal: stop.signal });
  };
  listen(document, "pointerdown", (event) => {
    if (!node.contains(event.target)) close(false);
  });
  listen(document, "keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  listen(window, "resize", () => close());
  document.body.append(node);
  place();
  return { close, place };
}

/** Below the anchor if there is room, else above it; never past an edge of the viewport. */
function placeBeside(node, anchor) {
  const box = anchor instanceof Element ? anchor.getBoundingClientRect() : pointBox(anchor);
  const { width, height } = node.getBoundingClientRect();
  const right = document.documentElement.clientWidth - EDGE;
  const bottom = window.innerHeight - EDGE;
  const under = box.bottom + height <= bottom || box.top - height < EDGE;
  const top = under ? box.bottom : box.top - height;
  node.style.left = `${Math.max(EDGE, Math.min(box.left, right - width))}px`;
  node.style.top = `${Math.max(EDGE, Math.min(top, bottom - height))}px`;
}

function pointBox({ x, y }) {
  return { left: x, right: x, top: y, bottom: y };
}
