// The projects of a split layer: counts of all, and those that have been read.

/** @import {Split} from "../split_types.ts" */
/** @import {Store} from "../store_types.ts" */
/** @import {Project} from "../types.ts" */
import {t} from "../core/i18n.js";
import {say} from "../core/notice.js";
import {page} from "../core/page_data.js";
import * as urlState from "../core/url_state.js";
import {readBlock, readProject} from "./blocks.js";
import {allLeft, applyChoices, counted, countsOf} from "./choices.js";
import {followSearch, hitCount, hitsNow, isChosen} from "./hits.js";
import {numberOf} from "./ids.js";
import {countsInSight} from "./view.js";

/** @type {Split} */
const {count, counts, box, block, deepest} = page.split;

// What the list shows, which is what a reader pages through.
/** @type {Project[]} */
let listed = [];

/** @param {Project[]} projects */
export function list(projects) {
  listed = projects;
}

// Ids that have been looked up and are in no project.
/** @type {Set<string>} */
const unknown = new Set();

/** Reads the project with an id, and then the address once more. @param {string} id */
async function look(id) {
  try {
    const number = await numberOf(id);
    if (number !== undefined) await readBlock(Math.floor(number / block), "project");
    else {
      unknown.add(id);
      say(t("split.no_project", {id}));
    }
    urlState.read();
  } catch {
    // The reader has been told, and may try again.
  }
}

/** @param {string} id */
function get(id) {
  const project = id ? readProject(id) : undefined;
  if (!project && id && !unknown.has(id) && urlState.get("project") === id) look(id);
  return project;
}

/** How many projects are visible, and those that the list has. */
const visible = () => ({
  length: hitCount() ?? allLeft(),
  at: (/** @type {number} */ i) => listed.at(i),
  indexOf: (/** @type {Project} */ project) => listed.indexOf(project),
  slice: (/** @type {number | undefined} */ from, /** @type {number | undefined} */ to) => listed.slice(from, to),
});

/** @type {Store} */
export const splitStore = {
  count,
  // So near that the smallest cells are wider than a dot, and their projects stand apart.
  maxZoom: Math.max(14, deepest + 7),
  get,
  codes: (facet) => (counted[facet] ? [...countsOf(facet, counts).keys()] : []),
  changed() {
    applyChoices();
    followSearch();
  },
  renamed() {},
  visible,
  isOnMap: (project) => isChosen(project) && (hitsNow()?.includes(project) ?? true),
  ordered: () => listed,
  bounds: () => (box ? [[box[1], box[0]], [box[3], box[2]]] : []),
  // Marks are made of what is in view alone, and so are lines and areas.
  placed: () => [],
  shapes: () => [],
  joined: (first, then) => [...new Set([...first, .../** @type {Project[]} */ (then)])],
  opening: (act) => act(),
  when: (_, act) => act(),
  need: () => true,
  each: async (rows, act) => rows.slice().forEach(act),
  // There is no table.
  sortable: () => false,
  sorted: () => listed,
  counts: (facet) => (counted[facet] ? countsOf(facet, counts) : new Map()),
  inView: (facet) => (counted[facet] ? countsOf(facet, countsInSight()) : new Map()),
  // Years are counted nowhere.
  yearCounts: () => [],
  withoutYear: () => 0,
  statusDates: () => [],
};
