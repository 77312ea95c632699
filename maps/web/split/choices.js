// What the reader's choices of sectors and statuses leave, by the combinations that files count.

/** @import {Split} from "../split_types.ts" */
import {page} from "../core/page_data.js";
import {state} from "../data/selection.js";

/** @type {Split} */
const {dictionaries, counts} = page.split;
const {sector: sectors, status: statuses} = dictionaries;

/** The facets that files count, with the number of a combination's code. @type {Record<string, {codes: string[], of: (combo: number) => number}>} */
export const counted = {
  sector: {codes: sectors.map((code) => code ?? ""), of: (combo) => Math.floor(combo / statuses.length)},
  status: {codes: statuses.map((code) => code ?? ""), of: (combo) => combo % statuses.length},
};

/**
 * Whether a combination is left by the choices, all but those of one facet.
 * @param {number} combo
 * @param {string} [except]
 */
const passes = (combo, except) =>
  Object.entries(counted).every(([facet, {codes, of}]) => facet === except || !state.off[facet].has(codes[of(combo)]));

// Whether each combination is left; made anew when the choices change.
/** @type {boolean[]} */
let left = [];

export function applyChoices() {
  left = Array.from({length: sectors.length * statuses.length}, (_, combo) => passes(combo));
}
applyChoices();

/** @param {number} combo */
export const isLeft = (combo) => left[combo];

/** How many of some numbers by combination are left. @param {{combos: number[], counts: number[]}} cell */
export const leftOf = ({combos, counts: numbers}) =>
  combos.reduce((sum, combo, i) => (left[combo] ? sum + numbers[i] : sum), 0);

/**
 * How many projects have each code of a facet, those alone that the choices of the others leave.
 * @param {string} facet
 * @param {Iterable<[combo: number, n: number]>} numbers
 */
export function countsOf(facet, numbers) {
  const {codes, of} = counted[facet];
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const [combo, n] of numbers) {
    const code = codes[of(combo)];
    sums.set(code, (sums.get(code) ?? 0) + (passes(combo, facet) ? n : 0));
  }
  return sums;
}

/** How many of some projects by combination are left. @param {Iterable<[combo: number, n: number]>} numbers */
export function countLeft(numbers) {
  let sum = 0;
  for (const [combo, n] of numbers) if (left[combo]) sum += n;
  return sum;
}

/** How many of all projects are left. */
export const allLeft = () => countLeft(counts);
