// How well a word fits what is typed: begun like it, with it inside, or nearly so.

/** @import {Fits} from "../store_types.ts" */

/** @type {Fits} */
export const begins = (word, term) => (word === term ? 3 : word.startsWith(term) ? 2 : 0);
/** @type {Fits} */
export const contains = (word, term) => (word.includes(term) ? 1 : 0);
/** @type {Fits} */
export const resembles = (word, term) => (near(term, word, mistakes(term)) ? 0.5 : 0);

/**
 * How many letters may be mistyped.
 * @param {string} term
 */
export const mistakes = (term) => (term.length < 8 ? 1 : 2);

/**
 * By how many letters put in, left out, changed or swapped the beginnings of a word of one letter more differ from those
 * of another word, which are none, its first letter, and so on.
 * @param {string} word
 * @param {string} letter
 * @param {number[]} row the same without that letter
 * @param {string} last the letter before it
 * @param {number[]} before the same without both
 */
export function nextRow(word, letter, row, last, before) {
  const next = [row[0] + 1];
  for (let k = 1; k < row.length; k++) {
    next[k] = Math.min(row[k] + 1, next[k - 1] + 1, row[k - 1] + (word[k - 1] === letter ? 0 : 1));
    if (word[k - 1] === last && word[k - 2] === letter) next[k] = Math.min(next[k], before[k - 2] + 1);
  }
  return next;
}

/** @param {string} word */
export const firstRow = (word) => Array.from({length: word.length + 1}, (_, k) => k);

/**
 * Whether two words differ by at most `most` letters put in, left out, changed or swapped; b may go on after that.
 * @param {string} a
 * @param {string} b
 * @param {number} most
 */
export function near(a, b, most) {
  let [row, before, last] = [firstRow(a), firstRow(a), ""];
  for (let i = 0; row[a.length] > most; i++) {
    if (i === b.length || Math.min(...row) > most) return false;
    [row, before, last] = [nextRow(a, b[i], row, last, before), row, b[i]];
  }
  return true;
}
