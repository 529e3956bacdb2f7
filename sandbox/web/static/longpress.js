/** A long press opens the menu of a message also where the browser has no such gesture (iOS). */

/** Milliseconds of a long press; Android's own is half a second. */
const LONG = 550;
/** Pixels that a resting finger moves. */
const STILL = 10;

/**
 * Tell a part of the page of long presses as `contextmenu`, unless the browser does.
 *
 * @param {HTMLElement} zone
 */
export function installLongPress(zone) {
  let timer = 0;
  let start = null;
  const stop = () => clearTimeout(timer);
  zone.addEventListener("pointerdown", (event) => {
    stop();
    if (event.pointerType !== "touch" || !event.isPrimary) return;
    start = event;
    timer = setTimeout(() => press(event), LONG);
  });
  zone.addEventListener("pointermove", (event) => {
    if (!start) return;
    const far = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY);
    if (far > STILL) stop();
  });
  for (const end of ["pointerup", "pointercancel", "contextmenu"]) zone.addEventListener(end, stop);
}

function press({ target, clientX, clientY }) {
  const about = { bubbles: true, cancelable: true, clientX, clientY, view: window };
  target.dispatchEvent(new MouseEvent("contextmenu", about));
}
