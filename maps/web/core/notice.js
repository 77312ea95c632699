// What is said to everyone, put on the clipboard or saved as a file.

import {byId, el} from "./dom.js";
import {t} from "./i18n.js";

/**
 * Copies a text and says so; without leave to write to the clipboard it is shown to be copied by hand.
 * @param {string} text
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", {class: "offscreen", "aria-hidden": "true"}, text);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say(t("link.copied"));
}

/**
 * Saves a text as a file.
 * @param {string} name
 * @param {string} type
 * @param {BlobPart[]} parts
 */
export function download(name, type, parts) {
  const url = URL.createObjectURL(new Blob(parts, {type}));
  el("a", {href: url, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

let timer = 0;

/**
 * Says something to everyone: shown for a moment, and read out by a screen reader.
 * @param {string} text
 */
export function say(text) {
  const place = byId("say");
  place.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => (place.textContent = ""), 4000);
}
