// A page without a browser: what modules read of it when they are imported. Import this before them.

/** @param {string} path */
const json = (path) => JSON.parse(Deno.readTextFileSync(new URL("../../" + path, import.meta.url)));
const languages = ["en", "ru", "uz", "kk", "fa", "zh"];
const texts = languages.map((language) => json(`maps/words/${language}.json`));

/** @param {string} id @param {number} lat @param {number} lon @param {object} more */
const placed = (id, lat, lon, more = {}) => ({
  id,
  name_en: id,
  sector: "road",
  status: "planned",
  countries: ["KZ"],
  precision: "site",
  geometry: {type: "Point", coordinates: [lon, lat]},
  ...more,
});

export const data = {
  layer: {title_en: "A layer"},
  projects: [
    placed("bravo", 51, 71, {start: "2023-04", name_ru: "Шымкент"}),
    placed("alpha", 41, 69, {start: "2025", sector: "rail", countries: ["UZ", "KZ"]}),
    placed("charlie", 43, 77, {geometry: null, precision: "unlocated", status: "operating"}),
  ],
  apart: [],
  basemap: {bounds: [0, 0, 140, 78], scale: 1000},
  sources: [],
  words: {
    languages,
    right_to_left: ["fa"],
    entries: Object.fromEntries(Object.keys(texts[0]).map((key) => [key, texts.map((of) => of[key])])),
  },
  theme: {
    sectors: {"": {family: "grey"}},
    statuses: {"": {fill: "pale", grey: true}},
    routes: {"": {}},
    precisions: {"": {}, ...json("geo/model/precisions.json").precisions},
  },
  split: {
    count: 2000,
    placed: 1120,
    block: 500,
    heaviest: 80_000,
    box: [0, 0, 1, 1],
    dictionaries: {sector: [null, "road", "rail"], status: [null, "planned"]},
    counts: [[3, 1120], [5, 880]],
    unplaced: [[5, 880]],
    root: 0,
    deepest: 4,
    words: {pages: 2, span: 256, index: [""]},
    ids: {shards: 4},
  },
  codes: {
    precision: [],
    article: [],
    more: [],
    stale_months: 24,
    url: json("data/project.schema.json").$defs.project.properties.sources.items.properties.url.pattern,
  },
};

/** The address, as `location` has it. */
export const address = {protocol: "file:", hash: "", pathname: "/map.html", search: "", href: "file:///map.html"};

/** @param {unknown} _ @param {string} __ @param {string} url */
const go = (_, __, url) => (address.hash = url.startsWith("#") ? url : "");

Object.assign(globalThis, {
  document: {
    getElementById: (/** @type {string} */ id) => (id === "coopmap-data" ? {textContent: JSON.stringify(data)} : null),
  },
  // Of Leaflet what modules use that draw nothing.
  L: {point: (/** @type {number} */ x, /** @type {number} */ y) => ({x, y})},
  history: {replaceState: go, pushState: go},
});
Object.defineProperty(globalThis, "location", {value: address, configurable: true});

/** Fails unless two values of JSON are the same.
 * @param {unknown} got @param {unknown} expected */
export function assertEquals(got, expected) {
  const [a, b] = [got, expected].map((value) => JSON.stringify(value));
  if (a !== b) throw new Error(`got ${a}\nexpected ${b}`);
}
