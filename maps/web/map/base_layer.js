// The base map, painted on one canvas from the page itself, after a first picture of it.

/** @import {Box, Path} from "../map_types.ts" */
import {colourNow} from "../core/dom.js";
import {L} from "../core/leaflet.js";
import {readShapes, shapes, trace, viewOf} from "./base_shapes.js";
import {firstGround} from "./first_ground.js";
import {afterMove, paced} from "./paced.js";
import {map, worldSize} from "./viewport.js";

/** @type {Map<string, string>} */
let colours = new Map();

/** @type {any} */
let renderer;
// How far the ground is painted beyond each side of the window, as a share of it: a larger one would take a long frame.
const PADDING = 0.3;

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
 * @param {Box} seen what shows of it, in pixels from there
 */
function paint(pen, world, left, top, seen) {
  const view = viewOf(world, left, top, seen);
  pen.lineJoin = pen.lineCap = "round";
  for (const shape of shapes) {
    const {fill, edge, width, dash} = shape;
    pen.save();
    pen.translate(view.move[0], view.move[1]);
    pen.scale(view.scale[0], view.scale[1]);
    pen.beginPath();
    trace(pen, shape, view);
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
 * The canvas, which from now on takes the place of the first picture.
 * @param {number} [padding] how far it reaches beyond each side of the window, as a share of it
 */
function startCanvas(padding = 0) {
  if (!first) return;
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
  map[on ? "on" : "off"]("move", renderer._reset, renderer);
  if (on) renderer.options.padding = 0.02;
  else reachFurther();
};

// For the map to be dragged, the ground reaches beyond the window, once there is time for that.
export function reachFurther() {
  if (first) return startCanvas(PADDING);
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

export function startBaseLayer() {
  readShapes();
  const pane = map.createPane("ground");
  pane.style.zIndex = "150";
  pane.style.pointerEvents = "none";
  first = firstGround();
  pane.append(first);
  map.on("movestart resize", () => startCanvas());
  map.on("move", () => renderer && (renderer.reaches(0) || renderer._zoom !== map.getZoom() || renderer._update()));
  afterMove(() => renderer?.settle());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  addEventListener("beforeprint", print(true));
  addEventListener("afterprint", print(false));
}
