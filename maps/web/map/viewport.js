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
// Whether the view is that of paper or of a presentation: it is not the reader's, and does not go into the address.
export let isViewBorrowed = false;
// Where the base map has nothing more to tell.
export const GROUND_ENDS = 10;
// Nearer than that more projects than these are told apart.
export const FEW = 60;
// How far one can zoom in without online tiles.
export const maxZoom = () => store.maxZoom ?? (store.count > FEW ? 14 : GROUND_ENDS);

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

// Where buttons and credits stand, in pixels of the layer.
export const controls = () =>
  controlBoxes().map(([west, north, east, south]) => {
    const [from, to] = [map.containerPointToLayerPoint([west, north]), map.containerPointToLayerPoint([east, south])];
    return [from.x, from.y, to.x, to.y];
  });

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
 * How bounds are fitted into what nothing covers of the window; where room is scarce, covers and margin give way.
 * @param {number} margin
 * @param {Partial<Cover>} [more] pixels that are kept clear beside what is covered
 */
export function paddings(margin, more = {}) {
  const cover = covers();
  /** @param {keyof Cover} side */
  const of = (side) => cover[side] + margin + (more[side] ?? 0);
  const {x, y} = map.getSize();
  const share = [
    Math.min(1, Math.max(0, x - 60) / (of("left") + of("right"))),
    Math.min(1, Math.max(0, y - 60) / (of("top") + of("bottom"))),
  ];
  return {
    paddingTopLeft: L.point(of("left") * share[0], of("top") * share[1]),
    paddingBottomRight: L.point(of("right") * share[0], of("bottom") * share[1]),
  };
}

/**
 * Fits bounds into what nothing covers of the window, with a margin.
 * @param {L.LatLngBounds} bounds
 * @param {number} margin
 * @param {L.FitBoundsOptions} options
 */
export function fit(bounds, margin, options) {
  if (afterZoom(() => fit(bounds, margin, options))) return;
  map.fitBounds(bounds, {...options, ...paddings(margin)});
}

/**
 * A pane for drawings that neither a pointer nor a screen reader meets: they say nothing that marks and list do not.
 * @param {string} name
 * @param {number} height above the panes below it, as Leaflet counts
 */
export function silentPane(name, height) {
  const pane = map.createPane(name);
  Object.assign(pane.style, {zIndex: String(height), pointerEvents: "none"});
  pane.setAttribute("aria-hidden", "true");
  return pane;
}

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
