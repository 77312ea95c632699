// The hits of a search: the blocks that may have some are looked through, those nearest the view first, until there are
// enough.

/** @import {Block, Candidates} from "../split_types.ts" */
/** @import {Project} from "../types.ts" */
import {fire, on} from "../core/events.js";
import {state} from "../data/selection.js";
import {eachWord} from "../data/word_forms.js";
import {map} from "../map/viewport.js";
import {MOST_BLOCKS, originOf, pathOf, readBlock} from "./blocks.js";
import {placeOf, split} from "./cells.js";
import {isLeft} from "./choices.js";
import {only} from "./files.js";

// So many hits are shown, and as many more each time that the reader asks for them.
const ENOUGH = 20;

/** @type {Candidates | null} */
let asked = null;
// Blocks that have not been looked through.
/** @type {number[]} */
let rest = [];
// Those that fit best first, then the nearest.
/** @type {{project: Project, score: number}[]} */
let hits = [];
let limit = ENOUGH;
let busy = false;
// Whether it was a file that could not be read which ended the last step.
let isBroken = false;

/** How far a place of the world is from the middle of the view. @param {number[] | null} place */
function distance(place) {
  const {lat, lng} = map.getCenter();
  const {x, y} = map.project([lat, lng], 0).divideBy(256);
  return place && !Number.isNaN(place[0]) ? Math.hypot(place[0] - x, place[1] - y) : Infinity;
}

/** @param {Project} project */
function placeOfProject(project) {
  const {block, i} = originOf(project);
  return [block.xs[i], block.ys[i]];
}

/**
 * How well the words of a project fit the terms; 0 where it has none for one of them.
 * @param {Project} project
 * @param {Candidates} candidates
 */
function scoreOf(project, {fits}) {
  const best = fits.map(() => 0);
  eachWord(project, (word) =>
    fits.forEach((fit, i) => {
      best[i] = Math.max(best[i], fit(word));
    }));
  return best.every(Boolean) ? best.reduce((sum, factor) => sum + factor, 0) : 0;
}

/** @param {Block} block @param {Candidates} candidates */
const hitsIn = (block, candidates) =>
  Array.from({length: block.length}, (_, i) => block.project(i)).map((project) => ({
    project,
    score: scoreOf(project, candidates),
  })).filter(({score}) => score);

/** Whether the choices of sectors and statuses leave a project. @param {Project} project */
export function isChosen(project) {
  const {block, i} = originOf(project);
  return isLeft(block.comboOf(i));
}

/** Looks through the next blocks, until there are enough hits or as much has been read as one step may. */
async function look() {
  const candidates = asked;
  if (!candidates || busy || !rest.length || left().length >= limit) return;
  busy = true;
  isBroken = false;
  for (let read = 0; read < MOST_BLOCKS && rest.length && left().length < limit; read++) {
    const [k] = rest;
    // One after the other: the first may be enough.
    // oxlint-disable-next-line no-await-in-loop
    const block = await readBlock(k, "hits").catch(() => null);
    if (asked !== candidates) return;
    isBroken = !block;
    if (!block) break;
    rest.shift();
    hits.push(...hitsIn(block, candidates));
    hits.sort((a, b) => b.score - a.score || distance(placeOfProject(a.project)) - distance(placeOfProject(b.project)));
    fire("texts");
  }
  busy = false;
  fire("texts");
}

/** Begins anew when the search has brought other candidates. */
export function followSearch() {
  // Another choice of sectors may leave fewer than there is room for.
  if (state.hits === asked) return void look();
  asked = state.hits;
  hits = [];
  limit = ENOUGH;
  busy = false;
  const blocks = [...asked?.blocks ?? []].map(([k, score]) => ({k, score, far: distance(placeOf(k * split.block))}));
  rest = blocks.sort((a, b) => b.score - a.score || a.far - b.far).map(({k}) => k);
  only("hits", new Set(rest.slice(0, 1).map(pathOf)));
  look();
}

const left = () => hits.map(({project}) => project).filter(isChosen);
/** The hits to be shown, of those that the choices leave; null while nothing is searched for. */
export const hitsNow = () => (asked ? left().slice(0, limit) : null);
/** How many there are so far. */
export const hitCount = () => (asked ? left().length : null);
/** Whether blocks that have not been looked through could have more. */
export const isOpenEnded = () => rest.length > 0;
/** Whether there are more than are shown. */
export const hasMore = () => isOpenEnded() || left().length > limit;
/** Whether the search is at it, or waits for what it has asked for. */
export const isSearching = () => busy || Boolean(state.query && asked?.query !== state.query);

export function lookFurther() {
  limit += ENOUGH;
  look();
  fire("texts");
}

on("again", () => isBroken && look());
