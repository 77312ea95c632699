// What the browser remembers of a text that is not sent yet.

import {version} from "./i18n.js";
import {page} from "./page_data.js";

/**
 * What a page remembers of a text that is not sent yet; a browser may refuse to.
 * @param {string} key
 * @param {unknown} [value]
 */
export function draft(key, value) {
  const name = `coopmap ${version(page.layer, "title")[0]} ${key}`;
  try {
    if (value === undefined) return JSON.parse(localStorage.getItem(name) ?? "null");
    if (value) localStorage.setItem(name, JSON.stringify(value));
    else localStorage.removeItem(name);
  } catch {
    // Without a memory the form works all the same.
  }
  return null;
}
