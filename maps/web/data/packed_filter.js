// Which projects of a packed layer the selection leaves: a bit for each thing that keeps one from being visible.

/** @import {Scores} from "../store_types.ts" */
import {page} from "../core/page_data.js";
import {columns, count, fieldIn} from "./packed_records.js";
import {facetNames, facets, state} from "./selection.js";

const {dictionaries} = page.packed;
export const [YEARS, QUERY] = [1 << facetNames.length, 2 << facetNames.length];
/** @param {string} facet */
export const columnOf = (facet) => (facet === "country" ? "countries" : facet);

// What keeps a project from being visible: a bit for each facet, the years and the search.
export const fails = facetNames.length > 6 ? new Uint32Array(count) : new Uint8Array(count);

export const years = dictionaries.start.map((start) => Number(/^\d{4}/.exec(start || "")?.[0]) || null);

// Of each facet, the codes of each entry of its dictionary; those that some project has.
export const codesOf = Object.fromEntries(
  facetNames.map((name) => [
    name,
    dictionaries[columnOf(name)].map((value) =>
      facets[name](/** @type {any} */ ({[fieldIn(columnOf(name))]: value ?? undefined}))
    ),
  ]),
);

/** @type {Record<string, string[]>} */
export const codes = {};

/**
 * How many projects have each entry of a column, those alone that nothing but `except` keeps from being visible.
 * @param {string} column
 * @param {number} except
 */
export function tally(column, except) {
  const counts = new Uint32Array(dictionaries[column].length);
  const entries = columns[column];
  const other = ~except;
  for (let i = 0; i < count; i++) if (!(fails[i] & other)) counts[entries[i]]++;
  return counts;
}

/** @type {Record<string, Uint32Array>} */
const counted = {};
/**
 * How many of all projects have each entry of a column.
 * @param {string} column
 */
export const totals = (column) => (counted[column] ??= tally(column, -1));

const applied = facetNames.map(() => "");
let [years0, scores0] = ["", null];

/** @param {Scores | null} scores */
function markHits(scores) {
  if (scores) { for (let i = 0; i < count; i++) fails[i] = scores[i] ? fails[i] & ~QUERY : fails[i] | QUERY; }
  else for (let i = 0; i < count; i++) fails[i] &= ~QUERY;
}

/**
 * @param {number} bit
 * @param {string} column
 * @param {boolean[]} outs
 */
function markByColumn(bit, column, outs) {
  const entries = columns[column];
  for (let i = 0; i < count; i++) fails[i] = outs[entries[i]] ? fails[i] | bit : fails[i] & ~bit;
}

/** @param {number | null} year */
const isOutOfYears = (year) =>
  state.years !== null && (year === null || year < state.years[0] || year > state.years[1]);

// Brings `fails` up to what is chosen; only what has changed since is looked at.
export function applySelection() {
  facetNames.forEach((name, i) => {
    const off = state.off[name];
    // The code of what is not stated is empty.
    const now = [...off].map((code) => code + "\n").join("");
    if (now === applied[i]) return;
    applied[i] = now;
    markByColumn(
      1 << i,
      columnOf(name),
      codesOf[name].map((own) => off.size > 0 && !own.some((code) => !off.has(code))),
    );
  });
  const now = String(state.years || "");
  if (now !== years0) {
    markByColumn(
      YEARS,
      "start",
      years.map((year) => isOutOfYears(year)),
    );
  }
  years0 = now;
  const {hits: scores} = state;
  if (scores !== scores0) markHits(scores);
  scores0 = scores;
}

/**
 * The numbers of the visible projects in the order of `all`, else as they are packed.
 * @param {Int32Array | null} all
 */
export function filtered(all) {
  const numbers = new Uint32Array(count);
  let length = 0;
  for (let k = 0; k < count; k++) {
    const i = all ? all[k] : k;
    if (!fails[i]) numbers[length++] = i;
  }
  return numbers.subarray(0, length);
}

/**
 * How many they are, and the first of them by their scores in a search, the best first; those with one score stay in that
 * order.
 * @param {Int32Array | null} all
 * @param {Scores} scores whole numbers
 * @param {number} [most] how many are wanted
 */
export function bestFirst(all, scores, most = count) {
  // How many have each score; then where the next of those stands.
  const next = new Uint32Array(1 << 16);
  for (let i = 0; i < count; i++) if (!fails[i]) next[scores[i]]++;
  let length = 0;
  for (let score = next.length - 1; score > 0; score--) {
    const having = next[score];
    next[score] = length;
    length += having;
  }
  const numbers = new Uint32Array(Math.min(most, length));
  for (let k = 0, left = numbers.length; left > 0; k++) {
    const i = all ? all[k] : k;
    if (fails[i]) continue;
    const place = next[scores[i]]++;
    if (place >= numbers.length) continue;
    numbers[place] = i;
    left--;
  }
  return {numbers, length};
}
