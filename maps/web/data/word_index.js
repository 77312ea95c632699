// Which words which projects have, folded.

/** @import {Fits, Scores} from "../store_types.ts" */
import {isWhole, page, whole} from "../core/page_data.js";
import {eachWord} from "./word_forms.js";

// Folded word -> the projects that have it, each as its number * 16 + the weight of the field where it weighs most.
/** @type {Map<string, number[]>} */
const index = new Map();

let next = 0;

/** @param {number} number */
function read(number) {
  const seen = new Set();
  eachWord(page.projects[number], (word, weight) => {
    if (seen.has(word)) return;
    seen.add(word);
    const postings = index.get(word);
    if (postings) postings.push(number * 16 + weight);
    else index.set(word, [number * 16 + weight]);
  });
}

// Reads on for some milliseconds; true when all projects are in the index.
export function prepare(milliseconds = Infinity) {
  if (!isWhole) return false;
  const end = performance.now() + milliseconds;
  while (next < page.projects.length && performance.now() < end) read(next++);
  return next >= page.projects.length;
}

// Between slices of the reading the page stays awake; few projects are read while the reader types, or as soon as their
// texts are there: what the address asks for is answered before the page says that it is drawn.
export function pending() {
  if (!isWhole) return whole();
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
