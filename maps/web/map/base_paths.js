// The rings and lines of the base map: what is painted, and what names and the inset keep to. The page holds their points
// packed (maps/page/ground.py); its first picture does without.

/** @import {Path} from "../map_types.ts" */
import {bytesOf} from "../core/inflate.js";
import {L} from "../core/leaflet.js";
import {page} from "../core/page_data.js";
import {map, worldSize} from "./viewport.js";

const base = page.basemap;
/** @type {Path[]} */
const paths = [];

/** Whether they have been unpacked. */
export const hasPaths = () => paths.length > 0;

/** @param {Uint8Array} bytes the steps between all points: of the east and of the north, first all lower bytes */
function pointsOf(bytes) {
  const count = bytes.length / 4;
  const points = new Uint16Array(2 * count);
  for (const axis of [0, 1]) {
    let at = 0;
    for (let i = 0; i < count; i++) {
      const step = bytes[2 * axis * count + i] | (bytes[(2 * axis + 1) * count + i] << 8);
      points[2 * i + axis] = at += (step >>> 1) ^ -(step & 1);
    }
  }
  return points;
}

async function read() {
  const all = pointsOf(await bytesOf("points"));
  const {runs} = base;
  let from = 0;
  for (let i = 0; i < runs.length; i += 5) {
    const [west, south, east, north, count] = runs.slice(i, i + 5);
    const run = {west, south, east, north, points: all.subarray(from, from += 2 * Math.abs(count))};
    if (count > 0) paths.push([run]);
    else paths[paths.length - 1].push(run);
  }
}

/** @type {Promise<void> | null} */
let reading = null;
/** Unpacks the paths. */
export const readPaths = () => (reading ??= read());

/**
 * A path by its number, from 1 on; below 0 it runs the other way. It has no runs where the browser could not unpack it.
 * @param {number} number
 */
export const pathOf = (number) => number > 0 ? paths[number - 1] ?? [] : backwards(paths[-number - 1] ?? []);

/**
 * Points are turned round as wholes, four bytes each.
 * @param {Path} path
 */
const backwards = (path) =>
  path.map(({points: {buffer, byteOffset, length}, ...corner}) => ({
    ...corner,
    points: new Uint16Array(new Uint32Array(buffer, byteOffset, length / 2).slice().reverse().buffer),
  })).reverse();

/** @type {Map<string, Path[]>} */
const areas = new Map();

/**
 * The outlines of one of the layer's own countries.
 * @param {string} code
 */
export function areaOf(code) {
  const {rings = []} = base.countries.find((country) => country.code === code) ?? {};
  if (!areas.has(code)) areas.set(code, rings.map((pieces) => pieces.flatMap(pathOf)));
  return areas.get(code) ?? [];
}

/**
 * How the numbers of paths become pixels of a world so wide: x * wide + left and top - y * high.
 * @param {number} world
 */
export function inPixels(world) {
  const wide = world / (360 * base.scale);
  return {wide, high: wide / base.finer, left: world / 2, top: world / 2};
}

// The borders of the layer's own countries with each other, as points in pixels of the map's layer.
export function sharedBorders() {
  const {wide, high, left, top} = inPixels(worldSize());
  const {x, y} = map.getPixelOrigin();
  return base.borders.shared.map(pathOf).map((path) =>
    path.flatMap(({west, south, points}) =>
      Array.from(
        {length: points.length / 2},
        (_, i) => L.point((west + points[2 * i]) * wide + left - x, top - (south + points[2 * i + 1]) * high - y),
      )
    )
  );
}
