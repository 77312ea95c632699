// What the base map is made of, the lowest first: land, the layer's own countries, rivers, water and borders.

/** @import {Box, Path} from "../map_types.ts" */
import {page} from "../core/page_data.js";
import {areaOf, inPixels, pathOf} from "./base_paths.js";

const base = page.basemap;
/**
 * @typedef {object} Shape
 * @property {() => Path[]} pathsOf
 * @property {string | null} fill a colour of the theme
 * @property {string | null} edge
 * @property {number} width
 * @property {number[]} dash lengths of dashes and gaps, in pixels
 */
// Pixels around what is painted in which a path may still be seen: half the widest line. Steps shorter than this are left
// out.
const EDGE = 4;
const STEP = 0.5;

/**
 * @param {() => Path[]} pathsOf
 * @param {string | null} fill
 * @param {string | null} edge
 * @param {number} width
 * @param {number[]} [dash]
 * @returns {Shape}
 */
const shape = (pathsOf, fill, edge, width, dash = []) => ({pathsOf, fill, edge, width, dash});

/** @param {boolean} great as GREAT of maps/page/ground.py */
const rivers = (great) =>
  base.rivers.filter(({rank}) => rank <= 3 === great).flatMap((river) => river.lines.map(pathOf));

/** All shapes, in the order in which the first picture has them (`_shapes` of maps/page/ground.py). */
export function allShapes() {
  const {lines} = page.theme;
  const {shared, border, unsettled = []} = base.borders;
  return [
    shape(() => base.land.map(pathOf), "land", "land", 0.6),
    ...base.countries.filter(({rings}) => rings).map(({code}, i) =>
      shape(() => areaOf(code), "focus-" + ((i % 2) + 1), null, 0)
    ),
    shape(() => rivers(true), null, "river", lines.river_great),
    shape(() => rivers(false), null, "river", lines.river),
    shape(() => base.water.flatMap(({rings}) => rings.map(pathOf)), "water", "water-edge", lines.water_edge),
    shape(() => unsettled.map(pathOf), null, "border", lines.border, [4, 4]),
    shape(() => border.map(pathOf), null, "border", lines.border),
    shape(() => shared.map(pathOf), null, "border-shared", lines.border_shared),
  ];
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
