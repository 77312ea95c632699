// Where lines and shared borders run, for labels to keep clear of: the squares of 8 pixels that they cross.

import {L} from "../core/leaflet.js";
import {sharedBorders} from "./base_paths.js";
import {pixelsOf} from "./lines.js";
import {partsOnMap} from "./routes.js";
import {map, pixelBounds} from "./viewport.js";

// Where lines and the shared borders run, as the numbers of the squares of 8 pixels that they cross: see
// squareAt.
export function lineSquares() {
  const {min, max} = pixelBounds();
  return squaresIn(L.bounds([min, max].map((corner) => corner.subtract(map.getPixelOrigin()))));
}

/**
 * The same of a part of the drawing, or of an inset.
 * @param {L.Bounds} view
 * @param {(point: L.Point) => L.Point} [toInset] where a point of the map stands in the inset
 */
export function squaresIn(view, toInset) {
  /** @type {Set<number>} */
  const squares = new Set();
  const paths = [...partsOnMap().map((part) => pixelsOf(part.path)), ...sharedBorders()];
  for (const path of toInset ? paths.map((points) => points.map(toInset)) : paths) {
    for (let i = 1; i < path.length; i++) {
      const [from, to] = /** @type {L.Point[]} */ (L.LineUtil.clipSegment(path[i - 1], path[i], view, i > 1) || []);
      const steps = from ? Math.ceil(to.distanceTo(from) / 6) || 1 : -1;
      for (let k = 0; k <= steps; k++) {
        const share = k / steps;
        squares.add(squareAt(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share));
      }
    }
  }
  return squares;
}

/**
 * @param {number} x
 * @param {number} y
 */
export const squareAt = (x, y) => Math.floor(x / 8) * 65536 + Math.floor(y / 8);
