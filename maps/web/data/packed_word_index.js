// Which words which projects of a packed layer have, as maps/page/packed/word_index.py writes it: made when it was packed,
// read when the reader begins to search, of its sets of projects those that are asked for.

/** @import {Fits, Scores} from "../store_types.ts" */
/** @import {Range} from "./packed_words.js" */
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {say} from "../core/notice.js";
import {page} from "../core/page_data.js";
import {bytesOf} from "../core/inflate.js";
import {numbersIn, textOf} from "./packed_columns.js";
import {count} from "./packed_records.js";
import {numbersOf, sectors} from "./packed_view.js";
import {numberOf, readWords, wordCount, wordsThat} from "./packed_words.js";
import {folded, otherWords, WORD} from "./word_forms.js";

const {owners, sets, parts} = page.packed.words;

// How much a word weighs in the name, the place, the partners, the summary: of each kind of sets but the last, those of
// bags.
const WEIGHTS = [8, 4, 3, 1];
const BAGS = WEIGHTS.length;
const SECTOR = 3;

// Of words, then of bags: the kinds of their sets, a bit each; which of `chosen` is the first; the numbers of the sets.
let kinds = new Uint8Array();
const firsts = new Uint32Array(owners);
const chosen = new Uint32Array(sets[0]);
let setCount = 0;
// Twice what a set weighs in the search that runs, a whole number: most sets are of a single project, and there are as many.
let ofProjects = new Uint8Array();
let ofBags = new Uint8Array();

/** @type {Promise<unknown> | null} */
let reading = null;
let isRead = false;
/** @type {string[][]} */
let ofSectors = [];

async function read() {
  const [text, bytes] = await Promise.all([textOf("words"), bytesOf("word-sets")]);
  readWords(text, owners);
  kinds = bytes.subarray(0, owners);
  for (let owner = 0, first = 0; owner < owners; owner++) {
    firsts[owner] = first;
    for (let bits = kinds[owner]; bits; bits &= bits - 1) first++;
  }
  // 0 is the next set.
  numbersIn(bytes, owners, sets[1], sets[0]).forEach((number, i) => (chosen[i] = number ? number - 1 : setCount++));
  [ofProjects, ofBags] = [new Uint8Array(setCount), new Uint8Array(setCount)];
  const {languages, nameOf} = i18n;
  ofSectors = sectors.map((sector) =>
    sector ? languages.flatMap((language) => nameOf(language, "sector." + sector).match(WORD) || []).map(folded) : []
  );
  isRead = true;
}

// The sets of each part that is open: where each begins among the members of all; the parts that a search still needs.
/** @type {{begins: Uint32Array, members: Uint32Array}[]} */
const open = [];
/** @type {Promise<void>[]} */
const opening = [];
/** @type {Set<number>} */
const missing = new Set();

/** @param {number} part */
async function openPart(part) {
  const bytes = await bytesOf("sets-" + part);
  const begins = new Uint32Array((parts[part + 1] ?? setCount) - parts[part] + 1);
  const members = new Uint32Array(bytes.length);
  let [set, length, member] = [0, 0, -1];
  for (let at = 0; at < bytes.length; at++) {
    let step = bytes[at];
    for (let shift = 7; step >> shift; shift += 7) step = (step & ((1 << shift) - 1)) | (bytes[++at] << shift);
    if (step) members[length++] = member += step;
    else [begins[++set], member] = [length, -1];
  }
  open[part] = {begins, members: members.slice(0, length)};
}

// What the last search has still to wait for; the reader is told when that takes a moment.
export function pending() {
  if (isRead && !missing.size) return null;
  const rest = isRead
    ? Promise.all(Array.from(missing, (part) => (opening[part] ??= openPart(part))))
    : (reading ??= read());
  missing.clear();
  const telling = setTimeout(() => say(t("search.reading")), 150);
  return rest.then(() => clearTimeout(telling));
}

/**
 * Gives each member of sets the most that a set with it weighs.
 * @param {Uint8Array} weights by set
 * @param {Uint8Array | Uint16Array} most by member
 */
function spread(weights, most) {
  for (let part = 0; part < parts.length; part++) {
    const [first, end] = [parts[part], parts[part + 1] ?? setCount];
    for (let set = first; set < end; set++) {
      const weight = weights[set];
      if (!weight) continue;
      if (!open[part]) {
        missing.add(part);
        break;
      }
      const {begins, members} = open[part];
      for (let at = begins[set - first]; at < begins[set - first + 1]; at++) {
        if (most[members[at]] < weight) most[members[at]] = weight;
      }
    }
  }
}

/**
 * Gives the sets of words or bags what these weigh.
 * @param {number} from
 * @param {number} to
 * @param {number} factor twice how well they fit
 */
function weigh(from, to, factor) {
  for (let owner = from; owner < to; owner++) {
    for (let kind = 0, at = firsts[owner]; kinds[owner] >> kind; kind++) {
      if (!((kinds[owner] >> kind) & 1)) continue;
      const set = chosen[at++];
      if (kind === BAGS) ofBags[set] = Math.max(ofBags[set], factor);
      else ofProjects[set] = Math.max(ofProjects[set], factor * WEIGHTS[kind]);
    }
  }
}

/**
 * The score of each project; the sets of words give it, and those of the bags that words are in.
 * @param {Range[]} ranges the words, and how well they fit
 * @param {number[]} bySector what each sector gives
 */
function scoresOf(ranges, bySector) {
  ofProjects.fill(0);
  ofBags.fill(0);
  const scores = new Uint16Array(count);
  const sectorOf = numbersOf("sector");
  if (bySector.some(Boolean)) { for (let i = 0; i < count; i++) scores[i] = bySector[sectorOf[i]]; }
  for (const [from, to, factor] of ranges) weigh(from, to, 2 * factor);
  const bags = new Uint8Array(owners - wordCount());
  spread(ofBags, bags);
  bags.forEach((factor, bag) => factor && weigh(wordCount() + bag, wordCount() + bag + 1, factor));
  spread(ofProjects, scores);
  return scores;
}

// The scores that the last words have given: who types on mostly means the same ones.
let last = {words: "", scores: new Uint16Array()};

/**
 * Twice the score of each project under a term, null when no word fits.
 * @param {Fits} fits
 * @param {string} term
 */
export function collect(fits, term) {
  const ranges = wordsThat(fits, term);
  for (const [word, others] of otherWords()) {
    const factor = Math.max(...others.map((other) => fits(other, term)));
    const i = factor ? numberOf(word) : -1;
    if (i >= 0) ranges.push([i, i + 1, factor]);
  }
  const bySector = ofSectors.map((words) => 2 * SECTOR * Math.max(0, ...words.map((word) => fits(word, term))));
  if (!ranges.length && !bySector.some(Boolean)) return null;
  const words = JSON.stringify([ranges, bySector]);
  if (words !== last.words) last = {words, scores: scoresOf(ranges, bySector)};
  if (missing.size) last.words = "";
  return last.scores;
}

/**
 * Twice the score of each project that has one under every term, 0 for the others.
 * @param {Scores[]} terms
 */
export function combine(terms) {
  if (terms.length === 1) return terms[0];
  const [first, ...others] = terms;
  const sum = new Uint16Array(first ?? count);
  for (const scores of others) for (let i = 0; i < count; i++) sum[i] = sum[i] && scores[i] && sum[i] + scores[i];
  return sum;
}

// Begins to read when the browser has nothing else to do, or the reader goes to the search.
export function prepare() {
  reading ??= read();
  return true;
}
