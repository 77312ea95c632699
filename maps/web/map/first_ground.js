// The ground of the first picture, as SVG: a browser fills and strokes that beside the page's own thread, which it keeps busy
// with a canvas. The canvas (base_layer.js) takes its place once the map moves or has nothing else to do.

import {cssColour, svg} from "../core/dom.js";
import {shapes, trace, viewOf} from "./base_shapes.js";
import {map, worldSize} from "./viewport.js";

/** Writes what it draws as SVG has it, in steps, which are shorter than places. */
class WritingPen {
  /** @type {string[]} */
  #courses = [];
  /** @type {number[]} */
  #steps = [];
  #x = 0;
  #y = 0;

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.#end();
    this.#courses.push(`M${x} ${y}l`);
    this.#x = x;
    this.#y = y;
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.#steps.push(x - this.#x, y - this.#y);
    this.#x = x;
    this.#y = y;
  }

  closePath() {
    this.#end();
    this.#courses.push("z");
  }

  #end() {
    this.#courses.push(this.#steps.join(" "));
    this.#steps = [];
  }

  get text() {
    this.#end();
    return this.#courses.join("");
  }
}

/** The ground in the window, in pixels of the map's layer. */
export function firstGround() {
  const {x, y} = map.getPixelOrigin();
  const {x: left, y: top} = map.containerPointToLayerPoint([0, 0]);
  const {x: wide, y: high} = map.getSize();
  const view = viewOf(worldSize(), x, y, [left, top, left + wide, top + high]);
  const drawn = shapes.map((shape) => {
    const {fill, edge, width, dash} = shape;
    const pen = new WritingPen();
    trace(pen, shape, view);
    return svg("path", {
      d: pen.text,
      fill: fill ? cssColour(fill) : "none",
      "fill-rule": "evenodd",
      stroke: edge && cssColour(edge),
      "stroke-width": width,
      "stroke-dasharray": dash.join(" ") || null,
      "stroke-linejoin": "round",
      "stroke-linecap": "round",
      "vector-effect": "non-scaling-stroke",
    });
  });
  const transform = `translate(${view.move}) scale(${view.scale})`;
  const drawing = svg("svg", {width: 1, height: 1}, svg("g", {transform}, ...drawn));
  drawing.style.overflow = "visible";
  return drawing;
}
