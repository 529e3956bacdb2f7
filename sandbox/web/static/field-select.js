/** Select menus of a modal. */

import { combobox } from "./listbox.js";
import { amounts, defaults, placeholder, source } from "./selects.js";

/** See fields.js for what is returned. */
export function menu(app, raw, frame) {
  const { min, max } = amounts(raw);
  const least = frame.required ? Math.max(min, 1) : 0;
  const load = source(app, raw, () => app.store.channel?.id);
  const { onchange, ...names } = frame;
  const node = combobox(app, {
    ...names, min: least, max, load, placeholder: placeholder(app, raw),
    chosen: defaults(app, raw), onchange: () => onchange(),
  });
  const box = node.combobox;
  const read = () => box.values;
  return {
    node,
    read,
    empty: () => !read().length,
    wrong: () => lack(app, read().length, { least, fewest: min, most: max }),
    invalid: (on) => box.input.setAttribute("aria-invalid", String(on)),
    focus: () => box.focus(),
    example: async (given) => {
      box.set(fitting(await load(""), given, Math.max(least, 1)).slice(0, max));
      onchange();
    },
  };
}

function lack(app, now, { least, fewest, most }) {
  if (!now) return least ? app.t("content.field.choose") : "";
  if (now < fewest) return app.t("content.list.least", { count: fewest });
  return now > most ? app.t("content.list.most", { count: most }) : "";
}

/** The lines that an example names by value or label, or else the first ones. */
function fitting(items, given, least) {
  const wanted = [given ?? []].flat().map(String);
  const named = items.filter((one) => wanted.includes(one.value) || wanted.includes(one.label));
  return named.length ? named : items.slice(0, least);
}
