// Which words which blocks have, in sorted pages of words: those that a query needs are read.

/** @import {Candidates, Entry, Split} from "../split_types.ts" */
/** @import {Fits, Scores} from "../store_types.ts" */
import {page} from "../core/page_data.js";
import {termsOf} from "../data/search.js";
import {state} from "../data/selection.js";
import {otherWords} from "../data/word_forms.js";
import {asText, isFromDisk, known, numbered, only, read} from "./files.js";
import {Numbers} from "./numbers.js";

/** @type {Split} */
const {count, block: size, words: {pages, span, index}} = page.split;
const BLOCKS = Math.ceil(count / size);
// Milliseconds that the reader may still be typing.
const PAUSE = 150;

/** @param {Uint8Array} bytes @returns {Entry[]} */
function decode(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const numbers = new Numbers(bytes, 4 + length);
  return asText(bytes.subarray(4, 4 + length)).split("\n").map((word) => {
    const projects = numbers.next();
    const coded = numbers.next();
    return {word, projects, blocks: coded % 2 ? ofBits(numbers, (coded - 1) / 2) : ofSteps(numbers, coded / 2)};
  });
}

/** @param {Numbers} numbers @param {number} length */
function ofSteps(numbers, length) {
  let block = 0;
  return Uint32Array.from(numbers.take(length), (step) => (block += step));
}

/** @param {Numbers} numbers @param {number} length */
function ofBits(numbers, length) {
  const first = numbers.next();
  const bits = numbers.raw(length);
  const blocks = [];
  for (let i = 0; i < 8 * length; i++) if (bits[i >> 3] >> (i & 7) & 1) blocks.push(first + i);
  return Uint32Array.from(blocks);
}

/**
 * The number of the last of some sorted words that does not stand after another.
 * @param {string[]} sorted
 * @param {string} word
 */
const placeIn = (sorted, word) => Math.max(0, sorted.findLastIndex((each) => each <= word));

/** The index file that tells on which page a word would stand. @param {string} word */
const indexOf = (word) => placeIn(index, word);
/** @param {number} j */
const indexPath = (j) => numbered("index", j);
/** @param {number} p */
const pagePath = (p) => numbered("words", p);
/** @param {Uint8Array} bytes */
const lines = (bytes) => asText(bytes).split("\n");

/** The words to look up for a term: itself, and those in the layer that mean what begins with it. @param {string} term */
const lookedUp = (term) => [
  term,
  ...[...otherWords()].filter(([, others]) => others.some((other) => other.startsWith(term))).map(([word]) => word),
];

/**
 * The pages on which words stand that begin with one: at most two, else its beginning has an entry of its own.
 * @param {string} word
 */
function pagesOf(word) {
  const j = indexOf(word);
  const firsts = known(indexPath(j));
  if (!firsts) return null;
  const p = j * span + placeIn(firsts, word);
  return [p, p + 1].filter((each) => each < pages);
}

/** What has to be read for a query and has not been: files with what decodes them. */
function missing() {
  const words = termsOf(state.query).flatMap(lookedUp);
  /** @type {Map<string, (bytes: Uint8Array) => unknown>} */
  const files = new Map();
  for (const word of words) {
    const own = pagesOf(word);
    if (own) { for (const p of own) files.set(pagePath(p), decode); }
    else files.set(indexPath(indexOf(word)), lines);
  }
  only("words", new Set(files.keys()));
  return [...files].filter(([path]) => !known(path));
}

// Nothing is read before somebody asks.
export const prepare = () => true;

const pause = () => new Promise((done) => setTimeout(done, PAUSE));

/** Reads what the query needs by then, once the reader has paused; what has failed is waited for. */
async function readMissing() {
  await pause();
  // From disk nothing comes.
  if (isFromDisk) await new Promise(() => {});
  await Promise.all(missing().map(([path, of]) => read(path, of, "words").catch(pause)));
}

// What the query has still to wait for.
export const pending = () => (missing().length ? readMissing() : null);

// How a word fits each term that has been found, in their order.
/** @type {((word: string) => number)[]} */
let fitting = [];

/**
 * Blocks that have a word which fits a term, each with how well at best; null where none does.
 * @param {Fits} fits
 * @param {string} term
 * @returns {Scores | null}
 */
export function collect(fits, term) {
  const also = otherWords();
  const scores = new Float32Array(BLOCKS);
  let any = false;
  for (const p of new Set(lookedUp(term).flatMap((word) => pagesOf(word) ?? []))) {
    for (const {word: entry, blocks} of /** @type {Entry[]} */ (known(pagePath(p)) ?? [])) {
      // A beginning and "*" stands for all words that begin so.
      const word = entry.replace("*", "");
      const factor = Math.max(...[word, ...also.get(word) ?? []].map((form) => fits(form, term)));
      if (!factor) continue;
      any = true;
      for (const block of blocks) scores[block] = Math.max(scores[block], factor);
    }
  }
  if (any) fitting.push((word) => fits(word, term));
  return any ? scores : null;
}

/**
 * What has to be looked through: the blocks that fit every term.
 * @param {Scores[]} scores
 * @returns {Candidates}
 */
export function combine(scores) {
  const fits = fitting;
  fitting = [];
  const [first, ...others] = scores;
  /** @type {Map<number, number>} */
  const blocks = new Map();
  first?.forEach((score, k) => {
    if (score && others.every((ofTerm) => ofTerm[k])) {
      blocks.set(
        k,
        others.reduce((sum, ofTerm) => sum + ofTerm[k], score),
      );
    }
  });
  return {query: state.query, blocks, fits};
}
