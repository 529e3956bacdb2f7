/** The page's words: four folders of flat JSON, merged, with English under everything. */

const FOLDERS = ["shell", "content", "composer", "panel"];

let current = "en-US";
let words = {};
let plural = new Intl.PluralRules("en");

/** The language of texts that serves a client's language. */
function served(code) {
  if (/^zh-(TW|HK|MO|Hant)/i.test(code)) return "zh-TW";
  return /^zh/i.test(code) ? "zh-CN" : "en";
}

async function folder(name, language) {
  try {
    const answer = await fetch(new URL(`texts/${name}/${language}.json`, import.meta.url));
    return answer.ok ? await answer.json() : {};
  } catch (error) {
    // A folder with a slip in it must not take the whole page down; its keys show instead.
    console.error(`texts/${name}/${language}.json`, error);
    return {};
  }
}

async function language(code) {
  return Object.assign({}, ...(await Promise.all(FOLDERS.map((name) => folder(name, code)))));
}

/**
 * Load the texts of a client's language and use them from now on.
 * @param {string} code such as zh-CN
 */
export async function loadTexts(code) {
  const wanted = served(code);
  const [english, own] = await Promise.all([language("en"), wanted === "en" ? {} : language(wanted)]);
  words = { ...english, ...own };
  current = code;
  plural = new Intl.PluralRules(code);
  document.documentElement.lang = code;
}

/** The client's language as the browser's Intl takes it. */
export function locale() {
  return current;
}

/**
 * A text. With a `count`, `key.one` or `key.other` is taken where the language has such.
 * @param {string} key
 * @param {Object<string, *>} [values] what stands in for {name}
 * @returns {string} the key itself where no text is known
 */
export function t(key, values = {}) {
  const counted = "count" in values ? words[`${key}.${plural.select(values.count)}`] : undefined;
  const text = counted ?? words[key] ?? words[`${key}.other`] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
