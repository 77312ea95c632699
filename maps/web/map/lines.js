// The courses of lines: great circles filled in, parts joined, where they run in pixels.

/** @import {FlatLatLng} from "../map_types.ts" */
/** @import {Position, Project} from "../types.ts" */
import {inner, L} from "../core/leaflet.js";
import {degreesOf} from "../core/packed_line.js";
import {page} from "../core/page_data.js";
import {map} from "./viewport.js";

/** @param {any} options */
const published = (
  {type, coordinates},
) => (type === "LineString" ? [coordinates] : type === "MultiLineString" ? coordinates : []);
/**
 * A packed line of the page as positions.
 * @param {string} text
 */
function unpacked(text) {
  const degrees = degreesOf(text, page.basemap.scale);
  return Array.from({length: degrees.length / 2}, (_, i) => [degrees[2 * i], degrees[2 * i + 1]]);
}

/** @param {Project} options */
export const isLine = ({geometry}) => geometry !== null && geometry.type.endsWith("LineString");

/** @type {WeakMap<Project, Position[][]>} */
const drawn = new WeakMap();

/**
 * The lines as they are drawn: a great circle is filled in between its published ends; many are led together.
 * @param {Project} project
 */
export function linesOf(project) {
  const {geometry, route, courses: together} = project;
  const lines = drawn.get(project) ?? together?.map(unpacked) ??
    published(geometry).map((/** @type {Position[]} */ line) =>
      route === "great_circle" ? bowed(greatCircle(line)) : line
    );
  drawn.set(project, lines);
  return lines;
}

/**
 * The shortest way on the globe as points about one degree apart, close enough for any zoom of the page.
 * @param {Position[]} line
 */
export function greatCircle(line) {
  const radians = Math.PI / 180;
  /** @param {Position} options */
  const vector = (
    [lng, lat],
  ) => [
    Math.cos(lat * radians) * Math.cos(lng * radians),
    Math.cos(lat * radians) * Math.sin(lng * radians),
    Math.sin(lat * radians),
  ];
  return line.slice(1).reduce((path, to, i) => {
    const [a, b] = [vector(line[i]), vector(to)];
    const angle = Math.acos(Math.max(-1, Math.min(1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])));
    const steps = Math.max(1, Math.round(angle / radians));
    for (let k = 1; k < steps; k++) {
      const [p, q] = [Math.sin((1 - k / steps) * angle), Math.sin((k / steps) * angle)];
      const [x, y, z] = a.map((coordinate, axis) => p * coordinate + q * b[axis]);
      path.push([Math.atan2(y, x) / radians, Math.atan2(z, Math.hypot(x, y)) / radians]);
    }
    path.push(to);
    return path;
  }, [line[0]]);
}

// How far a flight bows away from its course, as a share of its length.
const BOW = 0.13;

/**
 * A flight as a bow: its course bent to the north, or where it runs from north to south to the west, so that it is told
 * from a line on the ground. Over the date line it runs on.
 * @param {Position[]} path
 */
export function bowed(path) {
  /** @type {Position[]} */
  const whole = [];
  for (const [lng, lat] of path) {
    const before = whole.length ? whole[whole.length - 1][0] : lng;
    whole.push([lng + 360 * Math.round((before - lng) / 360), lat]);
  }
  const flat = whole.map(([lng, lat]) => [lng, northing(lat)]);
  const last = flat.length - 1;
  const [x, y] = [0, 1].map((axis) => flat[last][axis] - flat[0][axis]);
  const side = Math.abs(x) > Math.abs(y) / 3 ? Math.sign(x) : Math.sign(y);
  // A short flight has but its ends: a bow needs points between.
  const steps = Math.max(16, last);
  return Array.from({length: steps + 1}, (_, i) => {
    if (i % steps === 0) return whole[i && last];
    const share = i / steps;
    const place = Math.min(last - 1, Math.floor(share * last));
    const rest = share * last - place;
    const high = 4 * BOW * share * (1 - share) * side;
    const [lng, north] = [0, 1].map((axis) =>
      flat[place][axis] + (flat[place + 1][axis] - flat[place][axis]) * rest + high * (axis ? x : -y)
    );
    return [lng, (Math.atan(Math.sinh((north * Math.PI) / 180)) * 180) / Math.PI];
  });
}

/**
 * A latitude as Web Mercator has it, in degrees of its equator.
 * @param {number} latitude
 */
const northing = (latitude) => (Math.asinh(Math.tan((latitude * Math.PI) / 180)) * 180) / Math.PI;

/**
 * Parts that continue each other are one course.
 * @param {Position[][]} parts
 */
export function courses(parts) {
  const joined = [];
  for (const part of parts) {
    const last = joined[joined.length - 1];
    const end = last && last[last.length - 1];
    if (end && end[0] === part[0][0] && end[1] === part[0][1]) last.push(...part.slice(1));
    else joined.push([...part]);
  }
  return joined;
}

/** @param {Position[]} line */
export function flatPath(line) {
  const path = /** @type {FlatLatLng[]} */ (line.map(([lng, lat]) => L.latLng(lat, lng)));
  for (const at of path) at.flat = L.CRS.EPSG3857.project(at);
  return path;
}

// A line as it is drawn, part for part; a great circle's in-between points are no stops.
const known = new WeakMap();

/** @param {Project} project */
export function partsOf(project) {
  if (!known.has(project)) {
    known.set(
      project,
      linesOf(project).map((/** @type {Position[]} */ line, /** @type {number} */ i) => {
        const path = flatPath(line);
        /** @type {Record<string, FlatLatLng[]>} */
        const ofRoute = {surveyed: [], great_circle: [path[0], path[path.length - 1]]};
        const own = project.courses ? flatPath(published(project.geometry)[i]) : path;
        const stops = ofRoute[project.route ?? ""] || own;
        return {project, path, stops};
      }),
    );
  }
  return known.get(project);
}

/**
 * Where a path runs, in layer pixels.
 * @param {FlatLatLng[]} path
 */
export function pixelsOf(path) {
  const {scale, transformation} = inner(L.CRS.EPSG3857);
  const [factor, origin] = [scale(map.getZoom()), map.getPixelOrigin()];
  return path.map(({flat}) => transformation.transform(flat, factor)._subtract(origin));
}

/**
 * The point at a share of the length of a path on a plane.
 * @param {L.Point[]} path
 * @param {number} share
 */
export function along(path, share) {
  const lengths = path.slice(1).map((point, i) => point.distanceTo(path[i]));
  let left = lengths.reduce((sum, length) => sum + length, 0) * share;
  let i = 0;
  while (i < lengths.length - 1 && left > lengths[i]) left -= lengths[i++];
  return path[i].add(path[i + 1].subtract(path[i]).multiplyBy(lengths[i] ? left / lengths[i] : 0));
}

/** @param {FlatLatLng[]} course */
export const halfway = (course) => L.CRS.EPSG3857.unproject(along(course.map(({flat}) => flat), 1 / 2));
