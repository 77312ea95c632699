// Geometries from the steps and altitudes of a packed layer (maps/page/packed/places.py).

/** @import {Geometry, Position} from "../types.ts" */

/**
 * A line or area from its steps, in millionths of a degree.
 * @param {{type: Geometry["type"], steps: any}} shape
 * @param {Position} mark the place of its mark in degrees
 * @returns {Geometry}
 */
export function outlined({type, steps}, [lon, lat]) {
  /** @param {number[]} part */
  const line = (part) => {
    let [x, y] = [Math.round(lon * 1e6), Math.round(lat * 1e6)];
    return Array.from({length: part.length / 2}, (_, k) => [(x += part[2 * k]) / 1e6, (y += part[2 * k + 1]) / 1e6]);
  };
  /** @param {any} part @returns {any} */
  const opened = (part) => (typeof part[0] === "number" ? line(part) : part.map(opened));
  return {type, coordinates: opened(steps)};
}

/**
 * A geometry with the altitudes of its positions, in metres.
 * @param {Geometry} geometry
 * @param {(number | null)[]} altitudes
 * @returns {Geometry}
 */
export function raised({type, coordinates}, altitudes) {
  let next = 0;
  /** @param {any} part @returns {any} */
  const above = (part) =>
    typeof part[0] === "number" ? [...part, altitudes[next++]].filter((number) => number !== null) : part.map(above);
  return {type, coordinates: above(coordinates)};
}
