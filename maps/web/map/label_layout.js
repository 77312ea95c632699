// Where a label may stand: its size, the offsets that are tried, what it must not touch.

/** @import {Box, LabelSpot, MapLabel} from "../map_types.ts" */
import * as i18n from "../core/i18n.js";
import {page} from "../core/page_data.js";
import {isInCountry} from "./base_layer.js";
import {big, controlBoxes, covers, map} from "./viewport.js";

const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
// Labels are measured before they are set, so their type is named here and not in the style sheet.
const family = 'system-ui, "Noto Sans", sans-serif';

/** @param {string} kind */
export function fontOf(kind) {
  const [size, weight, spacing] = page.theme.labels[kind === "focus" && map.getZoom() < 4.2 ? "focus_small" : kind];
  const style = kind === "water" ? "italic" : "normal";
  const capitals = kind === "focus" || kind === "country";
  return {family, size: size * big, weight, spacing: spacing * big, style, capitals};
}

/**
 * @param {string} kind
 * @param {string} text
 */
export function sizeOf(kind, text) {
  const {style, weight, size, family: faces, capitals, spacing} = fontOf(kind);
  pen.font = `${style} ${weight} ${size}px ${faces}`;
  const letters = capitals ? text.toLocaleUpperCase(i18n.language) : text;
  return [Math.ceil(pen.measureText(letters).width + spacing * letters.length) + 2, Math.ceil(size * 1.25)];
}

/**
 * Steps over a wide field, in widths and heights of a label of this shape, the shortest first.
 * @param {number} shape
 */
function far(shape) {
  const steps = [-1, -0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((x) =>
    [-6, -4.8, -3.6, -2.4, -1.2, 0, 1.2, 2.4, 3.6, 4.8, 6].map((y) => [x, y])
  );
  return steps.sort((a, b) => Math.hypot(a[0] * shape, a[1]) - Math.hypot(b[0] * shape, b[1]));
}

/**
 * Offsets of a label's upper left corner from its point, the best first; towns stand `reaches` pixels beside it.
 * @param {MapLabel} label
 * @param {number[]} options
 * @param {number[]} reaches
 */
export function offsets(label, [width, height], reaches) {
  if (label.beside) {
    return reaches.flatMap((near) => [
      [near, -height / 2],
      [-near - width, -height / 2],
      [-width / 2, -height - near + 1],
      [-width / 2, near - 1],
      [near - 2, -height - near + 5],
      [near - 2, near - 5],
      [-width - near + 2, -height - near + 5],
      [-width - near + 2, near - 5],
    ]);
  }
  const steps = [[0, 0], [0, -1.2], [0, 1.2]];
  if (label.kind !== "country") {
    steps.push([-0.25, 0], [0.25, 0], [-0.25, 1.2], [0.25, 1.2], [-0.25, -1.2], [0.25, -1.2]);
  }
  // The name of one of the layer's own countries may go far, as long as its middle is in the country.
  return (label.code ? far(width / height) : steps).map(([x, y]) => [(x - 0.5) * width, (y - 0.5) * height]);
}

/**
 * @param {Box} a
 * @param {Box} b
 */
const touches = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
/**
 * @param {Box} box
 * @param {Box[]} taken
 */
export const free = (box, taken) => !taken.some((other) => touches(box, other));

// Where buttons and credits stand, in pixels of the layer.
export const controls = () =>
  controlBoxes().map(([west, north, east, south]) => {
    const [from, to] = [map.containerPointToLayerPoint([west, north]), map.containerPointToLayerPoint([east, south])];
    return [from.x, from.y, to.x, to.y];
  });

// The part of the window that a label may stand in: not cut by its edge, not under the panel.
export function room() {
  const {left, top, bottom} = covers();
  const {x, y} = map.getSize();
  const [from, to] = [map.containerPointToLayerPoint([left, top]), map.containerPointToLayerPoint([x, y - bottom])];
  return (/** @type {Box} */ [west, north, east, south]) =>
    west >= from.x && north >= from.y && east <= to.x && south <= to.y;
}

/**
 * Where else in the window a country can be named whose usual place is out of sight: in the midst of what is seen of it.
 * @param {MapLabel} options
 */
export function elsewhere({kind, text, code}) {
  const {left, top, bottom} = covers();
  const {x, y} = map.getSize();
  const [wide, high] = [x - left, y - top - bottom];
  const [dx, dy] = sizeOf(kind, text).map((length) => length * 0.6);
  const corners = [-1, -0.5, 0, 0.5, 1].flatMap((side) => [[side * dx, -dy], [side * dx, dy]]);
  const alternatives = [];
  for (let i = 1; i < 12; i++) {
    for (let k = 1; k < 10; k++) {
      const at = map.containerPointToLayerPoint([left + (wide * i) / 12, top + (high * k) / 10]);
      if (corners.every((corner) => isInCountry(code ?? "", at.add(/** @type {[number, number]} */ (corner))))) {
        alternatives.push({at: map.layerPointToLatLng(at), far: Math.hypot(i - 6, k - 5)});
      }
    }
  }
  return alternatives.sort((a, b) => a.far - b.far);
}

/**
 * A thin line from a dot to a name that found room only at some distance.
 * @param {LabelSpot} options
 */
export function lead({point, anchor, size}) {
  const x = Math.max(-anchor[0], Math.min(0, size[0] - anchor[0]));
  const y = Math.max(-anchor[1], Math.min(0, size[1] - anchor[1]));
  return Math.hypot(x, y) < 20 ? "" : `M${point.x} ${point.y}l${x} ${y}`;
}
