// The base map: land, the layer's own countries, water, rivers and borders, painted on one canvas from the page itself.

/** @import {Box, Path} from "../map_types.ts" */
import {colourNow} from "../core/dom.js";
import {L} from "../core/leaflet.js";
import {page} from "../core/page_data.js";
import {areaOf, inPixels, pathOf, readPaths} from "./base_paths.js";
import {frame} from "./home.js";
import {afterMove, paced} from "./paced.js";
import {map, worldSize} from "./viewport.js";

const base = page.basemap;
/**
 * @typedef {object} Shape
 * @property {Path[]} paths
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
 * @param {Path[]} paths
 * @param {string | null} fill
 * @param {string | null} edge
 * @param {number} width
 * @param {number[]} [dash]
 */
const add = (paths, fill, edge, width, dash = []) => shapes.push({paths, fill, edge, width, dash});

/** @param {boolean} great */
const rivers = (great) =>
  base.rivers.filter(({rank}) => rank <= 3 === great).flatMap((river) => river.lines.map(pathOf));
/** @type {any} */
let renderer;
// How far the ground is painted beyond each side of the window, as a share of it: a larger one would take a long frame.
const PADDING = 0.3;

function readShapes() {
  add(base.land.map(pathOf), "land", "land", 0.6);
  base.countries.filter(({rings}) => rings).forEach(({code}, i) => {
    add(areaOf(code), "focus-" + ((i % 2) + 1), null, 0);
  });
  const {lines} = page.theme;
  const {shared, border, unsettled = []} = base.borders;
  add(rivers(true), null, "river", lines.river_great);
  add(rivers(false), null, "river", lines.river);
  add(base.water.flatMap(({rings}) => rings.map(pathOf)), "water", "water-edge", lines.water_edge);
  add(unsettled.map(pathOf), null, "border", lines.border, [4, 4]);
  add(border.map(pathOf), null, "border", lines.border);
  add(shared.map(pathOf), null, "border-shared", lines.border_shared);
}

/** @param {string} name */
function colour(name) {
  if (!colours.has(name)) colours.set(name, colourNow(name));
  return colours.get(name) ?? "";
}

/**
 * Adds a path to what the pen draws next, but for steps that nobody sees.
 * All numbers are whole, with which a browser that has just begun is quick: the pen brings them to their places. They come as
 * arrays, for the fields of an object {x, y} hold fractions, as those of others do.
 * @param {CanvasRenderingContext2D} pen
 * @param {Path} path
 * @param {number[]} corner from which all is counted: numbers that are not large are drawn precisely
 * @param {number[]} least the steps east and north that are seen
 */
function trace(pen, path, [cornerX, cornerY], [leastX, leastY]) {
  let lastX = 0;
  let lastY = 0;
  for (let k = 0; k < path.length; k++) {
    const {points} = path[k];
    const west = path[k].west - cornerX;
    const south = path[k].south - cornerY;
    const end = k < path.length - 1 ? points.length : points.length - 2;
    let i = 0;
    if (!k) {
      lastX = west + points[i++];
      lastY = south + points[i++];
      pen.moveTo(lastX, lastY);
    }
    for (; i < points.length; i += 2) {
      const x = west + points[i];
      const y = south + points[i + 1];
      if (i < end && x - lastX < leastX && lastX - x < leastX && y - lastY < leastY && lastY - y < leastY) continue;
      pen.lineTo(x, y);
      lastX = x;
      lastY = y;
    }
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
  const ground = inPixels(world);
  const corner = [
    Math.round((left + seen[0] - ground.left) / ground.wide),
    Math.round((ground.top - top - seen[1]) / ground.high),
  ];
  const least = [Math.ceil(STEP / ground.wide), Math.ceil(STEP / ground.high)];
  const [west, east] = [seen[0] - EDGE, seen[2] + EDGE].map((x) => (left + x - ground.left) / ground.wide);
  const [north, south] = [seen[1] - EDGE, seen[3] + EDGE].map((y) => (ground.top - top - y) / ground.high);
  // A path of several runs may lie around all that is seen.
  const isAround = (/** @type {Path} */ path) =>
    path.some((run) => run.west < east) && path.some((run) => run.east > west) &&
    path.some((run) => run.south < north) && path.some((run) => run.north > south);
  pen.lineJoin = pen.lineCap = "round";
  for (const {paths, fill, edge, width, dash} of shapes) {
    pen.save();
    pen.translate(ground.left - left + corner[0] * ground.wide, ground.top - top - corner[1] * ground.high);
    pen.scale(ground.wide, -ground.high);
    pen.beginPath();
    for (const path of paths) {
      if (!isAround(path)) continue;
      trace(pen, path, corner, least);
      if (fill) pen.closePath();
    }
    pen.restore();
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
  new (paced(L.Canvas).extend({
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
  renderer.options.padding = PADDING;
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
  readPaths();
  readShapes();
  const pane = map.createPane("ground");
  pane.style.zIndex = "150";
  pane.style.pointerEvents = "none";
  renderer = baseCanvas().addTo(map);
  map.on("move", () => renderer.reaches(0) || renderer._zoom !== map.getZoom() || renderer._update());
  afterMove(() => renderer.settle());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  addEventListener("beforeprint", print(true));
  addEventListener("afterprint", print(false));
}
