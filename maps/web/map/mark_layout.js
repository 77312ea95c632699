// How the marks of a small layer are laid out: apart from each other, where they crowd in an inset, along their lines.

/** @import {MapPoint} from "../map_types.ts" */
import {intoInset, keptInside} from "./crowding.js";
import {apart, gapOf, MANY, ofPlaces, spread} from "./declutter.js";
import {alongLines} from "./line_marks.js";
import {pixelsOf} from "./lines.js";
import {partsOnMap} from "./routes.js";

export {places} from "./declutter.js";

/**
 * The marks to draw: pixel is the true place, moved where it is drawn.
 * @param {MapPoint[]} points
 * @param {number} size
 */
export function* marksOf(points, size) {
  const all = ofPlaces(points, size);
  const lines = partsOnMap().map(({project, path}) => ({project, at: pixelsOf(path)}));
  const [inside, marks, area] = intoInset(all, size, lines);
  yield;
  alongLines(all, size, lines, area);
  yield;
  return [...yield* apart(marks, size), ...keptInside(spread(inside, gapOf(size)), size)];
}

/** @param {MapPoint[]} points */
export const isMany = (points) => points.length > MANY;
// What only dots have, the marks of a large layer.
export const anchorOf = () => null;
export const boxes = () => [];
export const shapes = () => [];
export const drawButtons = () => {};
