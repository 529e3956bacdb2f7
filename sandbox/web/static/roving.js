/** One message of the list is a tab stop; the arrow keys choose which. */

const ROWS = "article";

/**
 * Let the arrow keys walk through the articles of a list.
 * @param {Element} list
 * @returns {{settle: () => void, focus: (row?: Element|null) => void}} `settle` after rows changed
 */
export function roving(list) {
  let current = null;

  const choose = (article) => {
    if (current !== article) current?.setAttribute("tabindex", "-1");
    current = article;
    current?.setAttribute("tabindex", "0");
  };
  const settle = () => {
    if (current?.isConnected && document.activeElement?.closest(ROWS) === current) return;
    const all = list.querySelectorAll(ROWS);
    choose(all[all.length - 1] ?? null);
  };
  const focus = (row) => {
    const article = row?.querySelector?.(ROWS) ?? (current?.isConnected ? current : null);
    if (!article) return;
    choose(article);
    article.focus({ preventScroll: Boolean(row) });
    if (!row) article.scrollIntoView({ block: "nearest" });
  };

  list.addEventListener("focusin", ({ target }) => {
    const article = target.closest(ROWS);
    if (article) choose(article);
  });
  list.addEventListener("keydown", (event) => {
    // Arrow keys inside a menu or a text of a message are that one's own.
    if (event.target !== current || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = [...list.querySelectorAll(ROWS)];
    const at = all.indexOf(current);
    const moves = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 };
    const to = all[moves[event.key]];
    if (!to) return;
    event.preventDefault();
    choose(to);
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest" });
  });
  return { settle, focus };
}
