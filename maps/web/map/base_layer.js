// The base map: land, the layer's own countries, water, rivers and borders, painted on one canvas from the page itself.

import {colourNow} from "../core/dom.js";
import {L} from "../core/leaflet.js";
import {degreesOf} from "../core/packed_line.js";
import {page} from "../core/page_data.js";
import {frame} from "./home.js";
import {afterMove, paced} from "./paced.js";
import {map, worldSize} from "./viewport.js";

const base = page.basemap;
/** @type {{paths: Float64Array[], fill: string | null, edge: string | null, width: number, dash: number[]}[]} */
const shapes = [];
/** @type {Map<string, string>} */
let colours = new Map();

/**
 * A packed ring or line as x0, y0, x1, y1, ... in Web Mercator, the world being 1.
 * @param {string} text
 */
function decode(text) {
  const path = degreesOf(text, base.scale);
  for (let i = 0; i < path.length; i += 2) {
    path[i] = path[i] / 360 + 0.5;
    path[i + 1] = 0.5 - Math.log(Math.tan(Math.PI / 4 + (path[i + 1] * Math.PI) / 360)) / (2 * Math.PI);
  }
  return path;
}

// The borders, which the outlines of the countries on both sides share and which are drawn themselves: unpacked once.
const shared = base.borders.shared.map(decode);
const borders = base.borders.border.map(decode);
const unsettled = (base.borders.unsettled ?? []).map(decode);
const numbered = [...shared, ...borders, ...unsettled];

/**
 * @param {string[]} parts
 * @param {string | null} fill
 * @param {string | null} edge
 * @param {number} width
 */
const add = (parts, fill, edge, width) => addPaths(parts.map(decode), fill, edge, width);
/**
 * @param {Float64Array[]} paths
 * @param {string | null} fill
 * @param {string | null} edge
 * @param {number} width
 * @param {number[]} [dash] Lengths of dashes and gaps, in pixels.
 */
const addPaths = (paths, fill, edge, width, dash = []) => shapes.push({paths, fill, edge, width, dash});

/**
 * A country's ring: its pieces are packed points, or numbers of borders from 1 on, below 0 those run the other way.
 * @param {(string | number)[]} pieces
 */
function outline(pieces) {
  const paths = pieces.map((piece) => {
    if (typeof piece === "string") return decode(piece);
    const path = numbered[Math.abs(piece) - 1];
    return piece > 0 ? path : backwards(path);
  });
  const whole = new Float64Array(paths.reduce((sum, path) => sum + path.length, 0));
  let length = 0;
  for (const path of paths) {
    whole.set(path, length);
    length += path.length;
  }
  return whole;
}

/** @param {Float64Array} path */
const backwards = (path) => path.map((_, i) => path[path.length - 2 - i + 2 * (i & 1)]);
/** @param {boolean} great */
const rivers = (great) => base.rivers.filter(({rank}) => rank <= 3 === great).flatMap((river) => river.lines);
/** @type {Map<string, Float64Array[]>} */
const areas = new Map();

/** @type {any} */
let renderer;
// How far the ground is painted beyond each side of the window, as a share of it: a larger one would take a long frame.
const PADDING = 0.3;

function readShapes() {
  add(base.land, "land", "land", 0.6);
  base.countries.filter(({rings}) => rings).forEach(({code, rings = []}, i) => {
    addPaths(rings.map(outline), "focus-" + ((i % 2) + 1), null, 0);
    areas.set(code, shapes[shapes.length - 1].paths);
  });
  const {lines} = page.theme;
  add(rivers(true), null, "river", lines.river_great);
  add(rivers(false), null, "river", lines.river);
  add(base.water.flatMap(({rings}) => rings), "water", "water-edge", lines.water_edge);
  addPaths(unsettled, null, "border", lines.border, [4, 4]);
  addPaths(borders, null, "border", lines.border);
  addPaths(shared, null, "border-shared", lines.border_shared);
}

/**
 * The outlines of one of the layer's own countries, in Web Mercator, the world being 1.
 * @param {string} code
 */
export const areaOf = (code) => areas.get(code) || [];

/** @type {Map<string[], Float64Array[]>} */
const shores = new Map();

/**
 * The shores of a water in the same way.
 * @param {string[]} rings as the base map has them
 */
export function shoresOf(rings) {
  if (!shores.has(rings)) shores.set(rings, rings.map(decode));
  return shores.get(rings) ?? [];
}

// The borders of the layer's own countries with each other, as points in pixels of the map's layer.
export function sharedBorders() {
  const world = worldSize();
  const origin = map.getPixelOrigin();
  return shared.map((path) =>
    Array.from(
      {length: path.length / 2},
      (_, i) => L.point(path[2 * i] * world - origin.x, path[2 * i + 1] * world - origin.y),
    )
  );
}

/** @param {string} name */
function colour(name) {
  if (!colours.has(name)) colours.set(name, colourNow(name));
  return colours.get(name) ?? "";
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} world
 * @param {number} left
 * @param {number} top
 */
function paint(pen, world, left, top) {
  pen.lineJoin = pen.lineCap = "round";
  for (const {paths, fill, edge, width, dash} of shapes) {
    pen.beginPath();
    for (const path of paths) {
      pen.moveTo(path[0] * world - left, path[1] * world - top);
      for (let i = 2; i < path.length; i += 2) pen.lineTo(path[i] * world - left, path[i + 1] * world - top);
      if (fill) pen.closePath();
    }
    // Rings of areas and of their holes alike: the canvas fills by the even-odd rule.
    if (fill) {
      pen.fillStyle = colour(fill);
      pen.fill("evenodd");
    }
    if (edge) {
      pen.strokeStyle = colour(edge);
      pen.lineWidth = width;
      pen.setLineDash(dash);
      pen.stroke();
    }
  }
}

/**
 * Paints a part of the map as it is now, larger, on a canvas of its own.
 * @param {HTMLCanvasElement} canvas
 * @param {number[]} size in pixels
 * @param {number} scale how many times larger
 * @param {L.Point} corner its upper left, in pixels of the map's layer
 */
export function paintPart(canvas, [wide, high], scale, corner) {
  const sharp = Math.max(1, window.devicePixelRatio);
  [canvas.width, canvas.height] = [wide * sharp, high * sharp];
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.scale(sharp, sharp);
  const {x, y} = map.getPixelOrigin().add(corner).multiplyBy(scale);
  paint(pen, worldSize() * scale, x, y);
}

// Leaflet's canvas with our own painter: half the time of a layer for each shape, and no more than it can do.
const baseCanvas = () =>
  new (paced(L.Canvas).extend({
    _updatePaths() {
      if (this._postponeUpdatePaths) return;
      const {x, y} = this._map.getPixelOrigin();
      paint(this._ctx, worldSize(), x, y);
    },
    _draw() {
      this._updatePaths();
    },
  }))({pane: "ground", padding: 0.2});

/**
 * In flight the zoom changes in every frame: the ground is painted each time, and only what the window shows.
 * @param {boolean} on
 */
export const paintInFlight = (on) => {
  map[on ? "on" : "off"]("move", renderer._reset, renderer);
  renderer.options.padding = on ? 0.02 : PADDING;
  if (!on) renderer._reset();
};

// The system turns dark or light, and paper is always light: the canvas is painted anew, at once for the printer.
function repaint() {
  colours = new Map();
  renderer._reset();
}

/** @param {boolean} on */
const print = (on) => () => {
  document.documentElement.classList.toggle("on-paper", on);
  repaint();
};

// Where the reader can go: the base map, and beyond it to projects that lie elsewhere, with room around them.
export function limitView() {
  const [west, south, east, north] = base.bounds;
  const extent = L.latLngBounds([south, west], [north, east]);
  if (!extent.contains(frame)) {
    const [low, high] = [frame.getSouthWest(), frame.getNorthEast()];
    extent.extend([Math.max(-85, low.lat - 25), low.lng - 40]).extend([Math.min(85, high.lat + 25), high.lng + 40]);
  }
  map.setMaxBounds(extent);
  map.options.maxBoundsViscosity = 1;
  // The end of the drawn world is never seen: the window always fits inside it.
  const limit = () => map.setMinZoom(map.getBoundsZoom(extent, true));
  limit();
  map.on("resize", limit);
}

export function startBaseLayer() {
  readShapes();
  const pane = map.createPane("ground");
  pane.style.zIndex = "150";
  pane.style.pointerEvents = "none";
  renderer = baseCanvas().addTo(map);
  // The first picture is painted small to be there soon; later ones reach further, for the map to be dragged.
  map.once("movestart", () => (renderer.options.padding = PADDING));
  map.on("move", () => renderer.reaches(0) || renderer._zoom !== map.getZoom() || renderer._update());
  afterMove(() => renderer.settle());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  addEventListener("beforeprint", print(true));
  addEventListener("afterprint", print(false));
}
