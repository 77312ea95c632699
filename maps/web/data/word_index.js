// Which words which projects have, folded.

/** @import {Fits, Scores} from "../store_types.ts" */
import * as i18n from "../core/i18n.js";
import {isWhole, page} from "../core/page_data.js";
import {folded, otherWords, WORD} from "./word_forms.js";

// Folded word -> the projects that have it, each as its number * 16 + the weight of the field where it weighs most.
/** @type {Map<string, number[]>} */
const index = new Map();

let next = 0;

/** @param {number} number */
function read(number) {
  const also = otherWords();
  const project = page.projects[number];
  const {languages} = i18n;
  const seen = new Set();
  /**
   * @param {string} text
   * @param {number} weight
   */
  const add = (text, weight) => {
    for (const written of text.match(WORD) || []) {
      const first = folded(written);
      if (!first || seen.has(first)) continue;
      for (const word of [first, ...(also.get(first) || [])]) {
        seen.add(word);
        const postings = index.get(word);
        if (postings) postings.push(number * 16 + weight);
        else index.set(word, [number * 16 + weight]);
      }
    }
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
  if (project.sector) { for (const language of languages) add(i18n.nameOf(language, "sector." + project.sector), 3); }
  each("summary", 1);
}

// Reads on for some milliseconds; true when all projects are in the index.
export function prepare(milliseconds = Infinity) {
  if (!isWhole) return false;
  const end = performance.now() + milliseconds;
  while (next < page.projects.length && performance.now() < end) read(next++);
  return next >= page.projects.length;
}

// Between slices of the reading the page stays awake; few projects are read while the reader types.
export function pending() {
  if (prepare(page.projects.length > 200 ? 0 : Infinity)) return null;
  return new Promise((done) => {
    const readOn = () => setTimeout(() => (prepare(20) ? setTimeout(done) : readOn()));
    readOn();
  });
}

/**
 * @param {Fits} fits
 * @param {string} term
 */
export function collect(fits, term) {
  const scores = new Float32Array(page.projects.length);
  let any = false;
  for (const [word, entries] of index) {
    const factor = fits(word, term);
    if (!factor) continue;
    any = true;
    for (const entry of entries) scores[entry >> 4] = Math.max(scores[entry >> 4], (entry & 15) * factor);
  }
  return any ? scores : null;
}

/**
 * Map(project -> score) of the projects that have a score under every term.
 * @param {Scores[]} scores
 */
export function combine(scores) {
  const sums = new Map();
  if (!scores.length) return sums;
  page.projects.forEach((project, i) => {
    if (scores.every((ofTerm) => ofTerm[i])) sums.set(project, scores.reduce((sum, ofTerm) => sum + ofTerm[i], 0));
  });
  return sums;
}
