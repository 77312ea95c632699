// The base map, painted on one canvas from the page itself, after a first picture of it.

/** @import {Box, Path} from "../map_types.ts" */
import {colourNow} from "../core/dom.js";
import {L} from "../core/leaflet.js";
import {allShapes, viewOf} from "./base_shapes.js";
import {hasPaths} from "./base_paths.js";
import {firstGround, isTooNear} from "./first_ground.js";
import {afterMove, paced} from "./paced.js";
import {map, silentPane, worldSize} from "./viewport.js";

/** @type {Map<string, string>} */
let colours = new Map();

/** @type {any} */
let renderer;
// How far the ground is painted beyond each side of the window, as a share of it: a larger one would take a long frame.
const PADDING = 0.3;

/** @type {(import("./base_shapes.js").Shape & {paths: Path[]})[] | null} */
let shapes = null;

/** The shapes with their paths, which the first picture does without. */
const shapesOf = () => (shapes ??= allShapes().map((shape) => Object.assign(shape, {paths: shape.pathsOf()})));

/** @param {string} name */
function colour(name) {
  if (!colours.has(name)) colours.set(name, colourNow(name));
  return colours.get(name) ?? "";
}

/**
 * Leads the pen along a path, but for steps that nobody sees. All numbers are whole, and come as arrays, for the fields of an
 * object {x, y} hold fractions, as those of others do: the view brings them to their places.
 * @param {CanvasRenderingContext2D} pen
 * @param {Path} path
 * @param {number[]} corner of the view
 * @param {number[]} least steps that are seen
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
  const view = viewOf(world, left, top, seen);
  pen.lineJoin = pen.lineCap = "round";
  for (const {paths, fill, edge, width, dash} of shapesOf()) {
    pen.save();
    pen.translate(view.move[0], view.move[1]);
    pen.scale(view.scale[0], view.scale[1]);
    pen.beginPath();
    for (const path of paths) {
      if (!view.isAround(path)) continue;
      trace(pen, path, view.corner, view.least);
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
const baseCanvas = (/** @type {number} */ padding) =>
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
  }))({pane: "ground", padding});

/** @type {Element | null} */
let first = null;

/**
 * The canvas, which from now on takes the place of the first picture, unless its paths are still packed.
 * @param {number} [padding] how far it reaches beyond each side of the window, as a share of it
 */
function startCanvas(padding = 0) {
  if (!first || !hasPaths()) return;
  renderer = baseCanvas(padding).addTo(map);
  first.remove();
  first = null;
}

/**
 * In flight the zoom changes in every frame: the ground is painted each time, and only what the window shows.
 * @param {boolean} on
 */
export const paintInFlight = (on) => {
  startCanvas();
  if (!renderer) return;
  map[on ? "on" : "off"]("move", renderer._reset, renderer);
  if (on) renderer.options.padding = 0.02;
  else reachFurther();
};

// For the map to be dragged, the ground reaches beyond the window, once there is time for that.
export function reachFurther() {
  if (!renderer) return startCanvas(PADDING);
  renderer.options.padding = PADDING;
  renderer._reset();
}

// The system turns dark or light, and paper is always light: the canvas is painted anew, at once for the printer.
function repaint() {
  colours = new Map();
  renderer?._reset();
}

/** @param {boolean} on */
const print = (on) => () => {
  document.documentElement.classList.toggle("on-paper", on);
  repaint();
};

/** @param {HTMLElement} pane */
function drawFirst(pane) {
  first = firstGround();
  pane.replaceChildren(first);
}

export function startBaseLayer() {
  const pane = silentPane("ground", 150);
  drawFirst(pane);
  if (isTooNear()) startCanvas();
  map.on("movestart resize", () => startCanvas());
  map.on("zoom viewreset", () => first && drawFirst(pane));
  map.on("move", () => renderer && (renderer.reaches(0) || renderer._zoom !== map.getZoom() || renderer._update()));
  afterMove(() => renderer?.settle());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  addEventListener("beforeprint", print(true));
  addEventListener("afterprint", print(false));
}
