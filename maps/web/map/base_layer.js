// The base map: land, the layer's own countries, water, rivers and borders, painted on one canvas from the page itself.

/** @import {Box} from "../map_types.ts" */
import {colourNow} from "../core/dom.js";
import {inner, L} from "../core/leaflet.js";
import {page} from "../core/page_data.js";
import {areaOf, pathOf, unpackPaths} from "./base_paths.js";
import {frame} from "./home.js";
import {map, worldSize} from "./viewport.js";

const base = page.basemap;
/**
 * @typedef {object} Shape
 * @property {Float64Array[]} paths
 * @property {Box[]} boxes of the paths, in the same unit
 * @property {string | null} fill
 * @property {string | null} edge
 * @property {number} width
 * @property {number[]} dash lengths of dashes and gaps, in pixels
 */
/** @type {Shape[]} */
const shapes = [];
// Pixels around what is painted in which a path may still be seen: half the widest line. Steps shorter than this are left
// out.
const EDGE = 4;
const STEP = 0.5;
/** @type {Map<string, string>} */
let colours = new Map();

/**
 * @param {string[]} parts
 * @param {string | null} fill
 * @param {string | null} edge
 * @param {number} width
 * @param {number[]} [dash]
 */
const add = (parts, fill, edge, width, dash = []) => addPaths(parts.map(pathOf), fill, edge, width, dash);
/**
 * @param {Float64Array[]} paths
 * @param {string | null} fill
 * @param {string | null} edge
 * @param {number} width
 * @param {number[]} [dash]
 */
const addPaths = (paths, fill, edge, width, dash = []) =>
  shapes.push({paths, boxes: paths.map(boxOf), fill, edge, width, dash});

/**
 * @param {Float64Array} path
 * @returns {Box}
 */
function boxOf(path) {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < path.length; i += 2) {
    const x = path[i];
    const y = path[i + 1];
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < north) north = y;
    if (y > south) south = y;
  }
  return [west, north, east, south];
}

/** @param {boolean} great */
const rivers = (great) => base.rivers.filter(({rank}) => rank <= 3 === great).flatMap((river) => river.lines);
/** @type {any} */
let renderer;

function readShapes() {
  add(base.land, "land", "land", 0.6);
  base.countries.filter(({rings}) => rings).forEach(({code}, i) => {
    addPaths(areaOf(code), "focus-" + ((i % 2) + 1), null, 0);
  });
  const {lines} = page.theme;
  const {shared, border, unsettled = []} = base.borders;
  add(rivers(true), null, "river", lines.river_great);
  add(rivers(false), null, "river", lines.river);
  add(base.water.flatMap(({rings}) => rings), "water", "water-edge", lines.water_edge);
  add(unsettled, null, "border", lines.border, [4, 4]);
  add(border, null, "border", lines.border);
  add(shared, null, "border-shared", lines.border_shared);
}

/** @param {string} name */
function colour(name) {
  if (!colours.has(name)) colours.set(name, colourNow(name));
  return colours.get(name) ?? "";
}

/**
 * Draws a path, but for steps that nobody sees.
 * @param {CanvasRenderingContext2D} pen
 * @param {Float64Array} path
 * @param {number} world
 * @param {number} left
 * @param {number} top
 */
function trace(pen, path, world, left, top) {
  let lastX = path[0] * world - left;
  let lastY = path[1] * world - top;
  pen.moveTo(lastX, lastY);
  for (let i = 2; i < path.length; i += 2) {
    const x = path[i] * world - left;
    const y = path[i + 1] * world - top;
    if (Math.abs(x - lastX) < STEP && Math.abs(y - lastY) < STEP && i < path.length - 2) continue;
    pen.lineTo(x, y);
    lastX = x;
    lastY = y;
  }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} world
 * @param {number} left
 * @param {number} top
 * @param {Box} seen what shows of it, in pixels from there
 */
function paint(pen, world, left, top, seen) {
  const [west, north, east, south] = seen.map((side, i) =>
    (side + (i < 2 ? -EDGE : EDGE) + (i % 2 ? top : left)) / world
  );
  pen.lineJoin = pen.lineCap = "round";
  for (const {paths, boxes, fill, edge, width, dash} of shapes) {
    pen.beginPath();
    paths.forEach((path, i) => {
      const box = boxes[i];
      if (box[0] > east || box[2] < west || box[1] > south || box[3] < north) return;
      trace(pen, path, world, left, top);
      if (fill) pen.closePath();
    });
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
  paint(pen, worldSize() * scale, x, y, [0, 0, wide, high]);
}

// Leaflet's canvas with our own painter: half the time of a layer for each shape, and no more than it can do.
const baseCanvas = () =>
  new (inner(L.Canvas).extend({
    _updatePaths() {
      if (this._postponeUpdatePaths) return;
      const {x, y} = this._map.getPixelOrigin();
      const {min, max} = this._bounds;
      paint(this._ctx, worldSize(), x, y, [min.x, min.y, max.x, max.y]);
    },
    _draw() {
      this._updatePaths();
    },
  }))({pane: "ground", padding: 0});

/**
 * In flight the zoom changes in every frame: the ground is painted each time, and only what the window shows.
 * @param {boolean} on
 */
export const paintInFlight = (on) => {
  map[on ? "on" : "off"]("move", renderer._reset, renderer);
  if (on) renderer.options.padding = 0.02;
  else reachFurther();
};

// The first picture is the window alone, to be there soon; later ones reach further, for the map to be dragged.
export function reachFurther() {
  renderer.options.padding = 0.6;
  renderer._reset();
}

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
  unpackPaths();
  readShapes();
  const pane = map.createPane("ground");
  pane.style.zIndex = "150";
  pane.style.pointerEvents = "none";
  renderer = baseCanvas().addTo(map);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  addEventListener("beforeprint", print(true));
  addEventListener("afterprint", print(false));
}
