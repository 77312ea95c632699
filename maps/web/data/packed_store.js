// The projects of a large layer: columns of numbers that are filtered and counted, records made of them when seen.

/** @import {Column, Compare, Dot, Project, Rows, Store} from "../types.ts" */
import {fire} from "../core/events.js";
import * as i18n from "../core/i18n.js";
import {page} from "../core/page_data.js";
import * as urlState from "../core/url_state.js";
import {bytesOf, numbersIn, summed} from "./packed_columns.js";
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
  records,
  shapeOf,
  when,
  xs,
  ys,
} from "./packed_records.js";
import {facetNames, facets, state} from "./selection.js";

const {scale, dictionaries} = page.packed;
const [YEARS, QUERY] = [1 << facetNames.length, 2 << facetNames.length];
/** @param {string} facet */
const fieldOf = (facet) => (facet === "country" ? "countries" : facet);

// What keeps a project from being visible: a bit for each facet, the years and the search.
const fails = new Uint8Array(count);

const years = dictionaries.start.map((start) => Number(/^\d{4}/.exec(start || "")?.[0]) || null);

// Of each facet, the codes of each entry of its dictionary; those that some project has.
const codesOf = Object.fromEntries(
  facetNames.map((name) => [
    name,
    dictionaries[fieldOf(name)].map((value) =>
      facets[name](/** @type {any} */ ({[fieldOf(name)]: value ?? undefined}))
    ),
  ]),
);

/** @type {Record<string, string[]>} */
const codes = {};

/**
 * How many projects have each entry of a column, those alone that nothing but `except` keeps from being visible.
 * @param {string} column
 * @param {number} except
 */
function tally(column, except) {
  const found = new Uint32Array(dictionaries[column].length);
  const entries = columns[column];
  const other = ~except;
  for (let i = 0; i < count; i++) if (!(fails[i] & other)) found[entries[i]]++;
  return found;
}

const applied = facetNames.map(() => "");
let [years0, found0] = ["", null];
/** @type {Rows | null} */
let seen = null;

/**
 * @param {number} bit
 * @param {(i: number) => boolean} isOut
 */
function mark(bit, isOut) {
  for (let i = 0; i < count; i++) fails[i] = isOut(i) ? fails[i] | bit : fails[i] & ~bit;
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
function changed() {
  seen = null;
  facetNames.forEach((name, i) => {
    const off = state.off[name];
    const now = [...off].join("\n");
    if (now === applied[i]) return;
    applied[i] = now;
    markByColumn(
      1 << i,
      fieldOf(name),
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
  const {hits: found} = state;
  if (found !== found0) mark(QUERY, found ? (i) => !found[i] : () => false);
  found0 = found;
}

/**
 * The numbers of the visible projects in the order of `all`, else as they are packed.
 * @param {Int32Array | null} all
 */
function filtered(all) {
  const found = new Uint32Array(count);
  let length = 0;
  if (all) {
    for (const i of all) if (!fails[i]) found[length++] = i;
  } else for (let i = 0; i < count; i++) if (!fails[i]) found[length++] = i;
  return found.subarray(0, length);
}

// The visible projects, the best hits of a search first.
function visible() {
  if (seen) return seen;
  const {hits: found} = state;
  const all = filtered(orderIn());
  if (!found) return (seen = new NumberedRows(all));
  const byScore = Map.groupBy(all, (i) => found[i]);
  return (seen = new NumberedRows(
    Uint32Array.from([...byScore].sort((a, b) => b[0] - a[0]).flatMap(([, some]) => some)),
  ));
}

/** @type {Map<string, Int32Array | null>} */
const orders = new Map();

// The projects by name in the reader's language; nothing before that has been read.
function orderIn() {
  const {language} = i18n;
  if (!orders.has(language)) {
    orders.set(language, null);
    openOrder(language).then((order) => {
      orders.set(language, order);
      seen = null;
      fire("order");
    });
  }
  return orders.get(language) ?? null;
}

/**
 * The first language's order numbers the projects, those of the others number its places.
 * @param {string} language
 * @returns {Promise<Int32Array>}
 */
async function openOrder(language) {
  const bytes = await bytesOf("order-" + language);
  const found = summed(numbersIn(bytes, 1, bytes[0], count));
  const [first] = i18n.languages;
  if (language === first) return found;
  const all = orders.get(first) || (await openOrder(first));
  orders.set(first, all);
  return found.map((place) => all[place]);
}

/** @param {string} id */
function get(id) {
  if (!id) return undefined;
  const i = numberOf(id);
  if (i === undefined) openIds().then(() => urlState.read());
  return i !== undefined && i >= 0 ? record(i) : undefined;
}

/** @param {number} i */
const isOut = (i) => (state.alone ? !state.alone.has(records.get(i)) : fails[i]);

/**
 * At most `most` of the projects on the map that lie in a part of the world (Web Mercator, the whole being 1).
 * @param {number[]} options
 * @param {number} most
 */
export function within([west, north, east, south], most) {
  const found = [];
  for (let i = 0; i < count && found.length < most; i++) {
    if (xs[i] >= west && xs[i] < east && ys[i] >= north && ys[i] < south && !isOut(i)) found.push(i);
  }
  return found.map(record);
}

/**
 * The projects on the map in a part of the world, gathered in squares: {n, x, y, box, sectors: [[sector, n], ...], first}.
 * @param {number[]} options
 * @param {number} width
 */
export function gathered([west, north, east, south], width) {
  const [left, top] = [Math.floor(west / width), Math.floor(north / width)];
  const across = Math.floor(east / width) - left + 1;
  const size = across * (Math.floor(south / width) - top + 1);
  const kinds = dictionaries.sector.length;
  const [n, first] = [new Uint32Array(size), new Uint32Array(size)];
  const [x, y] = [new Float64Array(size), new Float64Array(size)];
  const sectors = new Uint32Array(size * kinds);
  const {sector} = columns;
  const {alone: spot} = state;
  const [wests, norths, easts, souths] = Array.from({length: 4}, () => new Float64Array(size));
  const cells = [];
  for (let i = 0; i < count; i++) {
    const xi = xs[i];
    const yi = ys[i];
    if (!(xi >= west && xi < east && yi >= north && yi < south)) continue;
    if (spot ? !spot.has(records.get(i)) : fails[i]) continue;
    const cell = (Math.floor(yi / width) - top) * across + Math.floor(xi / width) - left;
    if (!n[cell]++) {
      first[cell] = i;
      wests[cell] = easts[cell] = xi;
      norths[cell] = souths[cell] = yi;
      cells.push(cell);
    }
    x[cell] += xi;
    y[cell] += yi;
    sectors[cell * kinds + sector[i]]++;
    if (xi < wests[cell]) wests[cell] = xi;
    else if (xi > easts[cell]) easts[cell] = xi;
    if (yi < norths[cell]) norths[cell] = yi;
    else if (yi > souths[cell]) souths[cell] = yi;
  }
  return cells.map((cell) => /** @type {Dot} */ ({
    n: n[cell],
    x: x[cell] / n[cell],
    y: y[cell] / n[cell],
    box: [wests[cell], norths[cell], easts[cell], souths[cell]],
    first: first[cell],
    sectors: sectors.subarray(cell * kinds, (cell + 1) * kinds),
  }));
}

/** @param {Project} project */
const isOnMap = (project) => !isOut(numbers.get(project));

const opened = bytesOf("columns").then(readColumns).then(async () => {
  for (const name of facetNames) {
    const counts = tally(fieldOf(name), 0);
    codes[name] = [...new Set(codesOf[name].filter((_, i) => counts[i]).flat())];
  }
  // What facetNames projects by their ids can do so at once.
  if (page.story.length || urlState.has("project")) await openIds();
});

opened.then(() => orderIn());

/**
 * Where a project lies, as `within` and `gathered` tell it.
 * @param {Project} project
 */
export const positionOf = (project) => [xs[numbers.get(project)], ys[numbers.get(project)]];
/** @param {string} column */
export const numbersOf = (column) => columns[column];
export const {sector: sectors} = dictionaries;

/**
 * @param {Column} options
 * @param {Compare} compare
 */
function sorted({key, by, text}, compare) {
  const all = filtered(orderIn());
  if (key === "name") return new NumberedRows(compare("a", "b") < 0 ? all : all.toReversed());
  const values = dictionaries[key].map((value) => (by || text)(/** @type {any} */ ({[key]: value ?? undefined})));
  const ranks = values.map((_, i) => i).sort((a, b) => compare(values[a], values[b]));
  const byEntry = Map.groupBy(all, (i) => columns[key][i]);
  return new NumberedRows(Uint32Array.from(ranks.flatMap((entry) => byEntry.get(entry) || [])));
}

/** @param {string} facet */
function countsOf(facet) {
  const counted = new Map();
  const bit = 1 << facetNames.indexOf(facet);
  const all = tally(fieldOf(facet), -1);
  tally(fieldOf(facet), bit).forEach((n, entry) => {
    if (all[entry]) { for (const code of codesOf[facet][entry]) counted.set(code, (counted.get(code) || 0) + n); }
  });
  return counted;
}

function yearCounts() {
  const all = tally("start", -1);
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

/**
 * The bounds of everything that is placed.
 * @returns {L.LatLngTuple[]}
 */
function bounds() {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    if (!columns.kind[i]) continue;
    const [lon, lat] = [columns.lon[i], columns.lat[i]];
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  return west > east ? [] : [[south / scale, west / scale], [north / scale, east / scale]];
}

/** @type {Store} */
export const packedStore = {
  count,
  get,
  /** @param {string} facet */
  codes: (facet) => codes[facet],
  changed,
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
  /** @param {string} key */
  sortable: (key) => key === "name" || key in dictionaries,
  sorted,
  counts: countsOf,
  yearCounts,
  withoutYear: () => tally("start", YEARS).reduce((sum, n, entry) => sum + (years[entry] ? 0 : n), 0),
};
