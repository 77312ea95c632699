// Where along its line a mark stands: halfway, or where it is further from other lines and marks.

/** @import {Box, FlatLatLng, LinePixels, Mark} from "../map_types.ts" */
import {along, pixelsOf} from "./lines.js";
import {areManyLines} from "./routes.js";
import {map} from "./viewport.js";

// Shares of the line's length that are tried, the best first.
const SHARES = [1 / 2, 1 / 3, 2 / 3, 0.42, 0.58, 1 / 4, 3 / 4];
// A mark that has so many times its size around it stands well; away from the middle it needs some pixels more.
const CLEAR = 1.3;
const DETOUR = 8;
// By so many pixels a place is better than another.
const LEAST = 0.01;
// With more lines than this each mark keeps to the middle: there is no place that is clear of all.
const MANY = 40;

/**
 * How far a point is from the nearest of some paths; any less than `enough` where it is less. Asked so often at the start
 * that it makes no points of its own.
 * @param {L.Point} point
 * @param {L.Point[][]} paths
 * @param {number} enough
 */
function fromPaths({x, y}, paths, enough) {
  let least = Infinity;
  for (const path of paths) {
    if (least <= enough * enough) break;
    for (let i = 1; i < path.length; i++) {
      const {x: west, y: north} = path[i - 1];
      const dx = path[i].x - west;
      const dy = path[i].y - north;
      const share = Math.max(0, Math.min(1, ((x - west) * dx + (y - north) * dy) / (dx * dx + dy * dy) || 0));
      const right = x - west - share * dx;
      const down = y - north - share * dy;
      const far = right * right + down * down;
      if (far < least) least = far;
    }
  }
  return Math.sqrt(least);
}

/**
 * How far a point is from a box, 0 inside.
 * @param {L.Point} point
 * @param {Box} box
 */
const fromBox = ({x, y}, [west, north, east, south]) =>
  Math.hypot(Math.max(west - x, 0, x - east), Math.max(north - y, 0, y - south));

/**
 * Moves the marks of lines along them, out of what an inset shows.
 * @param {Mark[]} marks
 * @param {number} size
 * @param {LinePixels[]} lines all that are on the map
 * @param {Box} [area]
 */
export function alongLines(marks, size, lines, area) {
  const movable = marks.filter(({course}) => course);
  if (movable.length > MANY || areManyLines()) return;
  const taken = marks.filter(({course}) => !course).map(({pixel, onMap}) => onMap ?? pixel);
  for (const mark of movable) {
    const path = pixelsOf(/** @type {FlatLatLng[]} */ (mark.course));
    const others = lines.filter(({project}) => project !== mark.projects[0]).map(({at}) => at);
    let best = {pixel: along(path, SHARES[0]), worth: -Infinity};
    for (const share of SHARES) {
      const detour = Math.abs(share - 1 / 2) * DETOUR;
      // What is no better in the open is not looked at.
      if (CLEAR * size - detour <= best.worth + LEAST) continue;
      const pixel = along(path, share);
      let free = area ? fromBox(pixel, area) : Infinity;
      for (const other of taken) free = Math.min(free, other.distanceTo(pixel) - size / 2);
      const enough = Math.max(0, best.worth + LEAST + detour);
      if (free > enough) free = Math.min(free, fromPaths(pixel, others, enough));
      const worth = Math.min(free, CLEAR * size) - detour;
      if (worth > best.worth + LEAST) best = {pixel, worth};
    }
    mark.pixel = best.pixel;
    mark.at = map.layerPointToLatLng(best.pixel);
    taken.push(best.pixel);
  }
}
