// The projects of a small layer: plain records, as the page holds them.

/** @import {Column, Compare, Rows, Store} from "../store_types.ts" */
/** @import {PlacedProject, Project} from "../types.ts" */
import * as i18n from "../core/i18n.js";
import {isWhole, page, whole} from "../core/page_data.js";
import {facetNames, facets, state} from "./selection.js";

/** @type {Project[]} */
let projects = [];
/** @type {Map<string | undefined, Project>} */
let byId = new Map();
// The codes of each facet that some project has.
/** @type {Record<string, string[]>} */
let codes = {};
/** @type {Map<Project, number | null>} */
let starts = new Map();

// Takes the projects as they are once all of the page is unpacked.
function read() {
  ({projects} = page);
  recordStore.count = projects.length;
  byId = new Map(projects.map((project) => [project.id, project]));
  codes = Object.fromEntries(facetNames.map((name) => [name, [...new Set(projects.flatMap(facets[name]))]]));
  starts = new Map(projects.map((project) => [project, Number(/^\d{4}/.exec(project.start || "")?.[0]) || null]));
}

/** @param {Project} project */
const yearOf = (project) => starts.get(project);
/** @type {Set<Project> | null} */
let seen = null;
/** @type {Map<Project, number> | null} */
let ranks = null;
/** @param {number | null | undefined} year @param {[number, number]} range */
const isBetween = (year, [from, to]) => Boolean(year) && Number(year) >= from && Number(year) <= to;

/** @param {Project} project */
const inYears = (project) => !state.years || isBetween(yearOf(project), state.years);

/**
 * A project passes a facet when one of its codes is on; one that has no code passes while nothing is off.
 * @param {Project} project
 * @param {string} name
 */
function passes(project, name) {
  if (!state.off[name].size) return true;
  return facets[name](project).some((code) => !state.off[name].has(code));
}

/**
 * @param {Project} project
 * @param {string} [except]
 */
const matches = (project, except) =>
  (except === "query" || !state.hits || state.hits.has(project)) &&
  (except === "years" || inYears(project)) &&
  facetNames.every((name) => name === except || passes(project, name));

function visible() {
  if (!seen) {
    const {hits: scores} = state;
    seen = new Set(projects.filter((project) => matches(project)));
    if (scores) seen = new Set([...seen].sort((a, b) => scores.get(b) - scores.get(a)));
  }
  return seen;
}

/** @param {Project} project */
const isOnMap = (project) => (state.alone || visible()).has(project);

// The visible projects by name in the reader's language; a search keeps its best hits first.
function ordered() {
  if (state.query) return [...visible()];
  if (!ranks) {
    const compare = i18n.comparer();
    const named = projects.map((
      project,
    ) => /** @type {[string, Project]} */ ([i18n.version(project, "name")[0], project]));
    ranks = new Map(named.sort((a, b) => compare(a[0], b[0])).map(([, project], i) => [project, i]));
  }
  const rankOf = (/** @type {Project} */ project) => ranks?.get(project) ?? 0;
  return [...visible()].sort((a, b) => rankOf(a) - rankOf(b));
}

/**
 * The codes of a facet that some project has, each with how many of them the other choices leave.
 * @param {string} facet
 */
function counts(facet) {
  const counted = new Map();
  for (const project of projects) {
    const more = matches(project, facet) ? 1 : 0;
    for (const code of facets[facet](project)) counted.set(code, (counted.get(code) || 0) + more);
  }
  return counted;
}

// How many projects start in each year, the other choices applied: [[year, count], ...] without gaps.
function yearCounts() {
  const all = /** @type {number[]} */ (projects.map(yearOf).filter(Boolean));
  if (!all.length) return [];
  const first = Math.min(...all);
  const counted = Array.from(
    {length: Math.max(...all) - first + 1},
    (_, i) => /** @type {[number, number]} */ ([first + i, 0]),
  );
  for (const project of projects) {
    const year = yearOf(project);
    if (year && matches(project, "years")) counted[year - first][1]++;
  }
  return counted;
}

/** @type {Store} */
export const recordStore = {
  count: 0,
  /** @param {string} id */
  get: (id) => byId.get(id),
  /** @param {string} facet */
  codes: (facet) => codes[facet],
  changed: () => (seen = null),
  renamed: () => (ranks = null),
  visible: () => [...visible()],
  isOnMap,
  ordered,
  bounds: () => [],
  placed: () => /** @type {PlacedProject[]} */ (projects.filter(({geometry}) => geometry)),
  shapes: () => recordStore.placed().filter((project) => project.geometry.type !== "Point" && isOnMap(project)),
  /**
   * @param {Project[]} first
   * @param {Rows} then
   */
  joined: (first, then) => [...new Set([...first, .../** @type {Project[]} */ (then)])],
  /** @param {() => void} act */
  opening(act) {
    read();
    act();
  },
  /**
   * @param {unknown} _
   * @param {() => void} act
   */
  when: (_, act) => (isWhole ? act() : void whole().then(act)),
  need: () => true,
  /**
   * @param {Rows} rows
   * @param {(project: Project) => void} act
   */
  each: async (rows, act) => /** @type {Project[]} */ (rows).forEach(act),
  sortable: () => true,
  /**
   * @param {Column} options
   * @param {Compare} compare
   */
  sorted: ({by, text}, compare) =>
    [...visible()].map((project) => [(by || text)(project), project]).sort(([a], [b]) => compare(a, b)).map((
      [, project],
    ) => project),
  counts,
  yearCounts,
  withoutYear: () => projects.filter((project) => !yearOf(project) && matches(project, "years")).length,
  statusDates: () => projects.filter(({status}) => status).map(({status_date: date}) => [date, 1]),
};
