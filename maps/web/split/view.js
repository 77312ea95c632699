// What of a split layer is in a part of the map: counts of cells, and single projects where few blocks hold all of them.

/** @import {Dot} from "../map_types.ts" */
/** @import {Block, Cell} from "../split_types.ts" */
/** @import {View} from "../store_types.ts" */
/** @import {Project} from "../types.ts" */
import {fire} from "../core/events.js";
import {covers, pixelBounds, worldSize} from "../map/viewport.js";
import {blockNow, blocksOf, MOST_BLOCKS, originOf, pathOf, readBlock} from "./blocks.js";
import {cellsIn, split, touches} from "./cells.js";
import {counted, isLeft, leftOf} from "./choices.js";
import {only} from "./files.js";
import {hitsNow} from "./hits.js";

const {sector: sectors} = split.dictionaries;

/** How many projects of a cell by combination. @param {Cell} cell */
const numbersOf = ({combos, counts}) => combos.map((combo, i) => /** @type {[number, number]} */ ([combo, counts[i]]));

/** How many projects of each sector the choices leave of some. @param {Iterable<[combo: number, n: number]>} numbers */
function bySector(numbers) {
  const sums = new Uint32Array(sectors.length);
  for (const [combo, n] of numbers) if (isLeft(combo)) sums[counted.sector.of(combo)] += n;
  return sums;
}

/** @param {number[]} box @param {number} x @param {number} y */
const holds = ([west, north, east, south], x, y) => x >= west && x < east && y >= north && y < south;

/**
 * A cell as a dot.
 * @param {Cell} cell
 * @returns {Dot}
 */
function dotOf(cell) {
  const side = 2 ** -cell.depth;
  const [x, y] = cell.at;
  return {
    n: leftOf(cell),
    x,
    y,
    box: [cell.x * side, cell.y * side, (cell.x + 1) * side, (cell.y + 1) * side],
    sectors: bySector(numbersOf(cell)),
  };
}

/**
 * The numbers of a block's projects that lie in some cells.
 * @param {Block} block
 * @param {Cell[]} cells
 */
function allIn(block, cells) {
  const numbers = [];
  for (const {first, n} of cells) {
    const to = Math.min(block.length, first + n - block.first);
    for (let i = Math.max(0, first - block.first); i < to; i++) numbers.push(i);
  }
  return numbers;
}

/**
 * Those of them that the choices leave.
 * @param {Block} block
 * @param {Cell[]} cells
 */
const numbersIn = (block, cells) => allIn(block, cells).filter((i) => isLeft(block.comboOf(i)));

/**
 * Projects gathered in squares of a width.
 * @param {{block: Block, i: number}[]} points
 * @param {number} width
 */
function squares(points, width) {
  /** @type {Map<string, Dot>} */
  const dots = new Map();
  for (const {block, i} of points) {
    const [x, y] = [block.xs[i], block.ys[i]];
    const key = `${Math.floor(x / width)} ${Math.floor(y / width)}`;
    const own = bySector([[block.comboOf(i), 1]]);
    const dot = dots.get(key);
    if (!dot) {
      dots.set(key, {n: 1, x, y, box: [x, y, x, y], sectors: own});
      continue;
    }
    const [west, north, east, south] = dot.box;
    dot.box = [Math.min(west, x), Math.min(north, y), Math.max(east, x), Math.max(south, y)];
    dot.x += (x - dot.x) / (dot.n + 1);
    dot.y += (y - dot.y) / (dot.n + 1);
    dot.n++;
    own.forEach((n, k) => (dot.sectors[k] += n));
  }
  return [...dots.values()];
}

// The depth whose cells are as wide as squares of a width, within a factor of 1.5.
/** @param {number} width */
const depthOf = (width) => Math.round(-Math.log2(width));

// What the view needs; other requests for it are given up.
/** @type {Set<string>} */
let wanted = new Set();
// Whether a tile of the view is still to come.
let missing = false;
// The cells that were drawn last.
/** @type {Cell[]} */
let drawn = [];

/** Reads blocks for the view; the event "texts" tells when they come. @param {Set<number>} blocks */
function want(blocks) {
  for (const k of blocks) {
    wanted.add(pathOf(k));
    if (!blockNow(k)) readBlock(k, "view").then(() => fire("texts"), () => {});
  }
}

/** Those blocks of some cells that have been read, or null where one has not. @param {Cell[]} cells */
function opened(cells) {
  const blocks = [...blocksOf(cells)].map(blockNow);
  return blocks.every((block) => block !== undefined) ? /** @type {Block[]} */ (blocks) : null;
}

/**
 * The cells that touch a part of the world; a world that goes round is looked through on both sides.
 * @param {number[]} area
 * @param {number} depth
 */
function cellsOf([west, north, east, south], depth) {
  /** @type {Cell[]} */
  const cells = [];
  for (const turn of [-1, 0, 1]) {
    if (east <= turn || west >= turn + 1) continue;
    const some = cellsIn([west - turn, north, east - turn, south], depth);
    for (const path of some.wanted) wanted.add(path);
    missing ||= some.missing;
    cells.push(...(turn ? some.cells.map((cell) => turned(cell, turn)) : some.cells));
  }
  return cells;
}

/**
 * A cell on another side of the globe.
 * @param {Cell} cell
 * @param {number} turn
 */
const turned = (cell, turn) => ({
  ...cell,
  x: cell.x + turn * 2 ** cell.depth,
  at: [cell.at[0] + turn, cell.at[1]],
});

/** @param {number[]} area */
const pointsIn = (area) => (/** @type {Cell} */ cell) =>
  (opened([cell]) ?? []).flatMap((block) => numbersIn(block, [cell]).map((i) => ({block, i}))).filter(({block, i}) =>
    holds(area, block.xs[i], block.ys[i])
  );

/** The part of the world that is seen beside the panel. */
function inSight() {
  const {min, max} = pixelBounds();
  const {left, top, right, bottom} = covers();
  return [min.x + left, min.y + top, max.x - right, max.y - bottom].map((length) => length / worldSize());
}

/**
 * How many projects of each combination are in sight. A cell across its edge counts by its middle, one whose projects
 * are known by these.
 * @returns {[combo: number, n: number][]}
 */
export function countsInSight() {
  const area = inSight();
  return drawn.filter((cell) => touches({...cell, z: cell.depth}, area)).flatMap((cell) => {
    const blocks = opened([cell]);
    if (!blocks) return holds(area, cell.at[0], cell.at[1]) ? numbersOf(cell) : [];
    return blocks.flatMap((block) =>
      allIn(block, [cell]).filter((i) => holds(area, block.xs[i], block.ys[i])).map((
        i,
      ) => /** @type {[number, number]} */ ([block.comboOf(i), 1]))
    );
  });
}

/** Whether all that the view needs of the pyramid has been read. */
export const isViewKnown = () => !missing;

/** @param {Project} project */
function positionOf(project) {
  const {block, i} = originOf(project);
  return [block.xs[i], block.ys[i]];
}

/** Whether a project lies in the part of the map that is seen. @param {Project} project */
export const isInSight = (project) => holds(inSight(), .../** @type {[number, number]} */ (positionOf(project)));

/** @type {View} */
export const splitView = {
  sectors,
  // What is not seen is not asked for.
  beyond: 0.05,
  few(area, most, width) {
    wanted = new Set();
    missing = false;
    drawn = cellsOf(area, depthOf(width));
    const hits = hitsNow();
    // The hits of a search stand alone.
    if (hits) {
      only("view", wanted);
      return hits.filter((project) => holds(area, .../** @type {[number, number]} */ (positionOf(project))));
    }
    const cells = drawn.filter(leftOf);
    const blocks = blocksOf(cells);
    const isFew = !missing && blocks.size <= MOST_BLOCKS && cells.reduce((sum, cell) => sum + leftOf(cell), 0) <= most;
    if (isFew) want(blocks);
    if (!isFew || !opened(cells)) return null;
    only("view", wanted);
    return cells.flatMap(pointsIn(area)).map(({block, i}) => block.project(i));
  },
  gathered(area, width) {
    const depth = depthOf(width);
    const cells = drawn.filter(leftOf);
    // Where the pyramid ends before squares are that small, their projects tell where they lie.
    const coarse = cells.filter((cell) => cell.depth < depth);
    const blocks = blocksOf(coarse);
    if (!missing && blocks.size <= MOST_BLOCKS) want(blocks);
    only("view", wanted);
    const isKnown = (/** @type {Cell} */ cell) => cell.depth < depth && opened([cell]) !== null;
    const dots = cells.filter((cell) => !isKnown(cell) && holds(area, cell.at[0], cell.at[1])).map(dotOf);
    return [...dots, ...squares(cells.filter(isKnown).flatMap(pointsIn(area)), width)];
  },
  open(area, most, act) {
    const cells = drawn.filter((cell) => leftOf(cell) && touches({...cell, z: cell.depth}, area));
    const blocks = [...blocksOf(cells)].slice(0, MOST_BLOCKS);
    Promise.all(blocks.map((k) => readBlock(k, "card"))).then((known) => {
      const points = known.flatMap((block) => numbersIn(block, cells).map((i) => ({block, i})));
      act(
        points.filter(({block, i}) => holds(area, block.xs[i], block.ys[i])).slice(0, most).map(({block, i}) =>
          block.project(i)
        ),
      );
    }, () => {});
  },
  positionOf,
};
