// The data of the page: JSON that Python wrote (maps/page/payload.py), with each source in its place. What the
// first picture does not show is packed, and so are the projects of more than a few: all is there once `whole` has kept
// what it promises.

/** @import {ProjectColumns} from "../store_types.ts" */
/** @import {Companions, Payload} from "../types.ts" */
import {inflatedPart} from "./inflate.js";
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

/** @param {string} name */
const isApart = (name) => page.apart.includes(name);
if (!isApart("rest")) citeAll(page.projects);

function placeAll() {
  for (const project of page.projects) {
    project.geometry = withLongitudes(project.geometry, (longitude) => onMap(longitude, page.basemap.bounds));
  }
}
placeAll();

// Whether the projects are there with all of them that this browser can unpack.
export let isWhole = !isApart("rest") && !isApart("columns");
/** @type {Promise<boolean> | null} */
let unpacking = null;

/**
 * Unpacks what the first picture does not show: of the projects texts and sources, figures, events and the story, towns;
 * of more than a few projects all. Gives whether it could, for a browser of before 2023 may not be able to.
 */
export const whole = () => (unpacking ??= unpack().then(() => true, () => false).finally(() => isWhole = true));

/**
 * @typedef {Payload["basemap"]} Basemap
 * @typedef {Record<"countries" | "water" | "rivers", Basemap["places"][0]["name"][]>} Names
 * @param {Pick<Payload, "sources" | "article"> & {
 *   projects: object[], words: object, places: Basemap["places"], names: Names}} rest
 */
function complete({projects, sources, article, words, places, names}) {
  Object.assign(page, {sources, article});
  page.basemap.places = places;
  for (const kind of /** @type {(keyof Names)[]} */ (Object.keys(names))) {
    page.basemap[kind].forEach((shape, i) => shape.name = names[kind][i]);
  }
  Object.assign(page.words.entries, words);
  projects.forEach((more, i) => Object.assign(page.projects[i], more));
  citeAll(page.projects);
}

/** @param {ProjectColumns} held */
function openProjects(held) {
  Object.assign(page, {projects: fromColumns(held), sources: held.sources});
  citeAll(page.projects);
  placeAll();
}

async function unpack() {
  const [companions, rest, columns] = await Promise.all(
    ["companions", "rest", "columns"].map(async (name) => isApart(name) && (await inflatedPart(name)).json()),
  );
  if (rest) complete(rest);
  if (columns) openProjects(columns);
  Object.assign(page, companions);
  citeAll([...page.indicators.flatMap(({values}) => values), ...page.milestones]);
}
