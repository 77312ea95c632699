// Words as the search compares them: folded, and with the other words that mean the same.

import {fold} from "../core/fold.js";
import * as i18n from "../core/i18n.js";

// A word as it is written -> folded: most words come again and again.
/** @type {Map<string, string>} */
const known = new Map();

// Other words for one that stands in the layer, folded: that word -> those, and the other way round.
/** @type {Map<string, string[]>} */
const also = new Map();

export const WORD = /[\p{L}\p{N}ʻʼ'’‘`´]+/gu;

/** @param {string} written */
export const folded = (written) => {
  let word = known.get(written);
  if (word === undefined) known.set(written, word = fold(written).folded.trim());
  return word;
};

export function otherWords() {
  if (also.size) return also;
  for (const pair of i18n.languages.flatMap((language) => i18n.nameOf(language, "search.also").split(", "))) {
    const [other, word] = pair.split(" ").map(folded);
    also.set(word, [...(also.get(word) || []), other]);
  }
  return also;
}
