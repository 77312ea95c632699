// What the reader has chosen to see: the codes that are off, the years, what is searched for, what is presented alone.

/** @import {Hits} from "../store_types.ts" */
/** @import {Project} from "../types.ts" */
import {fire} from "../core/events.js";
import {filterFields, OWN} from "../core/own_fields.js";
import {store} from "./store.js";

// What can be filtered: the codes of a project under each name, "" for what is not stated.
/** @type {Record<string, (project: Project) => string[]>} */
export const facets = {
  /** @param {Project} project */
  sector: (project) => [project.sector || ""],
  /** @param {Project} project */
  status: (project) => [project.status || ""],
  /** @param {Project} project */
  country: (project) => project.countries?.length ? project.countries : [""],
  /** @param {Project} project */
  precision: (project) => [project.precision || ""],
  /** @param {Project} project */
  article: (project) => [project.article || ""],
  ...Object.fromEntries(filterFields.map(([name]) => [
    OWN + name,
    (/** @type {any} */ project) => [project[name] || ""],
  ])),
};

export const facetNames = Object.keys(facets);
const nothingOff = () => Object.fromEntries(facetNames.map((name) => [name, new Set()]));

// What is switched off, a set of codes for each facet; the years of start that are wanted, or null; what is searched, and
// what that found; what alone is on the map while it is presented, or null when that is everything visible.
/** @type {{off: Record<string, Set<string>>, years: [number, number] | null, query: string, hits: any, alone: Set<Project> | null}} */
export const state = {off: nothingOff(), years: null, query: "", hits: null, alone: null};

function changed() {
  store.changed();
  fire("filter");
}

/** @param {string} facet */
export const hidden = (facet) => store.codes(facet).filter((code) => state.off[facet].has(code));
/**
 * @param {string} facet
 * @param {string} code
 */
export const isOn = (facet, code) => !state.off[facet].has(code);
export const isFiltered = () => Boolean(state.query || state.years || facetNames.some((name) => state.off[name].size));

/** @param {Project[] | null} projects */
export function spotlight(projects) {
  state.alone = projects?.length ? new Set(projects) : null;
  fire("spotlight");
}

/**
 * @param {string} facet
 * @param {string} code
 */
export function toggle(facet, code) {
  const off = state.off[facet];
  if (!off.delete(code)) off.add(code);
  changed();
}

/**
 * Leaves only the given codes of a facet on; all of them when none is given.
 * @param {string} facet
 * @param {string[]} codes
 */
export function only(facet, codes) {
  state.off[facet] = new Set(codes.length ? store.codes(facet).filter((code) => !codes.includes(code)) : []);
  changed();
}

/** @param {[number, number] | null} range */
export function setYears(range) {
  state.years = range;
  changed();
}

/** @param {Hits | null} hits */
export function setHits(hits) {
  if (hits === state.hits) return fire("query");
  state.hits = hits;
  changed();
}

export function showAll() {
  Object.assign(state, {off: nothingOff(), years: null, query: "", hits: null});
  changed();
}
