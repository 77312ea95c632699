// The data of the page: JSON that Python wrote (maps/page/payload.py), with each source in its place. Figures, events and
// the story are packed, and so are the projects of more than a few: they are there once `opened` is kept.

/** @import {ProjectColumns} from "../store_types.ts" */
/** @import {Companions, Payload} from "../types.ts" */
import {inflated} from "./inflate.js";
import {onMap, withLongitudes} from "./longitudes.js";
import {fromColumns} from "./project_columns.js";

/** @type {Payload & Companions} */
export const page = {
  indicators: [],
  milestones: [],
  story: [],
  ...JSON.parse(document.getElementById("coopmap-data")?.textContent ?? ""),
};

/**
 * Sources stand once in the page; whoever cites one has its number and what it supports there.
 * @param {any} options
 */
const cite = ([number, supports]) => Object.assign({}, page.sources[number], supports && {supports});
/** @param {{sources?: any[]}[]} records */
function citeAll(records) {
  for (const record of records) if (record.sources) record.sources = record.sources.map(cite);
}

function citeProjects() {
  citeAll(page.projects);
  for (const project of page.projects) {
    project.geometry = withLongitudes(project.geometry, (longitude) => onMap(longitude, page.basemap.bounds));
  }
}
citeProjects();

/**
 * Whether all could be unpacked: a browser of before 2023 may not be able to.
 * @type {Promise<boolean>}
 */
export const opened = unpack().then(() => true, () => false);

/** @param {ProjectColumns} held */
function openProjects(held) {
  Object.assign(page, {projects: fromColumns(held), sources: held.sources});
  citeProjects();
}

async function unpack() {
  const [companions, projects] = await Promise.all(
    [page.companions, page.columns].map((text) => text === undefined ? null : inflated(text).json()),
  );
  if (projects) openProjects(projects);
  Object.assign(page, companions);
  citeAll([...page.indicators.flatMap(({values}) => values), ...page.milestones]);
}
