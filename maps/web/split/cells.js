// The pyramid of counts: tiles of 16 by 16 cells, which say how many projects of each sector and status lie in each, where
// in the middle, and which numbers these projects have.

/** @import {Cell, Split, Tile} from "../split_types.ts" */
import {fire} from "../core/events.js";
import {page} from "../core/page_data.js";
import {known, read} from "./files.js";
import {Numbers} from "./numbers.js";

/** @type {Split} */
export const split = page.split;

/** Cells lie this many zooms below their tile. */
const BELOW = 4;
const SIDE = 1 << BELOW;

/** @typedef {{z: number, x: number, y: number}} Place a square of the pyramid, be there a tile or not */

/** @param {Place} place */
const pathOf = ({z, x, y}) => `cells/${z}/${x}/${y}.bin`;

/**
 * @param {Uint8Array} bytes
 * @param {Place} place
 * @returns {Tile}
 */
function decode(bytes, place) {
  const numbers = new Numbers(bytes);
  let first = numbers.next();
  const count = numbers.next();
  const [places, xs, ys] = [numbers.raw(count), numbers.raw(count), numbers.raw(count)];
  const lengths = numbers.take(count);
  const combos = lengths.map((length) => {
    let combo = 0;
    return numbers.take(length).map((step) => (combo += step));
  });
  const scale = 2 ** (place.z + BELOW);
  const cells = lengths.map((length, i) => {
    const [x, y] = [place.x * SIDE + places[i] % SIDE, place.y * SIDE + Math.floor(places[i] / SIDE)];
    const counts = numbers.take(length);
    const n = counts.reduce((sum, each) => sum + each, 0);
    const cell = {
      x,
      y,
      depth: place.z + BELOW,
      at: [(x + (xs[i] + 0.5) / 256) / scale, (y + (ys[i] + 0.5) / 256) / scale],
      first,
      n,
      combos: combos[i],
      counts,
    };
    first += n;
    return cell;
  });
  return {...place, cells};
}

/**
 * A tile, if it has been read; else it will be, and the event "texts" tells of it.
 * @param {Place} place
 * @param {Set<string>} wanted takes the paths of what is asked for
 * @returns {Tile | undefined}
 */
function tileAt(place, wanted) {
  const path = pathOf(place);
  wanted.add(path);
  const tile = known(path);
  if (!tile) read(path, (bytes) => decode(bytes, place), "view").then(() => fire("texts"), () => {});
  return tile;
}

/**
 * @param {Cell} cell
 * @param {Place} place
 */
const lies = (cell, {z, x, y}) =>
  Math.floor(cell.x / 2 ** (cell.depth - z)) === x && Math.floor(cell.y / 2 ** (cell.depth - z)) === y;

/** The four quarters of a square. @param {Place} place @returns {Place[]} */
const quarters = ({z, x, y}) => [0, 1, 2, 3].map((i) => ({z: z + 1, x: 2 * x + (i & 1), y: 2 * y + (i >> 1)}));

/**
 * @param {Place} place
 * @param {number[]} area west, north, east, south in Web Mercator, the world being 1
 */
export function touches({z, x, y}, [west, north, east, south]) {
  const side = 2 ** -z;
  return x * side < east && (x + 1) * side > west && y * side < south && (y + 1) * side > north;
}

/** @param {Cell[]} cells */
const total = (cells) => cells.reduce((sum, {n}) => sum + n, 0);

/**
 * The cells that touch a part of the world, at a depth: finer ones are not made, coarser ones stand where there are none, or none
 * yet. `wanted` takes the paths of the tiles that are needed for it, `missing` tells whether some is still to come.
 * @param {number[]} area west, north, east, south in Web Mercator, the world being 1
 * @param {number} depth the zoom at which a cell would be a tile
 */
export function cellsIn(area, depth) {
  const goal = Math.max(split.root, Math.min(split.deepest, depth - BELOW));
  /** @type {Set<string>} */
  const wanted = new Set();
  /** @type {Cell[]} */
  const cells = [];
  let missing = false;

  /**
   * A tile that there is; until it has been read the cells of the one above it stand for it.
   * @param {Place} place
   * @param {Cell[]} above those of the tile above it that lie in it
   */
  function collect(place, above) {
    const tile = tileAt(place, wanted);
    if (!tile) {
      missing = true;
      cells.push(...above);
    } else if (place.z >= goal) cells.push(...tile.cells);
    else descend(tile, tile.cells, place);
  }

  /**
   * The quarters of a square that has a tile, below a tile that has been read.
   * @param {Tile} tile
   * @param {Cell[]} inside those of its cells that lie in the square
   * @param {Place} square
   */
  function descend(tile, inside, square) {
    for (const quarter of quarters(square)) {
      if (!touches(quarter, area)) continue;
      const own = inside.filter((cell) => lies(cell, quarter));
      if (total(own) > split.block && quarter.z <= split.deepest) {
        if (quarter.z === goal || quarter.z === tile.z + BELOW) collect(quarter, own);
        else descend(tile, own, quarter);
      } else if (own.length) sparse(tile, own, square, quarter);
    }
  }

  /**
   * A quarter without a tile of its own: the cells of the tile around it.
   * @param {Tile} tile
   * @param {Cell[]} own
   * @param {Place} square
   * @param {Place} quarter
   */
  function sparse(tile, own, square, quarter) {
    const around = square.z === tile.z ? tile : tileAt(square, wanted);
    missing ||= !around;
    cells.push(...(around?.cells.filter((cell) => lies(cell, quarter)) ?? own));
  }

  if (split.placed) collect({z: split.root, x: 0, y: 0}, []);
  return {cells: cells.filter((cell) => touches({...cell, z: cell.depth}, area)), wanted, missing};
}

/**
 * Where a project lies, as well as what has been read tells: the middle of the smallest known cell that has its number.
 * @param {number} number
 */
export function placeOf(number) {
  /** @type {Place} */
  let place = {z: split.root, x: 0, y: 0};
  /** @type {Cell | undefined} */
  let cell;
  for (let tile = known(pathOf(place)); tile; tile = known(pathOf(place))) {
    const inside = tile.cells.find((/** @type {Cell} */ {first, n}) => number >= first && number < first + n);
    if (!inside) break;
    cell = inside;
    const [x, y] = [inside.x, inside.y];
    // The largest tile below that has been read.
    const below = [1, 2, 3, 4].map((by) => ({z: place.z + by, x: x >> (BELOW - by), y: y >> (BELOW - by)})).find((
      each,
    ) => known(pathOf(each)));
    if (!below) break;
    place = below;
  }
  return cell?.at ?? null;
}
