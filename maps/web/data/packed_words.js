// The words of a packed layer in their order, as one text: those that fit what is typed stand in ranges.

/** @import {Fits} from "../store_types.ts" */
import {begins, contains, firstRow, mistakes, nextRow, resembles} from "./word_fits.js";

/** The number of the first word of some that fit, that of the one behind the last, and how well they do. */
/** @typedef {[from: number, to: number, factor: number]} Range */

let text = "";
// Where each word begins, and where one more would.
let starts = new Uint32Array(1);

/**
 * @param {string} joined one word to a line
 * @param {number} most words
 */
export function readWords(joined, most) {
  text = joined && joined + "\n";
  const lines = new Uint32Array(most + 1);
  let length = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines[length++] = at + 1;
  starts = lines.subarray(0, length);
}

export const wordCount = () => starts.length - 1;

/** @param {number} i */
const wordAt = (i) => text.slice(starts[i], starts[i + 1] - 1);

/**
 * The first number from one to before another that passes a test; those that do stand behind those that do not.
 * @param {number} from
 * @param {number} to
 * @param {(i: number) => boolean} passes
 */
function firstOf(from, to, passes) {
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (passes(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** @param {string} term */
function withBeginning(term) {
  const from = firstOf(0, wordCount(), (i) => wordAt(i) >= term);
  const to = firstOf(from, wordCount(), (i) => !text.startsWith(term, starts[i]));
  const others = from < to && wordAt(from) === term ? from + 1 : from;
  return /** @type {Range[]} */ ([[from, others, 3], [others, to, 2]]);
}

/** @param {string} term */
function withInside(term) {
  /** @type {Range[]} */
  const ranges = [];
  for (let at = text.indexOf(term), i = 0; at >= 0; at = text.indexOf(term, starts[i])) {
    i = firstOf(i, wordCount(), (k) => starts[k] > at);
    ranges.push([i - 1, i, 1]);
  }
  return ranges;
}

/**
 * Words with one beginning are compared once, as far as it goes.
 * @param {string} term
 */
function withNearly(term) {
  /** @type {Range[]} */
  const ranges = [];
  /** @type {(from: number, to: number, depth: number, row: number[], last: string, before: number[]) => void} */
  function compare(from, to, depth, row, last, before) {
    if (row[term.length] <= mistakes(term)) ranges.push([from, to, 0.5]);
    else if (Math.min(...row) <= mistakes(term)) {
      // The shortest stands first.
      for (let end, i = starts[from] + depth === starts[from + 1] - 1 ? from + 1 : from; i < to; i = end) {
        const letter = text[starts[i] + depth];
        end = firstOf(i, to, (k) => text[starts[k] + depth] !== letter);
        compare(i, end, depth + 1, nextRow(term, letter, row, last, before), letter, row);
      }
    }
  }
  if (wordCount()) compare(0, wordCount(), 0, firstRow(term), "", []);
  return ranges;
}

/** @type {Map<Fits, (term: string) => Range[]>} */
const finders = new Map([[begins, withBeginning], [contains, withInside], [resembles, withNearly]]);

/**
 * The words that fit what is typed.
 * @param {Fits} fits
 * @param {string} term
 */
export const wordsThat = (fits, term) =>
  /** @type {(term: string) => Range[]} */ (finders.get(fits))(term).filter(([from, to]) => from < to);

/**
 * The number of a word, -1 if there is none such.
 * @param {string} word
 */
export function numberOf(word) {
  const i = firstOf(0, wordCount(), (k) => wordAt(k) >= word);
  return i < wordCount() && wordAt(i) === word ? i : -1;
}
