// The rings and lines of the base map, unpacked: what is painted, and what names and the inset keep to.

import {L} from "../core/leaflet.js";
import {pathsOf} from "../core/packed_line.js";
import {page} from "../core/page_data.js";
import {map, worldSize} from "./viewport.js";

const base = page.basemap;
const {shared, border, unsettled = []} = base.borders;
// The borders, which the outlines of the countries on both sides share and which are drawn themselves.
const numbered = [...shared, ...border, ...unsettled];
// Packed rings and lines as x0, y0, x1, y1, ... in Web Mercator, the world being 1.
/** @type {Map<string, Float64Array>} */
const unpacked = new Map();
/** @type {Map<string, Float64Array[]>} */
const areas = new Map();

/**
 * What a packed ring or line is unpacked.
 * @param {string} text
 */
export const pathOf = (text) => /** @type {Float64Array} */ (unpacked.get(text));

// Unpacks all that the base map has.
export function unpackPaths() {
  const pieces = base.countries.flatMap(({rings = []}) => rings.flat());
  const texts = [
    ...numbered,
    ...base.land,
    ...base.water.flatMap(({rings}) => rings),
    ...base.rivers.flatMap((river) => river.lines),
    ...pieces.filter((piece) => typeof piece === "string"),
  ];
  const turn = 360 * base.scale;
  const paths = pathsOf(
    texts,
    (longitude) => longitude / turn + 0.5,
    (latitude) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / turn)) / (2 * Math.PI),
  );
  texts.forEach((text, i) => unpacked.set(text, paths[i]));
  for (const {code, rings} of base.countries) if (rings) areas.set(code, rings.map(outline));
}

/**
 * A country's ring: its pieces are packed points, or numbers of borders from 1 on, below 0 those run the other way.
 * @param {(string | number)[]} pieces
 */
function outline(pieces) {
  const paths = pieces.map((piece) => {
    if (typeof piece === "string") return pathOf(piece);
    const path = pathOf(numbered[Math.abs(piece) - 1]);
    return piece > 0 ? path : backwards(path);
  });
  const whole = new Float64Array(paths.reduce((sum, path) => sum + path.length, 0));
  let length = 0;
  for (const path of paths) {
    whole.set(path, length);
    length += path.length;
  }
  return whole;
}

/** @param {Float64Array} path */
const backwards = (path) => path.map((_, i) => path[path.length - 2 - i + 2 * (i & 1)]);
/**
 * The outlines of one of the layer's own countries, in Web Mercator, the world being 1.
 * @param {string} code
 */
export const areaOf = (code) => areas.get(code) || [];

/**
 * The shores of a water in the same way.
 * @param {string[]} rings as the base map has them
 */
export const shoresOf = (rings) => rings.map(pathOf);

// The borders of the layer's own countries with each other, as points in pixels of the map's layer.
export function sharedBorders() {
  const world = worldSize();
  const origin = map.getPixelOrigin();
  return shared.map(pathOf).map((path) =>
    Array.from(
      {length: path.length / 2},
      (_, i) => L.point(path[2 * i] * world - origin.x, path[2 * i + 1] * world - origin.y),
    )
  );
}
