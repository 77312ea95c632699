// Longitudes of a base map that reaches beyond the 180th meridian: places stand on its side of the globe, and are
// written as the layer has them.

/** @import {Geometry} from "../types.ts" */

const TURN = 360;

/**
 * A longitude on the base map's side of the globe; that of a map that does not reach beyond the meridian stays.
 * @param {number} longitude
 * @param {[number, number, number, number]} bounds West, south, east, north of the base map, in degrees.
 */
export function onMap(longitude, [west, , east]) {
  if (west >= -TURN / 2 && east <= TURN / 2) return longitude;
  return longitude + TURN * Math.round(((west + east) / 2 - longitude) / TURN);
}

/**
 * A longitude from -180 to 180.
 * @param {number} longitude
 */
export const onGlobe = (longitude) =>
  Math.abs(longitude) <= TURN / 2 ? longitude : longitude - TURN * Math.round(longitude / TURN);

/**
 * A geometry with each longitude changed.
 * @template {Geometry | null} G
 * @param {G} geometry
 * @param {(longitude: number) => number} change
 * @returns {G}
 */
export function withLongitudes(geometry, change) {
  /** @param {any} part @returns {any} */
  const changed = (part) => (Array.isArray(part[0]) ? part.map(changed) : [change(part[0]), ...part.slice(1)]);
  return geometry && {...geometry, coordinates: changed(geometry.coordinates)};
}
