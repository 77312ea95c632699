// The densest place drawn again, larger, in an empty corner of a wide map, as an atlas does: its marks stand there, where
// they are told apart; on the map itself small dots keep their places.

/** @import {Box, LinePixels, Mark} from "../map_types.ts" */
import {el, svg} from "../core/dom.js";
import {L} from "../core/leaflet.js";
import {page} from "../core/page_data.js";
import {projectColour} from "../core/theme.js";
import {paintPart} from "./base_layer.js";
import {areaOf as outlineOf} from "./base_paths.js";
import {areaOf, boxFor, densest, holds, leads, shaped} from "./inset_place.js";
import {pixelsOf} from "./lines.js";
import {lineShapes, partsOnMap} from "./routes.js";
import {rowsOf, shareInside, STEP} from "./rows.js";
import {big, controls, covers, GROUND_ENDS, map} from "./viewport.js";

// In a map with less room than this, in pixels that nothing covers, an inset would hide more than it tells.
const ROOM = [720, 440];
// Of more marks than this none is asked for: they are gathered.
const MANY = 60;

/**
 * @typedef {object} Inset
 * @property {Box} area what it shows, in pixels of the map's layer
 * @property {Box} box where it stands
 * @property {number} scale how many times larger it is
 * @property {(point: L.Point) => L.Point} to where a point of the map stands in it
 */

/** @type {Inset | null} */
let current = null;
// Whether marks crowd that found no inset, which they may when the map has moved.
let wanting = false;
/** @type {HTMLElement} */
let pane;

/** The inset on the map now, if there is one. */
export const insetNow = () => current;

/** The part of the window that nothing covers, in pixels of the map's layer. */
function freeWindow() {
  const {left, top, right, bottom} = covers();
  const {x, y} = map.getSize();
  const [from, to] = [[left, top], [x - right, y - bottom]].map(([a, b]) => map.containerPointToLayerPoint([a, b]));
  return [from.x, from.y, to.x, to.y];
}

/**
 * @param {Box} outer
 * @param {Box} inner
 */
const surrounds = (outer, inner) =>
  inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];

/** Whether the map has moved so that the inset has to find another place. */
export const isInsetStale = () => (current ? !surrounds(freeWindow(), current.box) : wanting);

/**
 * Points along lines, not further apart than a small mark.
 * @param {LinePixels[]} lines
 */
function along(lines) {
  const spots = [];
  for (const {at} of lines) {
    for (let i = 1; i < at.length; i++) {
      const {x, y} = at[i - 1];
      const [dx, dy] = [at[i].x - x, at[i].y - y];
      const steps = Math.min(200, Math.ceil(Math.hypot(dx, dy) / 14)) || 1;
      for (let k = 0; k < steps; k++) spots.push({x: x + (dx * k) / steps, y: y + (dy * k) / steps});
    }
  }
  return spots;
}

/**
 * @param {Mark[]} dense
 * @param {Mark[]} others
 * @param {LinePixels[]} lines
 * @returns {Inset | null}
 */
function placed(dense, others, lines) {
  const inWindow = freeWindow();
  const area = areaOf(dense.map(({pixel}) => pixel));
  if (!area || inWindow[2] - inWindow[0] < ROOM[0] || inWindow[3] - inWindow[1] < ROOM[1]) return null;
  if (!surrounds(inWindow, area)) return null;
  const land = rowsOf(page.basemap.countries.flatMap(({code}) => outlineOf(code)), 2 * STEP);
  const box = boxFor(area, inWindow, {
    busy: [...others.map(({pixel}) => pixel), ...along(lines)],
    blocked: controls(),
    landShare: (each, most) => shareInside(each, land, 2 * STEP, most),
  });
  if (!box) return null;
  const whole = shaped(area, box);
  const scale = Math.min((box[2] - box[0]) / (whole[2] - whole[0]), 2 ** (GROUND_ENDS - map.getZoom()));
  const middle = L.point(area[0] + area[2], area[1] + area[3]).divideBy(2);
  const half = L.point(box[2] - box[0], box[3] - box[1]).divideBy(2 * scale);
  const [low, high] = [middle.subtract(half), middle.add(half)];
  return {
    box,
    scale,
    area: [low.x, low.y, high.x, high.y],
    to: (point) => point.subtract(low).multiplyBy(scale).add([box[0], box[1]]),
  };
}

/**
 * Chooses the inset that marks ask for, and puts those that it shows into it; gives them, and the others.
 * @param {Mark[]} marks
 * @param {number} size
 * @param {LinePixels[]} lines all that are on the map
 * @returns {[inside: Mark[], others: Mark[]]}
 */
export function intoInset(marks, size, lines) {
  [current, wanting] = [null, false];
  const points = marks.filter(({onLine}) => !onLine);
  const dense = marks.length > MANY ? [] : densest(points.map((mark) => ({...mark.pixel, mark})), 1.3 * size);
  if (!dense.length) return [[], marks];
  const group = dense.map(({mark}) => mark);
  current = placed(group, marks.filter((mark) => !group.includes(mark)), lines);
  wanting = !current;
  if (!current) return [[], marks];
  const {area, to} = current;
  const inside = points.filter(({pixel}) => holds(area, pixel));
  for (const mark of inside) {
    mark.onMap = mark.pixel;
    mark.pixel = to(mark.pixel);
  }
  return [inside, marks.filter((mark) => !inside.includes(mark))];
}

/**
 * Keeps marks inside the inset, whose edge must not cut them.
 * @param {Mark[]} marks
 * @param {number} size
 */
export function keptInside(marks, size) {
  if (!current) return marks;
  const [west, north, east, south] = current.box;
  const pad = size * 0.75 + 2;
  for (const {moved} of marks) {
    moved.x = Math.max(west + pad, Math.min(east - pad, moved.x));
    moved.y = Math.max(north + pad, Math.min(south - pad, moved.y));
  }
  return marks;
}

/**
 * Draws the inset: its ground and lines, its frame, and on the map what it shows and the dots of its marks.
 * @param {Mark[]} marks
 */
export function drawInset(marks) {
  pane.replaceChildren();
  if (!current) return;
  const {area, box, scale, to} = current;
  const corner = L.point(box[0], box[1]);
  const [wide, high] = [box[2] - box[0], box[3] - box[1]];
  const canvas = el("canvas");
  const lines = partsOnMap().flatMap(({project, path}) =>
    lineShapes(project, pixelsOf(path).map((point) => to(point).subtract(corner)))
  );
  const drawing = el("div", {class: "inset"}, canvas, svg("svg", {width: wide, height: high}, ...lines));
  drawing.style.cssText = `left:${box[0]}px;top:${box[1]}px;width:${wide}px;height:${high}px`;
  const d = leads(area, box).map(([a, b]) => `M${a.x} ${a.y}L${b.x} ${b.y}`).join("");
  const around = svg(
    "svg",
    {class: "inset-leads"},
    svg("path", {d}),
    svg("rect", {x: area[0], y: area[1], width: area[2] - area[0], height: area[3] - area[1]}),
    ...marks.flatMap(({onMap, projects}) =>
      onMap ? [svg("circle", {cx: onMap.x, cy: onMap.y, r: 3 * big, fill: projectColour(projects[0])})] : []
    ),
  );
  pane.append(around, drawing);
  paintPart(canvas, [wide, high], scale, L.point(area[0], area[1]));
}

export function startInset() {
  pane = map.createPane("inset");
  Object.assign(pane.style, {zIndex: "440", pointerEvents: "none"});
  pane.setAttribute("aria-hidden", "true");
  map.on("zoomstart", () => pane.replaceChildren());
}
