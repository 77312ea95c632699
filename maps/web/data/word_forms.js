// Words as the search compares them: folded, and with the other words that mean the same.

/** @import {Project} from "../types.ts" */
import {fold} from "../core/fold.js";
import * as i18n from "../core/i18n.js";

// A word as it is written -> folded: most words come again and again.
/** @type {Map<string, string>} */
const known = new Map();

// Other words for one that stands in the layer, folded: that word -> those, and the other way round.
/** @type {Map<string, string[]>} */
const also = new Map();

export const WORD = /[\p{L}\p{N}\u02bb\u02bc'\u2019\u2018`\u00b4]+/gu;

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

// A text -> its folded words and the other words for them, each once: many projects share a summary or a partner.
/** @type {Map<string, Set<string>>} */
const knownTexts = new Map();

/** @param {string} text */
function wordsOf(text) {
  let words = knownTexts.get(text);
  if (words) return words;
  knownTexts.set(text, words = new Set());
  for (const written of text.match(WORD) || []) {
    const word = folded(written);
    if (!word) continue;
    words.add(word);
    for (const other of otherWords().get(word) || []) words.add(other);
  }
  return words;
}

/**
 * The folded words of a project, the other words for them too, each with the weight of its field; the weightiest first.
 * @param {Project} project
 * @param {(word: string, weight: number) => void} act
 */
export function eachWord(project, act) {
  /**
   * @param {string} text
   * @param {number} weight
   */
  const add = (text, weight) => {
    for (const word of wordsOf(text)) act(word, weight);
  };
  /**
   * @param {string} field
   * @param {number} weight
   */
  const each = (field, weight) => {
    for (const [text] of i18n.versions(project, field)) add(text, weight);
  };
  each("name", 8);
  each("place", 4);
  for (const partner of project.partners || []) {
    for (const key of Object.keys(partner)) {
      if (key.startsWith("name")) add(String(/** @type {any} */ (partner)[key]), 3);
    }
  }
  if (project.sector) {
    for (const language of i18n.languages) {
      add(i18n.nameOf(language, "sector." + project.sector), 3);
    }
  }
  each("summary", 1);
}
