// Lines and areas on the map: dashed where their course is not known, hollow where they are not built.

/** @import {LinePart} from "../map_types.ts" */
/** @import {PlacedProject, Project} from "../types.ts" */
import {cssColour, svg} from "../core/dom.js";
import {openCard} from "../core/events.js";
import {inner, L} from "../core/leaflet.js";
import {page} from "../core/page_data.js";
import {projectColour, routeStyle, statusStyle} from "../core/theme.js";
import {store} from "../data/store.js";
import {isLine, linesOf, partsOf, pixelsOf} from "./lines.js";
import {afterMove, paced} from "./paced.js";
import {big, map} from "./viewport.js";

/** @type {L.LayerGroup} */
let linesGroup;
/** @type {any} */
let renderer;
// The shapes of the marks that are in view, of a layer with many.
/** @type {() => PlacedProject[]} */
let shapesInView = () => [];

// Lines and areas: of a layer with many of them those that are in view with marks of their own.
const shapesOnMap = () => store.shapes().concat(shapesInView());

export const partsOnMap = () => shapesOnMap().filter(isLine).flatMap(partsOf);

// Above this many parts those that look alike are one drawing.
const MANY_LINES = 100;
let total = 0;
let isManyLines = false;
/** Whether there are so many lines that they are threads, seen once the marks have been. */
export const areManyLines = () => isManyLines;

// Leaflet rounds the points of a line to whole pixels, which makes a long arc look kinked; these do not.
const FineLine = inner(L.Polyline).extend({
  /**
   * @param {any} latlngs
   * @param {any} result
   * @param {L.Bounds} bounds
   */
  _projectLatlngs(latlngs, result, bounds) {
    if (!(latlngs[0] instanceof L.LatLng)) {
      for (const part of latlngs) this._projectLatlngs(part, result, bounds);
      return;
    }
    const ring = pixelsOf(latlngs).map((point) => point._multiplyBy(10)._round()._divideBy(10));
    for (const point of ring) bounds.extend(point);
    result.push(ring);
  },
});

// Small circles at the points of lines.
const Stops = FineLine.extend({
  _updatePath() {
    const {radius: r} = this.options;
    const seen = this._parts.flat().filter((/** @type {L.Point} */ point) => this._renderer._bounds.contains(point));
    this._renderer._setPath(
      this,
      seen.map((/** @type {L.Point} */ {x, y}) =>
        `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`
      ).join("") || "M0 0",
    );
  },
});

/**
 * How a line looks: its strokes, the lowest first, of which the second is its own colour.
 * @param {Project} project
 */
function strokesOf(project) {
  const {dash, width: usual} = routeStyle(project.route ?? "");
  const hollow = isHollow(project);
  const {casing, hollow: more, core} = page.theme.route;
  const weight = (usual + (hollow ? more : 0)) * big;
  const dashArray = dash ? dash.split(" ").map((length) => Number(length) * big).join(" ") : null;
  return [
    {color: cssColour("halo"), weight: weight + casing, opacity: 0.85},
    {color: projectColour(project), weight, dashArray},
    ...(hollow ? [{color: cssColour("paper"), weight: weight - core * big, dashArray}] : []),
  ];
}

/**
 * A line of a project along points of a drawing of its own.
 * @param {Project} project
 * @param {L.Point[]} points
 */
export const lineShapes = (project, points) =>
  strokesOf(project).map(({color, weight, dashArray, opacity}) =>
    svg("polyline", {
      points: points.map(({x, y}) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "),
      fill: "none",
      stroke: color,
      "stroke-width": weight,
      "stroke-dasharray": dashArray,
      "stroke-opacity": opacity,
    })
  );

/**
 * Draws parts that look alike.
 * @param {LinePart[]} alike
 */
function drawLine(alike) {
  const [{project}] = alike;
  const colour = projectColour(project);
  const paths = alike.map(({path}) => path);
  /** @param {object} style */
  const line = (style) =>
    new FineLine(paths, {renderer, lineCap: "butt", lineJoin: "round", smoothFactor: 0.5, interactive: false, ...style})
      .addTo(linesGroup);
  if (isManyLines) {
    // A line among hundreds is a thread: what many share shows as dark.
    line({color: colour, weight: 1.2 * big, opacity: 0.3});
    return;
  }
  const strokes = strokesOf(project).map((style, i) => line({...style, className: i === 1 ? "line" : ""}));
  strokes[1].getElement().dataset.id = project.id;
  const touch = line({opacity: 0, weight: 16, interactive: true, bubblingMouseEvents: false, className: "line"}).on(
    "click",
    (/** @type {L.LeafletMouseEvent} */ {latlng}) => openAt(project, latlng),
  );
  touch.getElement().dataset.id = project.id;
  const ends = alike.map(({stops}) => stops).filter(({length}) => length);
  for (const [radius, fillColor] of [[3.75, cssColour("halo")], [2.5, colour]]) {
    new Stops(ends, {
      renderer,
      radius: Number(radius) * big,
      stroke: false,
      fill: true,
      fillColor,
      fillOpacity: 1,
      fillRule: "nonzero",
      interactive: false,
      noClip: true,
      smoothFactor: 0,
    }).addTo(linesGroup);
  }
}

/**
 * Whether a line ends or stops at a point, in pixels of the map's layer.
 * @param {L.Point} point
 */
export const isStop = (point) =>
  partsOnMap().some(({stops}) => pixelsOf(stops).some((stop) => stop.distanceTo(point) < 8));

/** @param {Project} options */
const isHollow = ({status}) => statusStyle(status).fill === "empty";
/** @type {(number | Project)[]} */
let drawn = [];

// Draws lines and areas, unless they are what is drawn already.
export function drawLines() {
  const shapes = shapesOnMap();
  const wanted = [big, ...shapes];
  const isDrawn = wanted.length === drawn.length && wanted.every((piece, i) => piece === drawn[i]);
  if (!isDrawn) linesGroup.clearLayers();
  if (renderer._map) renderer.settle();
  if (isDrawn) return;
  drawn = wanted;
  const lines = shapes.filter(isLine).flatMap(partsOf);
  isManyLines = Math.max(total, lines.length) > MANY_LINES;
  const looks = new Map();
  for (const part of lines) {
    const look = isManyLines ? [part.project.route, projectColour(part.project), isHollow(part.project)].join() : part;
    if (!looks.get(look)?.push(part)) looks.set(look, [part]);
  }
  for (const alike of looks.values()) drawLine(alike);
  for (const shape of shapes) if (!isLine(shape)) drawArea(shape);
}

/** @param {Project} project */
function drawArea(project) {
  L.geoJSON(project.geometry, {
    bubblingMouseEvents: false,
    pointToLayer: (_, at) => L.circleMarker(at, {radius: 3}),
    style: {renderer, color: projectColour(project), weight: 2, fillColor: projectColour(project), fillOpacity: 0.15},
  }).on("click", (event) => openAt(project, event.latlng)).addTo(linesGroup);
}

/**
 * @param {Project} project
 * @param {L.LatLng} at
 */
const openAt = (project, at) => openCard(project, {anchor: {at, lift: 0}});

/**
 * A click near some of many lines is one on the nearest of them.
 * @param {L.LeafletMouseEvent} options
 */
function clickNearLine({latlng, layerPoint}) {
  if (!isManyLines) return;
  let [near, least] = [null, 8];
  for (const {project, path} of partsOnMap()) {
    const at = pixelsOf(path);
    for (let i = 1; i < at.length; i++) {
      const far = L.LineUtil.pointToSegmentDistance(layerPoint, at[i - 1], at[i]);
      if (far < least) [near, least] = [project, far];
    }
  }
  if (near) openAt(near, latlng);
}

/**
 * inView: gives the shapes that have marks of their own where a layer has too many to draw them all.
 * @param {() => PlacedProject[]} inView
 */
export function startRoutes(inView) {
  shapesInView = inView;
  total = store.placed().filter(isLine).flatMap(linesOf).length;
  isManyLines = total > MANY_LINES;
  linesGroup = L.layerGroup().addTo(map);
  renderer = new (paced(L.SVG))({padding: 0.5});
  afterMove(drawLines);
  map.on("click", clickNearLine);
}
