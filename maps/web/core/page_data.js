// The data of the page: JSON that Python wrote (maps/page/payload.py), with each source in its place. Figures, events and
// the story are packed, and there once `companions` has kept what it promises.

/** @import {Companions, Payload} from "../types.ts" */
import {inflated} from "./inflate.js";
import {onMap, withLongitudes} from "./longitudes.js";

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
citeAll(page.projects);
for (const project of page.projects) {
  project.geometry = withLongitudes(project.geometry, (longitude) => onMap(longitude, page.basemap.bounds));
}

/** @type {Promise<boolean> | null} */
let unpacking = null;

/** Unpacks figures, events and the story; gives whether it could, for a browser of before 2023 may not be able to. */
export const companions = () => (unpacking ??= unpack().then(() => true, () => false));

async function unpack() {
  Object.assign(page, await inflated(page.companions).json());
  citeAll([...page.indicators.flatMap(({values}) => values), ...page.milestones]);
}
