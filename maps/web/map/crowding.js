// The marks that crowd so much that they are drawn again, larger, in an inset (inset.js). What finds a place for that comes
// after the first picture, in which they are dots at their places.

/** @import {Box, Inset, LinePixels, Mark, PlaceInset} from "../map_types.ts" */
import {svg} from "../core/dom.js";
import {projectColour} from "../core/theme.js";
import {big, covers, map, silentPane} from "./viewport.js";

/** @typedef {{x: number, y: number}} PixelPoint */

// So many marks that touch each other ask for an inset.
const FEWEST = 3;
// Of more marks than this none is asked for: they are gathered.
const MANY = 60;
// In a map with less room than this, in pixels that nothing covers, an inset would hide more than it tells.
const ROOM = [720, 440];
// The heights of insets as shares of their width.
export const HEIGHTS = [0.82, 0.72, 0.62];

/** @type {Inset | null} */
let current = null;
// Whether marks crowd that found no inset, which they may when the map has moved.
let wanting = false;
/** @type {Mark[]} */
let waiting = [];
/** @type {PlaceInset | null} */
let place = null;
let isPlaced = false;
/**
 * Where the inset is drawn.
 * @type {HTMLElement}
 */
export let pane;

/** The inset on the map now, if there is one. */
export const insetNow = () => current;

/** The part of the window that nothing covers, in pixels of the map's layer. */
export function freeWindow() {
  const {left, top, right, bottom} = covers();
  const {x, y} = map.getSize();
  const [from, to] = [[left, top], [x - right, y - bottom]].map(([a, b]) => map.containerPointToLayerPoint([a, b]));
  return [from.x, from.y, to.x, to.y];
}

/**
 * @param {Box} outer
 * @param {Box} inner
 */
const surrounds = (outer, inner) =>
  inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];

/** Whether the map has moved so that the inset has to find another place. */
export const isInsetStale = () => (current ? !surrounds(freeWindow(), current.box) : wanting);

/**
 * The largest group of places of which each has another nearer than `reach`; none where that is too small.
 * @template {PixelPoint} T
 * @param {T[]} spots
 * @param {number} reach
 * @returns {T[]}
 */
export function densest(spots, reach) {
  /** @type {T[][]} */
  let groups = [];
  for (const spot of spots) {
    const near = groups.filter((group) => group.some(({x, y}) => Math.hypot(spot.x - x, spot.y - y) < reach));
    groups = [...groups.filter((group) => !near.includes(group)), [spot, ...near.flat()]];
  }
  const most = groups.reduce((best, group) => (group.length > best.length ? group : best), []);
  return most.length < FEWEST ? [] : most;
}

/**
 * The part of the map around some places; none where they are one.
 * @param {PixelPoint[]} spots
 * @returns {Box | null}
 */
function areaOf(spots) {
  const [xs, ys] = [spots.map(({x}) => x), spots.map(({y}) => y)];
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const span = Math.max(east - west, south - north);
  const pad = Math.max(0.28 * span, 8);
  return span < 2 ? null : [west - pad, north - pad, east + pad, south + pad];
}

/**
 * An area made as wide for its height as a box, around the same middle.
 * @param {Box} area
 * @param {Box} box
 */
export function shaped(area, box) {
  const [x, y] = [(area[0] + area[2]) / 2, (area[1] + area[3]) / 2];
  const [wide, high] = [box[2] - box[0], box[3] - box[1]];
  const share = Math.max((area[2] - area[0]) / wide, (area[3] - area[1]) / high) / 2;
  return [x - share * wide, y - share * high, x + share * wide, y + share * high];
}

/**
 * @param {Box} one
 * @param {Box} other
 */
const around = (one, other) =>
  [0, 1].map((i) => Math.min(one[i], other[i])).concat([2, 3].map((i) => Math.max(one[i], other[i])));

/**
 * Whether the map has room for an inset, and shows all of an area.
 * @param {Box} area
 */
function hasRoom(area) {
  const [west, north, east, south] = freeWindow();
  return east - west >= ROOM[0] && south - north >= ROOM[1] && surrounds([west, north, east, south], area);
}

/**
 * @param {Box} box
 * @param {PixelPoint} spot
 */
export const holds = ([west, north, east, south], {x, y}) => x > west && x < east && y > north && y < south;

/**
 * Chooses the inset that marks ask for, and puts those that it shows into it; gives them, the others, and the part of the
 * map that it shows. Marks that wait for it are neither.
 * @param {Mark[]} marks
 * @param {number} size
 * @param {LinePixels[]} lines all that are on the map
 * @returns {[inside: Mark[], others: Mark[], area?: Box]}
 */
export function intoInset(marks, size, lines) {
  [current, wanting, waiting] = [null, false, []];
  const points = marks.filter(({onLine}) => !onLine);
  const dense = marks.length > MANY ? [] : densest(points.map((mark) => ({...mark.pixel, mark})), 1.3 * size);
  if (!dense.length) return [[], marks];
  const area = areaOf(dense);
  const isPossible = area && hasRoom(area);
  if (isPossible && !isPlaced) {
    // All that it may show waits, and the marks of lines keep clear of that, so that few move when it is there.
    const most = HEIGHTS.map((height) => shaped(area, [0, 0, 1, height])).reduce(around);
    waiting = points.filter(({pixel}) => holds(most, pixel));
    return [[], marks.filter((mark) => !waiting.includes(mark)), most];
  }
  const group = new Set(dense.map(({mark}) => mark));
  current = isPossible && place ? place(area, marks.filter((mark) => !group.has(mark)), lines) : null;
  wanting = !current;
  if (!current) return [[], marks];
  const {area: whole, to} = current;
  const inside = points.filter(({pixel}) => holds(whole, pixel));
  for (const mark of inside) {
    mark.onMap = mark.pixel;
    mark.pixel = to(mark.pixel);
  }
  return [inside, marks.filter((mark) => !inside.includes(mark)), whole];
}

/**
 * Keeps marks inside the inset, whose edge must not cut them.
 * @param {Mark[]} marks
 * @param {number} size
 */
export function keptInside(marks, size) {
  if (!current) return marks;
  const [west, north, east, south] = current.box;
  const pad = size * 0.75 + 2;
  for (const {moved} of marks) {
    moved.x = Math.max(west + pad, Math.min(east - pad, moved.x));
    moved.y = Math.max(north + pad, Math.min(south - pad, moved.y));
  }
  return marks;
}

/**
 * Small dots at places on the map itself, as the inset leaves them there.
 * @param {Mark[]} marks
 */
export const dotsAt = (marks) =>
  marks.map(({onMap, pixel, projects: [project]}) => {
    const {x, y} = onMap ?? pixel;
    return svg("circle", {cx: x, cy: y, r: 3 * big, fill: projectColour(project)});
  });

/** Draws what waits for the inset as dots. */
export const drawWaiting = () => pane.replaceChildren(svg("svg", {class: "inset-leads"}, ...dotsAt(waiting)));

/**
 * Ends the waiting: from now on there are insets, unless nothing places them.
 * @param {PlaceInset} [placeInset]
 * @returns {boolean} whether marks have waited
 */
export function useInset(placeInset) {
  isPlaced = true;
  place = placeInset ?? null;
  return waiting.length > 0;
}

export function startCrowding() {
  pane = silentPane("inset", 440);
  map.on("zoomstart", () => pane.replaceChildren());
}
