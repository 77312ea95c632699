// The data of the page: JSON that Python wrote (maps/page/payload.py), with each source in its place.

/** @import {Payload} from "../types.ts" */

/** @type {Payload} */
export const page = JSON.parse(document.getElementById("coopmap-data")?.textContent ?? "");

/**
 * Sources stand once in the page; whoever cites one has its number and what it supports there.
 * @param {any} options
 */
const cite = ([number, supports]) => Object.assign({}, page.sources[number], supports && {supports});
for (const record of [...page.projects, ...page.indicators.flatMap(({values}) => values), ...page.milestones]) {
  if (record.sources) record.sources = record.sources.map(cite);
}
