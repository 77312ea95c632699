// The densest place drawn again, larger, in an empty corner of a wide map, as an atlas does: its marks stand there, where
// they are told apart; on the map itself small dots keep their places.

/** @import {Box, Inset, LinePixels, Mark} from "../map_types.ts" */
import {el, svg} from "../core/dom.js";
import {L} from "../core/leaflet.js";
import {page} from "../core/page_data.js";
import {paintPart} from "./base_layer.js";
import {areaOf as outlineOf} from "./base_paths.js";
import {dotsAt, freeWindow, insetNow, pane, shaped} from "./crowding.js";
import {boxFor, leads} from "./inset_place.js";
import {pixelsOf} from "./lines.js";
import {lineShapes, partsOnMap} from "./routes.js";
import {rowsOf, shareInside, STEP} from "./rows.js";
import {controls, GROUND_ENDS, map} from "./viewport.js";

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
 * An inset for a part of the map, where there is room for one.
 * @param {Box} area
 * @param {Mark[]} others the marks that it is not for
 * @param {LinePixels[]} lines
 * @returns {Inset | null}
 */
export function placeInset(area, others, lines) {
  const land = rowsOf(page.basemap.countries.flatMap(({code}) => outlineOf(code)), 2 * STEP);
  const box = boxFor(area, freeWindow(), {
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
 * Draws the inset: its ground and lines, its frame, and on the map what it shows and the dots of its marks.
 * @param {Mark[]} marks
 */
export function drawInset(marks) {
  pane.replaceChildren();
  const inset = insetNow();
  if (!inset) return;
  const {area, box, scale, to} = inset;
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
    ...dotsAt(marks.filter(({onMap}) => onMap)),
  );
  pane.append(around, drawing);
  paintPart(canvas, [wide, high], scale, L.point(area[0], area[1]));
}
