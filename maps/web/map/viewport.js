// The map and the part of it that is seen: what covers it, how far it zooms, how it is fitted to bounds.

/** @import {Box} from "../map_types.ts" */
/** @import {Cover} from "../types.ts" */
import {isRightToLeft} from "../core/i18n.js";
import {inner, L} from "../core/leaflet.js";
import {store} from "../data/store.js";

// folium's map, once the page has begun.
/** @type {L.Map} */
export let map;
// How much larger marks and names are drawn than usual: 1, more on a large screen while it is presented.
export let big = 1;
// What is shown at home: everything that is placed, and the layer's own countries.
/** @type {L.LatLngBounds} */
export let frame;
// Whether the view is that of paper or of a presentation: it is not the reader's, and does not go into the address.
export let isViewBorrowed = false;
// Where the base map has nothing more to tell.
export const GROUND_ENDS = 10;
// Nearer than that more projects than these are told apart.
const FEW = 60;
// How far one can zoom in without online tiles.
export const maxZoom = () => (store.count > FEW ? 14 : GROUND_ENDS);

// How many pixels of the map lie under other things at each side, told by whoever puts them there; the last to tell wins.
/** @type {((under: () => Cover) => Cover | null)[]} */
const covering = [];

/** @param {L.Map} leafletMap */
export function useMap(leafletMap) {
  map = leafletMap;
}

/** @param {number} factor */
export function setBig(factor) {
  big = factor;
}

/** @param {L.LatLngBounds} bounds */
export function setFrame(bounds) {
  frame = bounds;
}

/** @param {boolean} borrowed */
export function borrowView(borrowed) {
  isViewBorrowed = borrowed;
}

/**
 * coverOf: gives {left, top, right, bottom} as of a page that runs from left to right, or null while it covers nothing of
 * its own; under: gives what those cover that told before it.
 * @param {(under: () => Cover) => Cover | null} coverOf
 */
export function coverBy(coverOf) {
  covering.unshift(coverOf);
}

/** @returns {Cover} */
function told(from = 0) {
  if (from === covering.length) return {left: 0, top: 0, right: 0, bottom: 0};
  const under = () => told(from + 1);
  return covering[from](under) || under();
}

/**
 * What is covered, as the page now runs.
 * @param {Cover} cover
 * @returns {Cover}
 */
export const asPageRuns = (cover) => (isRightToLeft ? {...cover, left: cover.right, right: cover.left} : cover);

export const covers = () => asPageRuns(told());

/** @type {() => Box[]} */
let boxes = () => [];

/**
 * boxesOf: gives the parts of the window that buttons and credits stand on, [west, north, east, south] in its pixels, as of
 * a page that runs from left to right.
 * @param {() => Box[]} boxesOf
 */
export function useControlBoxes(boxesOf) {
  boxes = boxesOf;
}

/** @returns {Box[]} */
export const controlBoxes = () =>
  isRightToLeft
    ? boxes().map(([west, north, east, south]) => [map.getSize().x - east, north, map.getSize().x - west, south])
    : boxes();

// How many pixels wide the whole world is now.
export const worldSize = () => 256 * 2 ** map.getZoom();

/**
 * Whether the map is zooming, and acts when it has: Leaflet forgets what it is asked for meanwhile.
 * @param {() => void} act
 */
export function afterZoom(act) {
  const isZooming = Boolean(inner(map)._animatingZoom);
  if (isZooming) map.once("zoomend", act);
  return isZooming;
}

/**
 * Fits bounds into what nothing covers of the window, with a margin; where room is scarce, covers and margin give way.
 * @param {L.LatLngBounds} bounds
 * @param {number} margin
 * @param {L.FitBoundsOptions} options
 */
export function fit(bounds, margin, options) {
  if (afterZoom(() => fit(bounds, margin, options))) return;
  const {left, top, right, bottom} = covers();
  const {x, y} = map.getSize();
  const [across, down] = [left + right + 2 * margin, top + bottom + 2 * margin];
  const share = [Math.min(1, Math.max(0, x - 60) / across), Math.min(1, Math.max(0, y - 60) / down)];
  map.fitBounds(bounds, {
    ...options,
    paddingTopLeft: [(left + margin) * share[0], (top + margin) * share[1]],
    paddingBottomRight: [(right + margin) * share[0], (bottom + margin) * share[1]],
  });
}

// Pixels around what is shown at home; in a frame, which has no sheet to be pushed down, no mark on a foot is cut.
const margin = () =>
  Math.min(map.getSize().x, map.getSize().y) >= 640 ? 16 : document.body.classList.contains("embed") ? 40 : 26;

// Shows everything that is placed; a single place with its surroundings.
export const home = (animate = false) => fit(frame, margin(), {animate, maxZoom: 9});

/**
 * A control on the map that holds one element, whose clicks are not the map's.
 * @param {HTMLElement} element
 * @param {L.ControlPosition} position
 */
export function addControl(element, position) {
  const Control = L.Control.extend({
    options: {position},
    onAdd: () => L.DomEvent.disableClickPropagation(element) && element,
  });
  new Control().addTo(map);
}

/** The pixels of the whole world that are seen now. */
export const pixelBounds = () => /** @type {{min: L.Point, max: L.Point}} */ (map.getPixelBounds());
