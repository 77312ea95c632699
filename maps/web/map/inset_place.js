// Where on the map there is room for an inset. The same rules as for pictures (maps/drawing/insets.py), in pixels of the map's
// layer.

/** @import {Box} from "../map_types.ts" */

/** @typedef {import("./crowding.js").PixelPoint} PixelPoint */
import {HEIGHTS} from "./crowding.js";

// An inset is at least so many times as large as what it shows.
const LARGER = 1.7;
// Its width as a share of the map's, and its largest width and least height in pixels.
const SHARES = [0.38, 0.34, 0.3, 0.26, 0.22];
const [WIDEST, LEAST] = [330, 150];
// Pixels around it that stay free, and at how many heights beside the window's edge it is tried.
const GAP = 14;
const STEPS = 20;

/**
 * @param {PixelPoint} a
 * @param {PixelPoint} b
 */
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

/**
 * @param {Box} box
 * @param {number} by
 */
const grown = ([west, north, east, south], by) => [west - by, north - by, east + by, south + by];
/**
 * Whether two stretches cross.
 * @param {PixelPoint} a
 * @param {PixelPoint} b
 * @param {PixelPoint} c
 * @param {PixelPoint} d
 */
function cross(a, b, c, d) {
  /** @param {PixelPoint} p @param {PixelPoint} q @param {PixelPoint} r */
  const side = (p, q, r) => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}

/**
 * Two lines between like corners of an area and its box that cross neither.
 * @param {Box} area
 * @param {Box} box
 */
export function leads(area, box) {
  const pairs = [[0, 1], [0, 3], [2, 1], [2, 3]].map(([i, k]) => [{x: area[i], y: area[k]}, {x: box[i], y: box[k]}]);
  /** @param {PixelPoint[]} pair */
  const crossed = ([from, to]) =>
    [area, box].reduce((sum, each) => {
      const [west, north, east, south] = grown(each, -0.5);
      const [a, b, c, d] = [[west, north], [east, north], [east, south], [west, south]].map(([x, y]) => ({x, y}));
      return sum + [[a, b], [b, c], [c, d], [d, a]].filter(([p, q]) => cross(from, to, p, q)).length;
    }, 0);
  return pairs.map((pair) => ({pair, n: crossed(pair)})).sort((a, b) => a.n - b.n).slice(0, 2).map(({pair}) => pair);
}

/**
 * Where in a window an inset for an area covers nothing that is busy, as large as may be; null where there is no room.
 * @param {Box} area
 * @param {Box} inWindow
 * @param {{busy: PixelPoint[], blocked: Box[], landShare: (box: Box, most: number) => number}} around busy: places of marks
 * and lines; blocked: what buttons cover; landShare: how much of a box is the layer's own land, any more than `most`
 * where it is more
 */
export function boxFor(area, inWindow, {busy, blocked, landShare}) {
  const inTheWay = [grown(area, GAP).map(Math.round), ...blocked.map((control) => grown(control, 6).map(Math.round))];
  for (const spot of busy) {
    const [x, y] = [Math.round(spot.x), Math.round(spot.y)];
    inTheWay.push([x - GAP, y - GAP, x + GAP, y + GAP]);
  }
  /** @type {{box: Box, cost: number} | null} */
  let best = null;
  for (const {box, cost: least} of placesIn(inWindow, area, inTheWay)) {
    if (best && least >= best.cost - 1e-9) break;
    /** @type {number} */
    const cost = 6 * landShare(box, best ? (best.cost - least) / 6 : 1) + least;
    if (!best || cost < best.cost - 1e-9) best = {box, cost};
  }
  return best?.box ?? null;
}

/**
 * Where an inset may stand, the best first, as long as nothing is known of the land that it would cover: a small map speaks
 * against a place, and a long way from what it shows. Land takes longest to find out, so that few places are asked.
 * @param {Box} inWindow
 * @param {Box} area
 * @param {Box[]} inTheWay
 */
function placesIn(inWindow, area, inTheWay) {
  const [left, top, right, bottom] = inWindow.map(Math.round);
  const places = [];
  const heart = middle(area);
  for (const [wide, high] of sizesIn(right - left, area)) {
    const step = (bottom - top - 2 * GAP - high) / STEPS;
    const small = (1.2 * wide * high) / WIDEST ** 2;
    for (const x of [right - GAP - wide, left + GAP]) {
      const hit = stepsHit([x, top + GAP, x + wide, top + GAP + high], step, inTheWay);
      for (let i = 0; i <= STEPS; i++) {
        if (hit & (1 << i)) continue;
        const y = top + GAP + Math.round(step * i);
        const box = [x, y, x + wide, y + high];
        places.push({box, cost: distance(heart, middle(box)) / (right - left) - small});
      }
    }
  }
  return places.sort((a, b) => a.cost - b.cost);
}

/**
 * At which steps downwards a box hits what is in its way, as bits of a number: all at once, for at the start, when the
 * browser does not know it yet, to ask at each takes long.
 * @param {Box} box at the first step
 * @param {number} step pixels
 * @param {Box[]} inTheWay
 */
function stepsHit([west, north, east, south], step, inTheWay) {
  let hit = 0;
  for (const each of inTheWay) {
    if (each[0] >= east || each[2] <= west) continue;
    const first = Math.max(0, Math.floor((each[1] - south) / step) + 1);
    const last = Math.min(STEPS, Math.ceil((each[3] - north) / step) - 1);
    if (first <= last) hit |= (2 << last) - (1 << first);
  }
  return hit;
}

/** @param {Box} box */
const middle = ([west, north, east, south]) => ({x: (west + east) / 2, y: (north + south) / 2});

/**
 * Widths and heights that an inset may have, large enough for an area.
 * @param {number} room
 * @param {Box} area
 */
const sizesIn = (room, [west, north, east, south]) =>
  SHARES.flatMap((share) => {
    const wide = Math.round(Math.min(room * share, WIDEST));
    return HEIGHTS.map((height) => [wide, Math.round(wide * height)]);
  }).filter(([wide, high]) => high >= LEAST && wide / (east - west) >= LARGER && high / (south - north) >= LARGER);
