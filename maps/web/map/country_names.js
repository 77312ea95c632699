// Where the names of countries and waters stand: inside what they name, or nowhere; they may lie over lines, not over marks.

/** @import {Box, LabelSpot, MapLabel, Path, Rung} from "../map_types.ts" */
import {L} from "../core/leaflet.js";
import {areaOf, pathOf} from "./base_paths.js";
import {free, offLines, sizeOf} from "./label_layout.js";
import {rowsOf, shareInside, STEP} from "./rows.js";
import {covers, map, worldSize} from "./viewport.js";

// A name keeps more of its box inside than the 95 % that are asked for: rows and letters are measured roughly.
const INSIDE = 0.98;

// What a name gives up to find room: its spacing, some of its size, its one line. A neighbour's stays at its own point.
/** @type {Rung[]} */
const LADDER = [[1, 1], [1, 0.3], [0.8, 0.3], [0.65, 0.2], [0.5, 0], [0.8, 0.3, true], [0.5, 0, true]];

/** @type {Rung[]} */
const WATER_LADDER = [[1, 1], [1, 0], [1, 0, true]];

// So many pixels further a name goes to be clear of lines.
const DETOUR = 60;

/**
 * Places all over the part of the window where an area lies, the nearest to a point first.
 * @param {L.Point} at
 * @param {Map<number, number[]>} rows
 */
function everywhere(at, rows) {
  const {left, top, right, bottom} = covers();
  const {x, y} = map.getSize();
  const [from, to] = [[left, top], [x - right, y - bottom]].map(([a, b]) => map.containerPointToLayerPoint([a, b]));
  // The crossings of a row run from west to east.
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [row, xs] of rows) {
    [west, east] = [Math.min(west, xs[0]), Math.max(east, xs[xs.length - 1])];
    [north, south] = [Math.min(north, row * STEP), Math.max(south, row * STEP)];
  }
  [from.x, from.y] = [Math.max(from.x, west), Math.max(from.y, north)];
  [to.x, to.y] = [Math.min(to.x, east), Math.min(to.y, south)];
  const near = L.point(Math.max(from.x, Math.min(to.x, at.x)), Math.max(from.y, Math.min(to.y, at.y)));
  const places = [near];
  for (let u = from.x; u < to.x; u += 10) for (let v = from.y; v < to.y; v += 6) places.push(L.point(u, v));
  return places.map((point) => ({point, far: point.distanceTo(near)})).sort((a, b) => a.far - b.far);
}

/**
 * A name of two words or more in two lines.
 * @param {string} text
 */
function broken(text) {
  const middle = text.indexOf(" ", text.length / 2 - 4);
  return middle < 0 ? null : `${text.slice(0, middle)}\n${text.slice(middle + 1)}`;
}

/**
 * The outlines that a name has to stay in; of a neighbour none are known here.
 * @param {MapLabel} label
 */
const outlinesOf = ({code, rings}) => (code ? areaOf(code) : rings ? rings.map(pathOf) : null);

/**
 * Gives a function that finds the place of a name, null where there is no room for it in its country or water.
 * @param {Box[]} taken
 * @param {Set<number>} lines
 * @param {(box: Box) => boolean} inWindow
 */
export function countryPlaces(taken, lines, inWindow) {
  return (/** @type {MapLabel} */ label) => {
    const at = map.latLngToLayerPoint(label.at);
    const outlines = outlinesOf(label);
    const rows = outlines && rowsOf(outlines);
    const places = rows ? everywhere(at, rows) : [{point: at, far: 0}];
    const reach = ((label.room ?? 0) / 360) * worldSize();
    // A lake is few rows high: its edge between two rows counts too.
    const edge = label.rings ? STEP / 2 : 0;
    /** @param {Box} box */
    const isAtHome = (box) =>
      rows
        ? shareInside([box[0], box[1] - edge, box[2], box[3] + edge], rows) >= INSIDE
        : Math.max(box[2] - box[0], 5 * (box[3] - box[1])) / 2 <= reach;
    for (const rung of label.rings ? WATER_LADDER : LADDER) {
      const text = rung[2] ? broken(label.text) : label.text;
      const layout = text &&
        fitting({...label, text}, rung, places, (box) => inWindow(box) && isAtHome(box) && free(box, taken), lines);
      if (!layout) continue;
      taken.push(layout.box);
      return layout;
    }
    return null;
  };
}

/**
 * The nearest place that is good; one that is clear of lines may be a little further.
 * @param {MapLabel} label
 * @param {Rung} rung
 * @param {{point: L.Point, far: number}[]} places
 * @param {(box: Box) => boolean} isGood
 * @param {Set<number>} lines
 * @returns {(LabelSpot & {box: Box}) | null}
 */
function fitting({kind, text}, rung, places, isGood, lines) {
  const size = sizeOf(kind, text, rung);
  const [dx, dy] = size.map((length) => length / 2);
  let best = null;
  for (const {point, far} of places) {
    if (best && far > best.far + DETOUR) break;
    const box = [point.x - dx, point.y - dy, point.x + dx, point.y + dy];
    if (!isGood(box)) continue;
    const layout = {box, far, text, rung, size, point, anchor: [dx, dy], dot: false, led: false};
    if (offLines(box, lines)) return layout;
    best ??= layout;
  }
  return best;
}
