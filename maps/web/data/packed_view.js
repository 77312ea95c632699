// What of a packed layer is in a part of the map: single projects, or gathered in squares.

/** @import {Dot} from "../map_types.ts" */
/** @import {View} from "../store_types.ts" */
/** @import {Project} from "../types.ts" */
import {fails} from "./packed_filter.js";
import {page} from "../core/page_data.js";
import {columns, count, need, numbers, record, records, xs, ys} from "./packed_records.js";
import {state} from "./selection.js";

const {scale, dictionaries} = page.packed;

/** @param {number} i */
export const isOut = (i) => (state.alone ? !state.alone.has(records.get(i)) : fails[i]);

/**
 * At most `most` of the projects on the map that lie in a part of the world (Web Mercator, the whole being 1).
 * @param {number[]} options
 * @param {number} most
 */
function within([west, north, east, south], most) {
  const visible = [];
  for (let i = 0; i < count && visible.length < most; i++) {
    if (xs[i] >= west && xs[i] < east && ys[i] >= north && ys[i] < south && !isOut(i)) visible.push(i);
  }
  return visible.map(record);
}

/**
 * The projects on the map in a part of the world, gathered in squares: {n, x, y, box, sectors: [[sector, n], ...]}.
 * @param {number[]} options
 * @param {number} width
 */
function gathered([west, north, east, south], width) {
  const [left, top] = [Math.floor(west / width), Math.floor(north / width)];
  const across = Math.floor(east / width) - left + 1;
  const size = across * (Math.floor(south / width) - top + 1);
  const kinds = dictionaries.sector.length;
  const n = new Uint32Array(size);
  const [x, y] = [new Float64Array(size), new Float64Array(size)];
  const sectors = new Uint32Array(size * kinds);
  const {sector} = columns;
  const {alone} = state;
  const [wests, norths, easts, souths] = Array.from({length: 4}, () => new Float64Array(size));
  const cells = [];
  for (let i = 0; i < count; i++) {
    if (!alone && fails[i]) continue;
    const xi = xs[i];
    const yi = ys[i];
    if (!(xi >= west && xi < east && yi >= north && yi < south)) continue;
    if (alone && !alone.has(records.get(i))) continue;
    const cell = (Math.floor(yi / width) - top) * across + Math.floor(xi / width) - left;
    if (!n[cell]++) {
      wests[cell] = easts[cell] = xi;
      norths[cell] = souths[cell] = yi;
      cells.push(cell);
    }
    x[cell] += xi;
    y[cell] += yi;
    sectors[cell * kinds + sector[i]]++;
    if (xi < wests[cell]) wests[cell] = xi;
    else if (xi > easts[cell]) easts[cell] = xi;
    if (yi < norths[cell]) norths[cell] = yi;
    else if (yi > souths[cell]) souths[cell] = yi;
  }
  return cells.map((cell) => /** @type {Dot} */ ({
    n: n[cell],
    x: x[cell] / n[cell],
    y: y[cell] / n[cell],
    box: [wests[cell], norths[cell], easts[cell], souths[cell]],
    sectors: sectors.subarray(cell * kinds, (cell + 1) * kinds),
  }));
}

/** @param {Project} project */
export const isOnMap = (project) => !isOut(numbers.get(project));

/**
 * Where a project lies, as `within` and `gathered` tell it.
 * @param {Project} project
 */
const positionOf = (project) => [xs[numbers.get(project)], ys[numbers.get(project)]];
/** @param {string} column */
export const numbersOf = (column) => columns[column];
export const {sector: sectors} = dictionaries;

/**
 * The bounds of everything that is placed.
 * @returns {L.LatLngTuple[]}
 */
export function bounds() {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    if (!columns.kind[i]) continue;
    const [lon, lat] = [columns.lon[i], columns.lat[i]];
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  return west > east ? [] : [[south / scale, west / scale], [north / scale, east / scale]];
}

/** @type {View} */
export const packedView = {
  sectors,
  beyond: 0.3,
  gathered,
  few(area, most) {
    const inside = within(area, most + 1);
    // Until their texts have been read, they too are painted.
    return inside.length <= most && need(inside) ? inside : null;
  },
  open: (area, most, act) => act(within(area, most)),
  positionOf,
};
