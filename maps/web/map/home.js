// The view to begin with and to come back to: everything that is placed, and no mark under a button.

/** @import {Cover} from "../types.ts" */
import {inner, L} from "../core/leaflet.js";
import {afterZoom, controlBoxes, covers, map, paddings} from "./viewport.js";

// What is shown at home: everything that is placed, and the layer's own countries.
/** @type {L.LatLngBounds} */
export let frame;
/** @type {L.LatLng[]} */
let marked = [];

/**
 * @param {L.LatLngBounds} bounds
 * @param {L.LatLng[]} places where marks stand in it, which no button is to cover
 */
export function setFrame(bounds, places) {
  frame = bounds;
  marked = places;
}

// Pixels around what is shown at home; in a frame, which has no sheet to be pushed down, no mark on a foot is cut.
const margin = () =>
  Math.min(map.getSize().x, map.getSize().y) >= 640 ? 16 : document.body.classList.contains("embed") ? 40 : 26;

// Half the width of a mark with its ring, in pixels.
const HALF_MARK = 18;

// Puts buttons, scale and credits on the map, unless they are there.
let showControls = () => {};
/** @param {() => void} show */
export const useControls = (show) => (showControls = show);

// Where buttons, scale and credits stand on the map, [west, north, east, south] in its pixels.
function controlParts() {
  showControls();
  const {left, top} = map.getContainer().getBoundingClientRect();
  return [...map.getContainer().querySelectorAll(".leaflet-control")].map((control) => control.getBoundingClientRect())
    .filter(({width}) => width)
    .map((box) => [box.left - left, box.top - top, box.right - left, box.bottom - top]);
}

/**
 * What has to be kept clear beside the covers so that marks stand beside the buttons, above scale and credits, or both.
 * @param {number[][]} parts
 * @returns {Partial<Cover>[]}
 */
function clearings(parts) {
  const {x, y} = map.getSize();
  const {left, right, bottom} = covers();
  const [upper, lower] = [true, false].map((isUpper) => parts.filter(([, north]) => (north < y / 2) === isUpper));
  const isLeft = upper.some(([west, , east]) => west + east < x);
  const beside = isLeft
    ? {left: Math.max(...upper.map(([, , east]) => east)) - left}
    : {right: x - Math.min(...upper.map(([west]) => west)) - right};
  const above = {bottom: y - Math.min(...lower.map(([, north]) => north)) - bottom};
  return [{}, ...(upper.length ? [beside] : []), ...(lower.length ? [above] : []), {...beside, ...above}];
}

/**
 * @param {number[][]} parts
 * @param {L.FitBoundsOptions} options
 */
function isClear(parts, options) {
  const {center, zoom} = inner(map)._getBoundsCenterZoom(frame, options);
  const origin = map.project(center, zoom).subtract(map.getSize().divideBy(2));
  return marked.map((place) => map.project(place, zoom).subtract(origin)).every(({x, y}) =>
    parts.every(([west, north, east, south]) =>
      x < west - HALF_MARK || x > east + HALF_MARK || y < north - HALF_MARK || y > south + HALF_MARK
    )
  );
}

// Whether what is kept clear leaves any of the map.
/** @param {L.FitBoundsOptions} options */
function leavesRoom({paddingTopLeft, paddingBottomRight}) {
  const {x, y} = map.getSize().subtract(L.point(paddingTopLeft ?? [0, 0])).subtract(
    L.point(paddingBottomRight ?? [0, 0]),
  );
  return x > 0 && y > 0;
}

/** How everything that is placed is fitted, a single place with its surroundings, and no mark under a button. */
function homeOptions() {
  const usual = {...paddings(margin()), maxZoom: 9};
  // They are measured only where a mark may be near them: their texts would be laid out before the first picture.
  if (leavesRoom(usual) && isClear(controlBoxes(), usual)) return usual;
  const parts = controlParts();
  const all = clearings(parts).map((more) => paddings(margin(), more));
  const clear = all.find((options) => leavesRoom(options) && isClear(parts, {...options, maxZoom: 9}));
  return {...clear ?? all[0], maxZoom: 9};
}

// Shows everything that is placed; a single place with its surroundings.
export function home(animate = false) {
  if (afterZoom(() => home(animate))) return;
  const {center, zoom} = inner(map)._getBoundsCenterZoom(frame, homeOptions());
  if (zoom !== map.getZoom() || !map.getCenter().equals(center)) map.setView(center, zoom, {animate});
}
