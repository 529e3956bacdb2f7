/** The ways by which files come to the message field: the button, the clipboard, drag and drop. */

import { dropZone } from "./uploads.js";

/**
 * Hand over files, however they come.
 *
 * @param {import("./composerview.js").Parts} parts
 * @param {(files: File[]) => void} add
 * @param {() => string|null} hint what is said while files hover; null where none can be dropped
 */
export function installIntake({ node, field, file, attach }, add, hint) {
  attach.addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    const files = [...file.files];
    // Emptied, so that the same file can be chosen again after it was removed.
    file.value = "";
    add(files);
  });
  field.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    // A word processor's copy carries a picture of itself: its text is what is meant.
    if (!files.length || event.clipboardData.getData("text/plain")) return;
    event.preventDefault();
    add(files);
  });
  dropZone(node.closest("main") ?? node, add, hint);
}
