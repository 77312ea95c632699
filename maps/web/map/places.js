// Where projects stand on the map, and what a screen reader says of them.

/** @import {MapPoint} from "../map_types.ts" */
/** @import {Geometry, PlacedProject, Position, Project} from "../types.ts" */
import * as i18n from "../core/i18n.js";
import {L} from "../core/leaflet.js";
import {codeName} from "../core/terms.js";
import {precisionStyle} from "../core/theme.js";
import {store} from "../data/store.js";
import {courses, flatPath, halfway, isLine, linesOf} from "./lines.js";

/** @param {Geometry} geometry */
export const boundsOf = (geometry) => L.geoJSON(geometry).getBounds();

/**
 * Marks with a dotted ring around them.
 * @param {Project} options
 */
export const isVague = ({precision}) => precisionStyle(precision).sign === "ring";

/**
 * What a screen reader says of a project.
 * @param {Project} project
 */
export function spokenName(project) {
  const [name] = i18n.version(project, "name");
  const [place] = i18n.version(project, "place");
  return i18n.listed([name, place, codeName("status", project.status)]);
}

/**
 * Where the marks of a project stand: a point, the middle of each course of a line, the middle of an area.
 * @param {PlacedProject} project
 */
export function pointsOf(project) {
  const {geometry} = project;
  if (geometry.type.endsWith("Point")) {
    const places = geometry.type === "Point" ? [geometry.coordinates] : geometry.coordinates;
    return places.map((/** @type {Position} */ [lng, lat]) => ({projects: [project], at: L.latLng(lat, lng)}));
  }
  if (!isLine(project)) return [{projects: [project], at: boundsOf(geometry).getCenter(), onLine: true}];
  return courses(linesOf(project)).map(flatPath).map((course) => ({
    projects: [project],
    at: halfway(course),
    onLine: true,
    course,
  }));
}

/** @type {MapPoint[] | null} */
let points = null;

/** Where the marks of all projects stand. */
export const allPoints = () => (points ??= /** @type {MapPoint[]} */ (store.placed().flatMap(pointsOf)));

// The bounds of everything that is placed.
export function placedBounds() {
  const bounds = L.latLngBounds(store.bounds());
  /** @param {any} value */
  const positions = (
    value,
  ) => (Array.isArray(value[0]) ? value.forEach(positions) : bounds.extend([value[1], value[0]]));
  for (const {geometry} of store.placed()) positions(geometry.coordinates);
  return bounds;
}
