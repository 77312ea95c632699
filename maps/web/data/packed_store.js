// The projects of a large layer: columns of numbers that are filtered and counted, records made of them when seen.

/** @import {Column, Compare, Rows, Store} from "../store_types.ts" */
/** @import {Project} from "../types.ts" */
import {bounds, isOnMap, isOut} from "./packed_view.js";
import {orderBy, orderIn} from "./packed_order.js";
import {
  applySelection,
  bestFirst,
  codes,
  codesOf,
  columnOf,
  filtered,
  tally,
  totals,
  YEARS,
  years,
} from "./packed_filter.js";
import {on} from "../core/events.js";
import {grouped} from "../core/grouped.js";
import {page} from "../core/page_data.js";
import * as urlState from "../core/url_state.js";
import {bytesOf} from "../core/inflate.js";
import {
  columns,
  count,
  each,
  need,
  NumberedRows,
  numberOf,
  numbers,
  openIds,
  readColumns,
  record,
  shapeOf,
  when,
} from "./packed_records.js";
import {facetNames, state} from "./selection.js";

const {dictionaries, own_orders: ownOrders} = page.packed;

/** @type {NumberedRows | null} */
let seen = null;
on("order", () => (seen = null));

// Hits that are put in their order at once: more than a list shows before the reader scrolls.
const FIRST = 200;

// The visible projects, the best hits of a search first.
function visible() {
  if (seen) return seen;
  const [order, {hits}] = [orderIn(), state];
  if (!hits) return (seen = new NumberedRows(filtered(order)));
  const {numbers: first, length} = bestFirst(order, hits, FIRST);
  return (seen = new NumberedRows(first, length, () => bestFirst(order, hits).numbers));
}

/** @param {string} id */
function get(id) {
  if (!id) return undefined;
  const i = numberOf(id);
  if (i === undefined) openIds().then(() => urlState.read());
  return i !== undefined && i >= 0 ? record(i) : undefined;
}

const opened = bytesOf("columns").then(readColumns).then(async () => {
  for (const name of facetNames) {
    const all = totals(columnOf(name));
    codes[name] = [...new Set(codesOf[name].filter((_, i) => all[i]).flat())];
  }
  // What facetNames projects by their ids can do so at once.
  if (page.has_story || urlState.has("project")) await openIds();
});

opened.then(() => orderIn());

/**
 * @param {Column} options
 * @param {Compare} compare
 */
function sorted({key, packed = key, by, text}, compare) {
  const isUp = compare("a", "b") < 0;
  if (Object.hasOwn(ownOrders, packed)) return new NumberedRows(filtered(orderBy(packed, ownOrders[packed], isUp)));
  const all = filtered(orderIn());
  if (key === "name") return new NumberedRows(isUp ? all : all.slice().reverse());
  const values = dictionaries[packed].map((value) => (by || text)(/** @type {any} */ ({[key]: value ?? undefined})));
  const ranks = values.map((_, i) => i).sort((a, b) => compare(values[a], values[b]));
  const byEntry = grouped(all, (i) => columns[packed][i]);
  return new NumberedRows(Uint32Array.from(ranks.flatMap((entry) => byEntry.get(entry) || [])));
}

/** @type {Map<string, Map<string, number>>} */
const counts = new Map();

/** @param {string} facet */
function countsOf(facet) {
  const known = counts.get(facet);
  if (known) return known;
  const counted = new Map();
  counts.set(facet, counted);
  const bit = 1 << facetNames.indexOf(facet);
  const all = totals(columnOf(facet));
  tally(columnOf(facet), bit).forEach((n, entry) => {
    if (all[entry]) { for (const code of codesOf[facet][entry]) counted.set(code, (counted.get(code) || 0) + n); }
  });
  return counted;
}

function yearCounts() {
  const all = totals("start");
  const had = /** @type {number[]} */ (years.filter((year, i) => year && all[i]));
  if (!had.length) return [];
  const first = Math.min(...had);
  const counted = Array.from(
    {length: Math.max(...had) - first + 1},
    (_, i) => /** @type {[number, number]} */ ([first + i, 0]),
  );
  tally("start", YEARS).forEach((n, entry) => years[entry] && all[entry] && (counted[years[entry] - first][1] += n));
  return counted;
}

/** @returns {[string | undefined, number][]} */
function statusDates() {
  const dated = new Uint32Array(dictionaries.status_date.length);
  for (let i = 0; i < count; i++) if (columns.status[i]) dated[columns.status_date[i]]++;
  return dictionaries.status_date.map((date, entry) => [date ?? undefined, dated[entry]]);
}

/** @type {Store} */
export const packedStore = {
  count,
  get,
  /** @param {string} facet */
  codes: (facet) => codes[facet],
  changed() {
    seen?.end();
    seen = null;
    counts.clear();
    applySelection();
  },
  renamed: () => (seen = null),
  visible,
  isOnMap,
  ordered: visible,
  bounds,
  // Marks are made of what is in view alone.
  placed: () => [],
  shapes: () => [...shapeOf.keys()].filter((i) => !isOut(i)).map(record),
  /**
   * @param {Project[]} first
   * @param {any} then
   */
  joined: (first, then) =>
    new NumberedRows(Uint32Array.from(new Set([...first.map((project) => numbers.get(project)), ...then.numbers]))),
  /** @param {() => void} act */
  opening: (act) => opened.then(act),
  when,
  need,
  each,
  /** @param {Column} column */
  sortable: ({key, packed = key}) =>
    key === "name" || Object.hasOwn(dictionaries, packed) || Object.hasOwn(ownOrders, packed),
  sorted,
  counts: countsOf,
  yearCounts,
  withoutYear: () => tally("start", YEARS).reduce((sum, n, entry) => sum + (years[entry] ? 0 : n), 0),
  statusDates,
};
