// The ground of the first picture, as SVG that stands in the page: a browser reads, fills and strokes it beside the page's own
// thread, which it keeps busy with a canvas. The canvas (base_layer.js) takes its place once the map moves or has time.

import {cssColour, svg} from "../core/dom.js";
import {page} from "../core/page_data.js";
import {inPixels} from "./base_paths.js";
import {allShapes} from "./base_shapes.js";
import {map, worldSize} from "./viewport.js";

// Where one of its units is more pixels than this, it is seen to be coarse.
const COARSE = 1.5;

/** Whether the map is so near that the ground of the first picture is too coarse for it. */
export const isTooNear = () => inPixels(worldSize()).wide * page.basemap.first_unit > COARSE;

/** The ground in pixels of the map's layer. */
export function firstGround() {
  const {first, first_unit: unit} = page.basemap;
  const ground = inPixels(worldSize());
  const {x, y} = map.getPixelOrigin();
  const scale = ground.wide * unit;
  const drawn = allShapes().map(({fill, edge, width, dash}, i) =>
    svg("path", {
      d: first[i],
      fill: fill ? cssColour(fill) : "none",
      stroke: edge && cssColour(edge),
      "stroke-width": width / scale,
      "stroke-dasharray": dash.map((length) => length / scale).join(" ") || null,
    })
  );
  const transform = `translate(${ground.left - x} ${ground.top - y}) scale(${scale} ${-scale})`;
  const look = {transform, "fill-rule": "evenodd", "stroke-linejoin": "round", "stroke-linecap": "round"};
  const drawing = svg("svg", {width: 1, height: 1, class: "leaflet-zoom-hide"}, svg("g", look, ...drawn));
  drawing.style.overflow = "visible";
  return drawing;
}
