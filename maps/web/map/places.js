// Where projects stand on the map, and what a screen reader says of them.

/** @import {Geometry, PlacedProject, Project} from "../types.ts" */
import * as i18n from "../core/i18n.js";
import {L} from "../core/leaflet.js";
import {codeName} from "../core/terms.js";
import {store} from "../data/store.js";
import {courses, halfway, isLine, linesOf} from "./lines.js";

/** @param {Geometry} geometry */
export const boundsOf = (geometry) => L.geoJSON(geometry).getBounds();

/**
 * Marks with a dotted ring around them.
 * @param {Project} options
 */
export const isVague = ({precision}) => precision === "region" || precision === "country";

/**
 * What a screen reader says of a project.
 * @param {Project} project
 */
export function spokenName(project) {
  const [name] = i18n.version(project, "name");
  const [place] = i18n.version(project, "place");
  return [name, place, codeName("status", project.status)].filter(Boolean).join(", ");
}

/**
 * Where the marks of a project stand: a point, the middle of each course of a line, the middle of an area.
 * @param {PlacedProject} project
 */
export function pointsOf(project) {
  const {geometry} = project;
  if (geometry.type === "Point") {
    return [{projects: [project], at: L.latLng(geometry.coordinates[1], geometry.coordinates[0])}];
  }
  const at = isLine(project) ? courses(linesOf(project)).map(halfway) : [boundsOf(geometry).getCenter()];
  return at.map((middle) => ({projects: [project], at: middle, onLine: true}));
}

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
