// How much of a box is land: where rows of pixels cross the outlines of an area.

/** @import {Box, Path} from "../map_types.ts" */
import {inPixels} from "./base_paths.js";
import {map, worldSize} from "./viewport.js";

// Every so many pixels it is looked where an area begins and ends.
export const STEP = 4;
/** @type {number[]} */
const NONE = [];

/**
 * Where rows of pixels cross outlines, from west to east in whole pixels, by the number of the row (even-odd rule).
 * @param {Path[]} paths
 */
export function rowsOf(paths, step = STEP) {
  const {x: left, y: top} = map.getPixelOrigin();
  const ground = inPixels(worldSize());
  const [first, end] = [0, map.getSize().y].map((y) => Math.ceil(map.containerPointToLayerPoint([0, y]).y / step));
  const rowOf = (/** @type {number} */ north) => Math.ceil((ground.top - north * ground.high - top) / step);
  const northOf = (/** @type {number} */ row) => (ground.top - top - row * step) / ground.high;
  /** @type {Map<number, number[]>} */
  const rows = new Map();
  for (const path of paths) {
    if (!path.length) continue;
    const last = path[path.length - 1];
    let [x, y] = last.points.slice(-2);
    x += last.west;
    y += last.south;
    let row = rowOf(y);
    let [low, high] = [row, row - 1].map((each) => Math.ceil(northOf(each)));
    for (const {west, south, points} of path) {
      for (let i = 0; i < points.length; i += 2) {
        const u = west + points[i];
        const v = south + points[i + 1];
        // Most steps cross no row, as whole numbers tell, with which a browser is quick that has just begun.
        if (v < low || v >= high) {
          const to = rowOf(v);
          for (let at = Math.max(first, Math.min(row, to)); at < Math.min(end, Math.max(row, to)); at++) {
            const crossing = Math.round(
              (x + ((u - x) * (northOf(at) - y)) / (v - y)) * ground.wide + ground.left - left,
            );
            if (!rows.get(at)?.push(crossing)) rows.set(at, [crossing]);
          }
          row = to;
          low = Math.ceil(northOf(row));
          high = Math.ceil(northOf(row - 1));
        }
        x = u;
        y = v;
      }
    }
  }
  for (const crossings of rows.values()) crossings.sort((a, b) => a - b);
  return rows;
}

/**
 * How much of a box lies inside, from 0 to 1; more than `most` is not looked into further. In whole pixels, for which a
 * browser that does not know the function yet makes no numbers of its own.
 * @param {Box} box
 * @param {Map<number, number[]>} rows
 */
export function shareInside(box, rows, step = STEP, most = 1) {
  const [west, east] = [Math.round(box[0]), Math.round(box[2])];
  const [first, last] = [Math.ceil(box[1] / step), Math.floor(box[3] / step)];
  const all = (last - first + 1) * (east - west);
  const enough = Math.round(most * all);
  let inside = 0;
  for (let row = first; row <= last && inside <= enough; row++) {
    const xs = rows.get(row) || NONE;
    for (let i = 1; i < xs.length; i += 2) {
      const from = xs[i - 1] > west ? xs[i - 1] : west;
      const to = xs[i] < east ? xs[i] : east;
      if (to > from) inside += to - from;
    }
  }
  return inside / all;
}
