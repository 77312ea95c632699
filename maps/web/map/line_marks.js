// Where along its line a mark stands: halfway, or where it is further from other lines and marks.

/** @import {Box, FlatLatLng, Mark} from "../map_types.ts" */
import {L} from "../core/leaflet.js";
import {along, pixelsOf} from "./lines.js";
import {partsOnMap} from "./routes.js";
import {map} from "./viewport.js";

// Shares of the line's length that are tried, the best first.
const SHARES = [1 / 2, 1 / 3, 2 / 3, 0.42, 0.58, 1 / 4, 3 / 4];
// A mark that has so many times its size around it stands well; away from the middle it needs some pixels more.
const CLEAR = 1.3;
const DETOUR = 8;
// With more lines than this each mark keeps to the middle: there is no place that is clear of all.
const MANY = 40;

/**
 * How far a point is from the nearest of some paths.
 * @param {L.Point} point
 * @param {L.Point[][]} paths
 */
function fromPaths(point, paths) {
  let least = Infinity;
  for (const path of paths) {
    for (let i = 1; i < path.length; i++) {
      least = Math.min(least, L.LineUtil.pointToSegmentDistance(point, path[i - 1], path[i]));
    }
  }
  return least;
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
 * @param {Box} [area]
 */
export function alongLines(marks, size, area) {
  const movable = marks.filter(({course}) => course);
  if (movable.length > MANY) return;
  const lines = partsOnMap().map(({project, path}) => ({project, path: pixelsOf(path)}));
  const taken = marks.filter(({course}) => !course).map(({pixel, onMap}) => onMap ?? pixel);
  for (const mark of movable) {
    const path = pixelsOf(/** @type {FlatLatLng[]} */ (mark.course));
    const others = lines.filter(({project}) => project !== mark.projects[0]).map((line) => line.path);
    const places = SHARES.map((share) => {
      const pixel = along(path, share);
      const free = Math.min(
        fromPaths(pixel, others),
        area ? fromBox(pixel, area) : Infinity,
        ...taken.map((other) => other.distanceTo(pixel) - size / 2),
      );
      return {pixel, worth: Math.min(free, CLEAR * size) - Math.abs(share - 1 / 2) * DETOUR};
    });
    const {pixel} = places.reduce((best, place) => (place.worth > best.worth + 0.01 ? place : best));
    mark.pixel = pixel;
    mark.at = map.layerPointToLatLng(pixel);
    taken.push(pixel);
  }
}
