/** Leaving the page: the browser asks first where something would be lost for good. */

/**
 * Give the app `holdsBack(fn)`: where any `fn` says true, the browser asks before the page goes.
 * @param {object} app
 */
export function installLeaving(app) {
  const reasons = [];
  app.holdsBack = (fn) => reasons.push(fn);
  window.addEventListener("beforeunload", (event) => {
    if (reasons.some((fn) => fn())) event.preventDefault();
  });
}
