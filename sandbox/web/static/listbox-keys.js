/** The keys of a combobox. */

/** Lines that Page Up and Page Down go. */
const PAGE = 8;

/**
 * Let a combobox hear its keys.
 * @param {import("./listbox.js").Combobox} box
 */
export function keys(box) {
  box.input.addEventListener("keydown", (event) => {
    // While characters are being composed (Chinese input), the keys belong to the input method.
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const act = box.isOpen ? whenOpen(box, event.key) : whenClosed(box, event);
    if (!act) return;
    event.preventDefault();
    // Escape must not reach the dialog around it, nor Enter the form.
    event.stopPropagation();
    act();
  });
}

function whenOpen(box, key) {
  const { active, items } = box.popup;
  const last = items.length - 1;
  const moves = {
    ArrowDown: active + 1, ArrowUp: active < 0 ? last : active - 1, Home: 0, End: last,
    PageDown: Math.min(active + PAGE, last), PageUp: Math.max(active - PAGE, 0),
  };
  if (key in moves) return () => box.move(moves[key]);
  if (key === "Escape") return () => box.close();
  if (key === "Enter") return enter(box);
  if (key === "Tab") {
    box.close();
    return null;
  }
  return key === "Backspace" ? back(box) : null;
}

function whenClosed(box, event) {
  if (["ArrowDown", "ArrowUp"].includes(event.key)) return () => box.open();
  // A closed field of free text sends what is around it with Enter, like any text field.
  if (["Enter", " "].includes(event.key) && !box.options.free) return () => box.open();
  return event.key === "Backspace" ? back(box) : null;
}

function enter(box) {
  const item = box.popup.items[box.popup.active];
  if (item) return () => box.pick(item);
  return box.options.free ? null : () => {};
}

function back(box) {
  if (box.input.value || !box.multiple || !box.chosen.length) return null;
  return () => box.remove(box.chosen.at(-1));
}
