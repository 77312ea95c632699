// What the base map is made of, the lowest first: land, the layer's own countries, rivers, water and borders.

/** @import {Box, Path} from "../map_types.ts" */
import {page} from "../core/page_data.js";
import {areaOf, inPixels, pathOf, readPaths} from "./base_paths.js";

const base = page.basemap;
/**
 * @typedef {object} Shape
 * @property {Path[]} paths
 * @property {string | null} fill a colour of the theme
 * @property {string | null} edge
 * @property {number} width
 * @property {number[]} dash lengths of dashes and gaps, in pixels
 */
/** @type {Shape[]} */
export const shapes = [];
// Pixels around what is painted in which a path may still be seen: half the widest line. Steps shorter than this are left
// out.
const EDGE = 4;
const STEP = 0.5;

/**
 * @param {Path[]} paths
 * @param {string | null} fill
 * @param {string | null} edge
 * @param {number} width
 * @param {number[]} [dash]
 */
const add = (paths, fill, edge, width, dash = []) => shapes.push({paths, fill, edge, width, dash});

/** @param {boolean} great */
const rivers = (great) =>
  base.rivers.filter(({rank}) => rank <= 3 === great).flatMap((river) => river.lines.map(pathOf));

export function readShapes() {
  readPaths();
  add(base.land.map(pathOf), "land", "land", 0.6);
  base.countries.filter(({rings}) => rings).forEach(({code}, i) => {
    add(areaOf(code), "focus-" + ((i % 2) + 1), null, 0);
  });
  const {lines} = page.theme;
  const {shared, border, unsettled = []} = base.borders;
  add(rivers(true), null, "river", lines.river_great);
  add(rivers(false), null, "river", lines.river);
  add(base.water.flatMap(({rings}) => rings.map(pathOf)), "water", "water-edge", lines.water_edge);
  add(unsettled.map(pathOf), null, "border", lines.border, [4, 4]);
  add(border.map(pathOf), null, "border", lines.border);
  add(shared.map(pathOf), null, "border-shared", lines.border_shared);
}

/**
 * @typedef {object} View how the numbers of paths become pixels of a part of the world
 * @property {number[]} corner from which all is counted: numbers that are not large are drawn precisely
 * @property {number[]} scale pixels of one east and north
 * @property {number[]} move pixels from the part's own corner to that corner
 * @property {number[]} least the steps east and north that are seen
 * @property {(path: Path) => boolean} isAround whether a path may be seen
 */

/**
 * @param {number} world how many pixels wide it is
 * @param {number} left of the part, as `top` in pixels of the world
 * @param {number} top
 * @param {Box} seen what shows of it, in pixels from there
 * @returns {View}
 */
export function viewOf(world, left, top, seen) {
  const ground = inPixels(world);
  const corner = [
    Math.round((left + seen[0] - ground.left) / ground.wide),
    Math.round((ground.top - top - seen[1]) / ground.high),
  ];
  const [west, east] = [seen[0] - EDGE, seen[2] + EDGE].map((x) => (left + x - ground.left) / ground.wide);
  const [north, south] = [seen[1] - EDGE, seen[3] + EDGE].map((y) => (ground.top - top - y) / ground.high);
  return {
    corner,
    scale: [ground.wide, -ground.high],
    move: [ground.left - left + corner[0] * ground.wide, ground.top - top - corner[1] * ground.high],
    least: [Math.ceil(STEP / ground.wide), Math.ceil(STEP / ground.high)],
    // A path of several runs may lie around all that is seen.
    isAround: (path) =>
      path.some((run) => run.west < east) && path.some((run) => run.east > west) &&
      path.some((run) => run.south < north) && path.some((run) => run.north > south),
  };
}

/** @typedef {Pick<CanvasRenderingContext2D, "moveTo" | "lineTo" | "closePath">} Pen */

/**
 * Leads a pen along all that is seen of a shape.
 * @param {Pen} pen
 * @param {Shape} shape
 * @param {View} view
 */
export function trace(pen, {paths, fill}, view) {
  for (const path of paths) {
    if (!view.isAround(path)) continue;
    tracePath(pen, path, view.corner, view.least);
    if (fill) pen.closePath();
  }
}

/**
 * All numbers are whole, with which a browser that has just begun is quick: the view brings them to their places. They come
 * as arrays, for the fields of an object {x, y} hold fractions, as those of others do.
 * @param {Pen} pen
 * @param {Path} path
 * @param {number[]} corner
 * @param {number[]} least
 */
function tracePath(pen, path, [cornerX, cornerY], [leastX, leastY]) {
  let lastX = 0;
  let lastY = 0;
  for (let k = 0; k < path.length; k++) {
    const {points} = path[k];
    const west = path[k].west - cornerX;
    const south = path[k].south - cornerY;
    const end = k < path.length - 1 ? points.length : points.length - 2;
    let i = 0;
    if (!k) {
      lastX = west + points[i++];
      lastY = south + points[i++];
      pen.moveTo(lastX, lastY);
    }
    for (; i < points.length; i += 2) {
      const x = west + points[i];
      const y = south + points[i + 1];
      if (i < end && x - lastX < leastX && lastX - x < leastX && y - lastY < leastY && lastY - y < leastY) continue;
      pen.lineTo(x, y);
      lastX = x;
      lastY = y;
    }
  }
}
