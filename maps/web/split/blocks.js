// The projects in files of texts, some hundred in each, column by column; a record is made when somebody looks at it.

/** @import {Block, Cell, Split} from "../split_types.ts" */
/** @import {Project} from "../types.ts" */
import {onMap, withLongitudes} from "../core/longitudes.js";
import {page} from "../core/page_data.js";
import {outlined} from "../data/outline.js";
import {asJson, known, knownUnder, numbered, read} from "./files.js";

/** @type {Split} */
const {block: size, count, heaviest, dictionaries} = page.split;
// What a view, a card or a step of a search may transfer at most, with room for what else it needs.
const BUDGET = 260_000;

/** How many blocks may be read for one thing that the reader does. */
export const MOST_BLOCKS = Math.max(1, Math.floor(BUDGET / heaviest));

/** What is known of a project that has been made: its block and its number there. @type {WeakMap<Project, {block: Block, i: number}>} */
const origins = new WeakMap();

/** @param {Project} project */
export const originOf = (project) => /** @type {{block: Block, i: number}} */ (origins.get(project));

/** @param {number} degrees */
const mercator = (degrees) => {
  const sine = Math.sin(Math.max(-85.0511, Math.min(85.0511, degrees)) * (Math.PI / 180));
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
};

/** Millionths of a degree from steps. @param {number[]} steps */
function summed(steps) {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

/**
 * The value of each project in a column: one for each, or the number of one.
 * @param {any} column
 * @returns {(i: number) => any}
 */
const valuesOf = (column) => Array.isArray(column) ? (i) => column[i] : (i) => column.values[column.codes[i]];

/** @param {string} facet @param {any} value */
const numberOf = (facet, value) =>
  Math.max(0, /** @type {Record<string, any[]>} */ (dictionaries)[facet].indexOf(value ?? null));

/**
 * The geometry of a project: its outline, or the point of its mark; a place on the base map's side of the globe.
 * @param {any} shape
 * @param {number[] | null} mark in degrees
 */
function geometryOf(shape, mark) {
  if (!mark) return null;
  const geometry = shape ? outlined(shape, mark) : {type: /** @type {const} */ ("Point"), coordinates: mark};
  return withLongitudes(geometry, (longitude) => onMap(longitude, page.basemap.bounds));
}

/**
 * @param {Uint8Array} bytes
 * @param {number} first
 * @returns {Block}
 */
function decode(bytes, first) {
  const {ids, lon, lat, fields} = asJson(bytes);
  const [lons, lats] = [summed(lon), summed(lat)].map((axis) => axis.map((degrees) => degrees / 1e6));
  const columns = Object.entries(fields).map(([name, column]) => ({name, at: valuesOf(column)}));
  const of = Object.fromEntries(columns.map(({name, at}) => [name, at]));
  const [xs, ys] = [new Float64Array(ids.length).fill(NaN), new Float64Array(ids.length).fill(NaN)];
  lons.forEach((longitude, i) => {
    xs[i] = onMap(longitude, page.basemap.bounds) / 360 + 0.5;
    ys[i] = mercator(lats[i]);
  });
  /** @type {Map<string, number>} */
  const numbers = new Map(ids.map((/** @type {string} */ id, /** @type {number} */ i) => [id, i]));
  /** @type {Project[]} */
  const projects = [];

  /** @param {number} i */
  function make(i) {
    /** @type {any} */
    const project = {id: ids[i]};
    for (const {name, at} of columns) if ((at(i) ?? null) !== null) project[name] = at(i);
    project.geometry = geometryOf(project.shape, i < lons.length ? [lons[i], lats[i]] : null);
    delete project.shape;
    origins.set(project, {block, i});
    return project;
  }

  /** @type {Block} */
  const block = {
    first,
    length: ids.length,
    xs,
    ys,
    comboOf: (i) =>
      numberOf("sector", of.sector?.(i)) * dictionaries.status.length + numberOf("status", of.status?.(i)),
    project: (i) => (projects[i] ??= make(i)),
    indexOf: (id) => numbers.get(id),
  };
  return block;
}

/** @param {number} k */
export const pathOf = (k) => numbered("texts", k);

/** A block, if it has been read. @param {number} k @returns {Block | undefined} */
export const blockNow = (k) => known(pathOf(k));

/**
 * @param {number} k
 * @param {string} purpose
 * @returns {Promise<Block>}
 */
export const readBlock = (k, purpose) => read(pathOf(k), (bytes) => decode(bytes, k * size), purpose);

/**
 * The blocks in which the projects of some cells stand.
 * @param {Cell[]} cells
 */
export function blocksOf(cells) {
  const blocks = new Set();
  for (const {first, n} of cells) {
    for (let k = Math.floor(first / size); k * size < first + n; k++) blocks.add(k);
  }
  return /** @type {Set<number>} */ (blocks);
}

/** The blocks of the projects from a number on. @param {number} from */
export const blocksFrom = (from) =>
  Array.from({length: Math.ceil(count / size) - Math.floor(from / size)}, (_, i) => Math.floor(from / size) + i);

/** A project that has been read, by its id. @param {string} id */
export function readProject(id) {
  for (const block of /** @type {Block[]} */ (knownUnder("texts/"))) {
    const i = block.indexOf(id);
    if (i !== undefined) return block.project(i);
  }
  return undefined;
}
