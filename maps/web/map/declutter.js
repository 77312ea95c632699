// Which projects share a mark, and where the marks stand so that none covers another.

/** @import {MapPoint, Mark} from "../map_types.ts" */
/** @import {Project} from "../types.ts" */
import {L} from "../core/leaflet.js";
import {store} from "../data/store.js";
import {map} from "./viewport.js";

// With more points than this the places are those of equal coordinates, and only what is in view is drawn.
export const MANY = 1000;

// With more marks than this in view, those that are near each other become one with a count.
const CROWD = 80;

const CELL = 52;

// A mark may be pushed this many times its size away from its place.
const FAR = 1;

// Of so many marks one that was pushed further joins another, of twice as many four at once.
const ONE_BY_ONE = 20;

/**
 * Projects in one place: as near to each other as the place of one of them is known.
 * @param {Project} project
 */
const reach = (project) => Math.max(100, Math.min(project.uncertainty_m || 0, 10000));

/**
 * @param {MapPoint} a
 * @param {MapPoint} b
 */
const samePlace = (a, b) =>
  !a.onLine && !b.onLine && map.distance(a.at, b.at) <= Math.max(reach(a.projects[0]), reach(b.projects[0]));

/**
 * Gives each point its `place`, the list of the points that are in one place with it; sorts them north to south.
 * @param {MapPoint[]} points
 */
export function places(points) {
  points.sort((a, b) => b.at.lat - a.at.lat || a.at.lng - b.at.lng);
  if (points.length > MANY) {
    const known = new Map();
    for (const point of points) {
      const key = point.at.lat + " " + point.at.lng;
      point.place = known.get(key) || [];
      point.place.push(point);
      known.set(key, point.place);
    }
    return;
  }
  points.forEach((point, i) => {
    point.place ||= [point];
    for (let k = i + 1; k < points.length && point.at.lat - points[k].at.lat < 0.2; k++) {
      if (points[k].place || !samePlace(point, points[k])) continue;
      point.place.push(points[k]);
      points[k].place = point.place;
    }
  });
}

/**
 * Of a place's points, those nearer than half a mark on the screen become one mark.
 * @param {MapPoint[]} points
 * @param {number} size
 */
export function ofPlaces(points, size) {
  const view = points.length > MANY ? map.getBounds().pad(0.3) : null;
  const marks = [];
  /** @type {Map<MapPoint[], Mark[]>} */
  const atPlace = new Map();
  for (const point of points) {
    if (view && !view.contains(point.at)) continue;
    const projects = point.projects.filter(store.isOnMap);
    if (!projects.length) continue;
    const pixel = map.latLngToLayerPoint(point.at);
    const here = atPlace.get(point.place) || [];
    const near = point.onLine ? null : here.find((mark) => mark.pixel.distanceTo(pixel) < size * 0.6);
    if (near) {
      near.projects.push(...projects);
      continue;
    }
    const {at, place, onLine, course} = point;
    const mark = /** @type {Mark} */ ({at, place, onLine, course, projects: [...projects], pixel});
    marks.push(mark);
    atPlace.set(point.place, [...here, mark]);
  }
  return marks;
}

/** @param {Mark[]} marks */
function inCells(marks) {
  const cells = new Map();
  for (const mark of marks) {
    const key = Math.floor(mark.pixel.x / CELL) + " " + Math.floor(mark.pixel.y / CELL);
    cells.set(key, [...(cells.get(key) || []), mark]);
  }
  return [...cells.values()].map((cell) => (cell.length === 1 ? cell[0] : asOne(cell)));
}

/**
 * One mark for several, in their middle; of one project it is that project's own.
 * @param {Mark[]} crowd
 * @returns {Mark}
 */
function asOne(crowd) {
  const pixel = crowd.reduce((sum, mark) => sum.add(mark.pixel), L.point(0, 0)).divideBy(crowd.length);
  const projects = [...new Set(crowd.flatMap((mark) => mark.projects))];
  if (projects.length === 1) return {...crowd[0], pixel};
  return /** @type {Mark} */ (/** @type {unknown} */ ({
    crowd,
    onLine: true,
    place: [],
    at: crowd[0].at,
    projects,
    pixel,
  }));
}

/**
 * Moves marks that would cover each other apart, so that their middles are `gap` pixels from each other.
 * @param {Mark[]} marks
 * @param {number} gap
 */
export function spread(marks, gap) {
  const xs = marks.map((mark) => mark.pixel.x);
  const ys = marks.map((mark) => mark.pixel.y);
  for (let round = 0, calm = false; round < 60 && !calm; round++) {
    calm = true;
    for (let i = 0; i < xs.length; i++) {
      for (let k = i + 1; k < xs.length; k++) {
        let dx = xs[k] - xs[i];
        let dy = ys[k] - ys[i];
        if (Math.abs(dx) >= gap || Math.abs(dy) >= gap) continue;
        let distance = Math.hypot(dx, dy);
        if (distance >= gap) continue;
        if (distance < 0.01) [dx, dy, distance] = [Math.cos(i + k), Math.sin(i + k), 1];
        calm = false;
        const push = (gap - distance) / distance / 2 + 0.001;
        xs[i] -= dx * push;
        ys[i] -= dy * push;
        xs[k] += dx * push;
        ys[k] += dy * push;
      }
    }
  }
  marks.forEach((mark, i) => (mark.moved = L.point(xs[i], ys[i])));
  return marks;
}

// Pixels between the middles of neighbours: small marks stand further apart, for a finger to hit one of them.
/** @param {number} size */
export const gapOf = (size) => size + (size < 26 ? 6 : 2);

/** @param {L.Point} a @param {L.Point} b */
const apartBy = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

/**
 * Of some marks the one whose place is nearest to that of another.
 * @param {Mark} mark
 * @param {Iterable<Mark>} others
 */
const nearest = (mark, others) =>
  [...others].map((other) => ({other, far: apartBy(mark.pixel, other.pixel)})).reduce(
    (best, each) => (each.far < best.far ? each : best),
    {other: mark, far: Infinity},
  ).other;

/**
 * As long as some mark is pushed far from its place, it and the one nearest to it become one with a count.
 * @param {Mark[]} marks
 * @param {number} size
 * @returns {Generator<void, Mark[]>}
 */
function* nearTheirPlaces(marks, size) {
  const strayed = new Map(marks.map((mark) => [mark, apartBy(mark.moved, mark.pixel)]));
  /** @param {Mark} mark */
  const far = (mark) => strayed.get(mark) ?? 0;
  const away = marks.filter((mark) => far(mark) > size * FAR).sort((a, b) => far(b) - far(a));
  if (!away.length) return marks;
  const left = new Set(marks);
  const joined = [];
  // Of many some at a time, for each time all have to be spread anew.
  for (const mark of away.slice(0, Math.ceil((marks.length / ONE_BY_ONE) ** 2))) {
    if (!left.delete(mark)) continue;
    const near = nearest(mark, left);
    if (!left.delete(near)) break;
    joined.push(asOne([...(mark.crowd || [mark]), ...(near.crowd || [near])]));
  }
  yield;
  return yield* nearTheirPlaces(spread([...left, ...joined], gapOf(size)), size);
}

/**
 * Marks apart from each other, and those together that have no room for that.
 * @param {Mark[]} marks
 * @param {number} size
 */
export function* apart(marks, size) {
  if (marks.length > CROWD) return spread(inCells(marks), gapOf(size));
  return yield* nearTheirPlaces(spread(marks, gapOf(size)), size);
}
