// Lines and areas as steps from the place of their mark (maps/page/packed/columns.py).

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
