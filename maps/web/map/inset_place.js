// Where an inset stands: which marks crowd so much that they are drawn again, larger, and where on the map there is room
// for that. The same rules as for pictures (maps/drawing/insets.py), in pixels of the map's layer.

/** @import {Box} from "../map_types.ts" */

/** @typedef {{x: number, y: number}} PixelPoint */

// So many marks that touch each other ask for an inset.
const FEWEST = 3;
// An inset is at least so many times as large as what it shows.
const LARGER = 1.7;
// Its width as a share of the map's, its height as a share of its width, and its largest width and least height in pixels.
const SHARES = [0.38, 0.34, 0.3, 0.26, 0.22];
const HEIGHTS = [0.82, 0.72, 0.62];
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
 * The largest group of places of which each has another nearer than `reach`; none where that is too small.
 * @template {PixelPoint} T
 * @param {T[]} spots
 * @param {number} reach
 * @returns {T[]}
 */
export function densest(spots, reach) {
  /** @type {T[][]} */
  let groups = [];
  for (const spot of spots) {
    const near = groups.filter((group) => group.some((other) => distance(spot, other) < reach));
    groups = [...groups.filter((group) => !near.includes(group)), [spot, ...near.flat()]];
  }
  const most = groups.reduce((best, group) => (group.length > best.length ? group : best), []);
  return most.length < FEWEST ? [] : most;
}

/**
 * The part of the map around some places; none where they are one.
 * @param {PixelPoint[]} spots
 * @returns {Box | null}
 */
export function areaOf(spots) {
  const [xs, ys] = [spots.map(({x}) => x), spots.map(({y}) => y)];
  const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const span = Math.max(east - west, south - north);
  const pad = Math.max(0.28 * span, 8);
  return span < 2 ? null : [west - pad, north - pad, east + pad, south + pad];
}

/**
 * An area made as wide for its height as a box, around the same middle.
 * @param {Box} area
 * @param {Box} box
 */
export function shaped(area, box) {
  const [x, y] = [(area[0] + area[2]) / 2, (area[1] + area[3]) / 2];
  const [wide, high] = [box[2] - box[0], box[3] - box[1]];
  const share = Math.max((area[2] - area[0]) / wide, (area[3] - area[1]) / high) / 2;
  return [x - share * wide, y - share * high, x + share * wide, y + share * high];
}

/**
 * @param {Box} box
 * @param {number} by
 */
const grown = ([west, north, east, south], by) => [west - by, north - by, east + by, south + by];
/**
 * Asked so often at the start, when the browser does not know it yet, that it takes no array apart.
 * @param {Box} box
 * @param {PixelPoint} spot
 */
export const holds = (box, spot) => spot.x > box[0] && spot.x < box[2] && spot.y > box[1] && spot.y < box[3];
/**
 * @param {Box} a
 * @param {Box} b
 */
export const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

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
 * @param {{busy: PixelPoint[], blocked: Box[], landShare: (box: Box) => number}} around busy: places of marks and lines;
 * blocked: what buttons cover; landShare: how much of a box is the layer's own land
 */
export function boxFor(area, inWindow, {busy, blocked, landShare}) {
  const keptClear = grown(area, GAP);
  let best = null;
  // What stood in the way of the place before mostly stands in that of the next.
  let hit;
  for (const {box, cost: least} of placesIn(inWindow, area)) {
    if (best && least >= best.cost - 1e-9) break;
    if (overlap(keptClear, box) || blocked.some((control) => overlap(grown(box, 6), control))) continue;
    const near = grown(box, GAP);
    if (hit && holds(near, hit)) continue;
    hit = busy.find((spot) => holds(near, spot));
    if (hit) continue;
    const cost = 6 * landShare(box) + least;
    if (!best || cost < best.cost - 1e-9) best = {box, cost};
  }
  return best?.box ?? null;
}

/**
 * Where an inset may stand, the best first, as long as nothing is known of what it would cover: a small map speaks against
 * a place, and a long way from what it shows. What it covers takes longest to find out, so that few places are asked.
 * @param {Box} inWindow
 * @param {Box} area
 */
function placesIn([left, top, right, bottom], area) {
  const places = [];
  const heart = middle(area);
  for (const [wide, high] of sizesIn(right - left, area)) {
    for (const x of [right - GAP - wide, left + GAP]) {
      for (let step = 0; step <= STEPS; step++) {
        const y = top + GAP + ((bottom - top - 2 * GAP - high) * step) / STEPS;
        const box = [x, y, x + wide, y + high];
        const far = distance(heart, middle(box)) / (right - left);
        places.push({box, cost: Math.round(1e9 * (far - (1.2 * wide * high) / WIDEST ** 2)) / 1e9});
      }
    }
  }
  return places.sort((a, b) => a.cost - b.cost);
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
    const wide = Math.min(room * share, WIDEST);
    return HEIGHTS.map((height) => [wide, wide * height]);
  }).filter(([wide, high]) => high >= LEAST && wide / (east - west) >= LARGER && high / (south - north) >= LARGER);
