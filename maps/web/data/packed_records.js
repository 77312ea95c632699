// The records of a packed layer: made when somebody looks at them, their texts read block by block.

/** @import {Rows} from "../store_types.ts" */
/** @import {Project} from "../types.ts" */
import {fire} from "../core/events.js";
import {onMap, withLongitudes} from "../core/longitudes.js";
import {OWN} from "../core/own_fields.js";
import {page} from "../core/page_data.js";
import {outlined, raised} from "./outline.js";
import {numbersIn, summed, textOf} from "./packed_columns.js";

const {block, scale, shapes, dictionaries} = page.packed;
export const {count} = page.packed;

export const FIELDS = Object.keys(dictionaries);
/** The field of a project whose values a column has. @param {string} column */
export const fieldIn = (column) => (column.startsWith(OWN) ? column.slice(OWN.length) : column);

// Where a project lies in Web Mercator, the world being 1; for one without a place nowhere.
/** @type {Record<string, any>} */
export const columns = {};
export const xs = new Float64Array(count);
export const ys = new Float64Array(count);
export const shapeOf = new Map();

/** @param {Uint8Array} bytes */
export function readColumns(bytes) {
  let at = 0;
  for (const [name, width] of page.packed.columns) {
    columns[name] = numbersIn(bytes, at, width, count);
    at += width * count;
  }
  columns.lon = summed(columns.lon);
  columns.lat = summed(columns.lat);
  /** @param {number} longitude */
  const turned = (longitude) => onMap(longitude, page.basemap.bounds);
  for (let i = 0; i < count; i++) {
    const kind = columns.kind[i];
    if (kind === 2 && shapes.length) shapeOf.set(i, withLongitudes(shapes[shapeOf.size], turned));
    columns.lon[i] = Math.round(turned(columns.lon[i] / scale) * scale);
    const sine = Math.sin((columns.lat[i] / scale) * (Math.PI / 180));
    xs[i] = kind ? columns.lon[i] / scale / 360 + 0.5 : NaN;
    ys[i] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  }
}

export const records = new Map();
export const numbers = new WeakMap();

const blocks = new Map();
/** @type {any[]} */
const shared = [];
const opening = new Map();

// Blocks that stay open.
export const MANY_BLOCKS = 60;

/** @type {string[] | null} */
let ids = null;

/**
 * Of many lines and areas each is the point of its mark until its texts are read.
 * @param {number} i
 */
const geometryOf = (i) =>
  shapeOf.get(i) ??
    (columns.kind[i] ? {type: "Point", coordinates: [columns.lon[i] / scale, columns.lat[i] / scale]} : null);

/** @param {number} i */
function withoutTexts(i) {
  /** @type {any} */
  const fields = {};
  for (const name of FIELDS) {
    const value = dictionaries[name][columns[name][i]];
    if (value !== null) fields[fieldIn(name)] = value;
  }
  fields.geometry = geometryOf(i);
  return fields;
}

/** @param {number} i */
export function record(i) {
  let known = records.get(i);
  if (!known) {
    records.set(i, known = withoutTexts(i));
    numbers.set(known, i);
    const texts = blocks.get(Math.floor(i / block));
    if (texts) tell(known, i, texts);
  }
  return known;
}

/**
 * Gives a project the texts of its block.
 * @param {any} project
 * @param {number} i
 * @param {any} options
 */
function tell(project, i, {forms, rows}) {
  const [form, ...values] = rows[i % block];
  project.id = ids?.[i];
  forms[form].forEach((
    /** @type {[string, boolean]} */ [name, isShared],
    /** @type {number} */ k,
  ) => (project[name] = isShared ? shared[values[k]] : values[k]));
  if (project.shape) project.geometry = outlined(project.shape, [columns.lon[i] / scale, columns.lat[i] / scale]);
  if (project.altitudes) project.geometry = raised(project.geometry, project.altitudes);
  delete project.shape;
  delete project.altitudes;
  if (project.sources) {
    project.sources = project.sources.map((/** @type {any} */ [number, supports]) =>
      Object.assign({}, shared[number], supports && {supports})
    );
  }
}

/**
 * @param {string} name
 * @param {() => Promise<any>} act
 */
const once = (name, act) => {
  if (!opening.has(name)) opening.set(name, act());
  return opening.get(name);
};

export const openIds = () =>
  once("ids", async () => (ids = JSON.parse(`["${(await textOf("ids")).replaceAll("\n", '","')}"]`)));

/** @param {number} k */
const openSharedBlock = (k) =>
  once("shared-" + k, async () => {
    JSON.parse(await textOf("shared-" + k)).forEach((
      /** @type {unknown} */ value,
      /** @type {number} */ i,
    ) => (shared[k * block + i] = value));
  });

/** @param {number[]} all */
const openShared = (all) => Promise.all([...new Set(all.map((i) => Math.floor(i / block)))].map(openSharedBlock));

/**
 * The texts of a block, with all that they name.
 * @param {number} k
 */
async function readBlock(k) {
  const [text] = await Promise.all([textOf("texts-" + k), openIds()]);
  const texts = JSON.parse(text);
  /** @type {number[]} */
  const needed = [];
  /** @type {any[]} */
  const lists = [];
  for (const [form, ...values] of texts.rows) {
    texts.forms[form].forEach((/** @type {[string, boolean]} */ [name, isShared], /** @type {number} */ i) => {
      if (isShared) needed.push(values[i]);
      if (name === "sources") lists.push(values[i]);
    });
  }
  await openShared(needed);
  // Lists of sources, be they shared themselves or not, name values that are.
  const sources = new Set(lists.map((list) => (typeof list === "number" ? shared[list] : list)));
  await openShared([...sources].flatMap((list) => list.map((/** @type {any} */ [number]) => number)));
  return texts;
}

let announced = 0;

/** @param {number} k */
const openBlock = (k) =>
  once("texts-" + k, async () => {
    const texts = await readBlock(k);
    blocks.set(k, texts);
    for (let i = k * block; i < Math.min(count, (k + 1) * block); i++) {
      if (records.has(i)) tell(records.get(i), i, texts);
    }
    if (blocks.size > MANY_BLOCKS) forget(blocks.keys().next().value);
    // Several blocks that come together are told of once.
    announced ||= setTimeout(() => {
      announced = 0;
      fire("texts");
    });
  });

/** @param {number} k */
function forget(k) {
  blocks.delete(k);
  opening.delete("texts-" + k);
}

// Projects by their numbers, made as they are asked for.
export class NumberedRows {
  /** @type {Uint32Array} */
  #first;
  /** @type {() => Uint32Array} */
  #rest;

  /**
   * @param {Uint32Array} first the first rows
   * @param {number} length
   * @param {() => Uint32Array} rest gives all rows, where those are not all
   */
  constructor(first, length = first.length, rest = () => first) {
    this.#first = first;
    this.#rest = rest;
    this.length = length;
  }
  get numbers() {
    if (this.#first.length < this.length) this.#first = this.#rest();
    return this.#first;
  }
  /** Has from now on no more rows than those at hand: what the rest was made of is no more. */
  end() {
    this.length = this.#first.length;
  }
  /** @param {number} i */
  at(i) {
    return record(/** @type {number} */ (this.#first[i] ?? this.numbers.at(i)));
  }
  /** @param {Project} project */
  indexOf(project) {
    return this.numbers.indexOf(numbers.get(project));
  }
  /**
   * @param {number} from
   * @param {number} to
   */
  slice(from, to) {
    return Array.from(this.numbers.subarray(from, to), record);
  }
}

/** @param {Project[]} projects */
const blocksOf = (projects) =>
  new Set(projects.filter((project) => !("id" in project)).map((project) => Math.floor(numbers.get(project) / block)));

/**
 * @param {Project[]} projects
 * @param {() => void} act
 */
export function when(projects, act) {
  const missing = [...blocksOf(projects)];
  if (missing.length) Promise.all(missing.map(openBlock)).then(() => act());
  else act();
}

/** @param {Project[]} projects */
export function need(projects) {
  const missing = blocksOf(projects);
  missing.forEach(openBlock);
  return !missing.size;
}

/**
 * Acts on each of many projects in turn, block by block; what is read for it is not kept.
 * @param {Rows} rows
 * @param {(project: Project) => void} act
 */
export async function each(rows, act) {
  const all = rows instanceof NumberedRows
    ? rows.numbers
    : Uint32Array.from(/** @type {Project[]} */ (rows), (project) => numbers.get(project));
  const near = all.length > MANY_BLOCKS * block ? all.slice().sort() : all;
  const read = new Map();
  for (const i of near) {
    const k = Math.floor(i / block);
    if (!read.has(k)) {
      // One block after the other: all at once would not fit into memory.
      // oxlint-disable-next-line no-await-in-loop
      read.set(k, blocks.get(k) || (await readBlock(k)));
      if (read.size > MANY_BLOCKS) read.delete(read.keys().next().value);
    }
    const project = withoutTexts(i);
    tell(project, i, read.get(k));
    act(project);
  }
}

/**
 * The number of the project with an id; undefined until the ids are read.
 * @param {string} id
 */
export const numberOf = (id) => ids?.indexOf(id);
