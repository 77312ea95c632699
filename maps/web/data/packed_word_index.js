// Which words which projects of a packed layer have: made when it was packed, read when the reader begins to search.

/** @import {Fits, Scores} from "../store_types.ts" */
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {say} from "../core/notice.js";
import {bytesOf, textOf} from "./packed_columns.js";
import {count} from "./packed_records.js";
import {numbersOf, sectors} from "./packed_view.js";
import {folded, otherWords, WORD} from "./word_forms.js";

// As maps/page/packed/word_index.py writes them: the end of a project, the end of a field, a word not met before, a bag
// of words whose number follows; then the words' own numbers. The bags stand first, an empty one after them.
const [END, FIELD, NEW, BAG, FIRST] = [0, 1, 2, 3, 4];

// How much a word weighs in the name, the place, the partners, the summary.
const WEIGHTS = [8, 4, 3, 1];

const SECTOR = 3;
/** @type {string[]} */
let words = [];
let postings = new Uint8Array();
// Whether it has been read.
let isRead = false;
/** @type {Promise<void> | null} */
let reading = null;
/** @type {string[][]} */
let ofSectors = [];
/** @type {[number, string[]][]} */
const also = [];

async function read() {
  const [text, numbers] = await Promise.all([textOf("words"), bytesOf("postings")]);
  [words, postings, isRead] = [text.split("\n"), numbers, true];
  // Where the words stand that have other words for them; how a sector is called in all languages.
  const other = otherWords();
  words.forEach((word, i) => other.has(word) && also.push([i, other.get(word) || []]));
  const {languages, nameOf} = i18n;
  ofSectors = sectors.map((sector) =>
    sector ? languages.flatMap((language) => nameOf(language, "sector." + sector).match(WORD) || []).map(folded) : []
  );
}

export const ready = () => isRead;

/**
 * Acts once the index has been read; the reader is told when that takes a moment.
 * @param {() => void} act
 */
export async function whenRead(act) {
  setTimeout(() => isRead || say(t("search.reading")), 150);
  await (reading ??= read());
  act();
}

/**
 * The factors of the sectors by the words for them, in all languages.
 * @param {Fits} fits
 * @param {(word: string) => void} hit
 */
function sectorFactors(fits, hit) {
  return Float32Array.from(ofSectors, (own) =>
    own.reduce((most, word) => {
      if (fits(word)) hit(word);
      return Math.max(most, fits(word));
    }, 0));
}

/**
 * The score of each project; `fits` gives a word's factor. The words of all projects are read from end to end.
 * @param {Fits} fits
 * @param {(word: string) => void} hit
 */
export function collect(fits, hit) {
  const factors = new Float32Array(words.length);
  let any = false;
  for (let i = 0; i < words.length; i++) {
    const factor = fits(words[i]);
    if (!factor) continue;
    hit(words[i]);
    factors[i] = factor;
    any = true;
  }
  for (const [i, others] of also) {
    for (const word of others) {
      if (!fits(word)) continue;
      hit(word);
      factors[i] = Math.max(factors[i], fits(word));
      any = true;
    }
  }
  const ofSector = sectorFactors(fits, hit);
  if (!any && !ofSector.some(Boolean)) return null;
  const sectorOf = numbersOf("sector");
  const scores = new Float32Array(count);
  const bags = [];
  let [project, field, met, best, most, inBags, ofBag] = [0, 0, 0, 0, 0, true, false];
  for (let i = 0; i < postings.length; i++) {
    let number = postings[i];
    for (let shift = 7; number >> shift; shift += 7) number = (number & ((1 << shift) - 1)) | (postings[++i] << shift);
    if (inBags) {
      // An empty bag ends them.
      if (number !== END) most = Math.max(most, factors[number - FIRST]);
      else if (postings[i - 1] === END || !i) inBags = false;
      else {
        bags.push(most);
        most = 0;
      }
    } else if (ofBag) {
      best = Math.max(best, bags[number] * WEIGHTS[field]);
      ofBag = false;
    } else if (number === END) {
      scores[project] = Math.max(best, SECTOR * ofSector[sectorOf[project]]);
      project++;
      field = best = 0;
    } else if (number === FIELD) field++;
    else if (number === BAG) ofBag = true;
    else {
      const factor = factors[number === NEW ? met++ : number - FIRST];
      if (factor * WEIGHTS[field] > best) best = factor * WEIGHTS[field];
    }
  }
  return scores;
}

/**
 * The score of each project that has one under every term, 0 for the others.
 * @param {Scores[]} scores
 */
export function combine(scores) {
  const sum = new Float32Array(count);
  const [first, ...others] = scores;
  if (first) {
    for (let i = 0; i < sum.length; i++) {
      sum[i] = others.every((ofTerm) => ofTerm[i]) && first[i]
        ? others.reduce((all, ofTerm) => all + ofTerm[i], first[i])
        : 0;
    }
  }
  return sum;
}

// Begins to read when the browser has nothing else to do, or the reader goes to the search.
export function prepare() {
  reading ??= read();
  return true;
}
