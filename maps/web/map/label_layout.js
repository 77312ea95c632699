// Where a label may stand: its size, the offsets that are tried, what it must not touch.

/** @import {Box, LabelSpot, MapLabel, Rung} from "../map_types.ts" */
import * as i18n from "../core/i18n.js";
import {page} from "../core/page_data.js";
import {squareAt} from "./line_squares.js";
import {big, covers, map} from "./viewport.js";

const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
// Labels are measured before they are set, so their type is named here and not in the style sheet.
const family = 'system-ui, "Noto Sans", sans-serif';

// The names of projects, which stand beside their marks: size, weight, spacing.
const PROJECT = [12, 600, 0];

/**
 * @param {string} kind
 * @param {Rung} [rung] what it gives up of its size and of its spacing
 */
export function fontOf(kind, [share, spread] = [1, 1]) {
  const [size, weight, spacing] = page.theme.labels[kind === "focus" && map.getZoom() < 4.2 ? "focus_small" : kind] ||
    PROJECT;
  const style = kind === "water" ? "italic" : "normal";
  const capitals = kind === "focus" || kind === "country";
  return {family, size: Math.max(12, size * share * big), weight, spacing: spacing * spread * big, style, capitals};
}

/**
 * @param {string} kind
 * @param {string} text
 * @param {Rung} [rung]
 */
export function sizeOf(kind, text, rung) {
  const {style, weight, size, family: faces, capitals, spacing} = fontOf(kind, rung);
  pen.font = `${style} ${weight} ${size}px ${faces}`;
  const lines = (capitals ? text.toLocaleUpperCase(i18n.language) : text).split("\n");
  const widths = lines.map((line) => pen.measureText(line).width + spacing * line.length);
  return [Math.ceil(Math.max(...widths)) + 2, Math.ceil(size * 1.25 * lines.length)];
}

// The height of a line of a project's name in pixels.
const LINE = 15;

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
      // A name of several lines with its first or its last one beside the mark.
      ...(label.mark ? [-LINE / 2, LINE / 2 - height].flatMap((y) => [[near, y], [-near - width, y]]) : []),
    ]);
  }
  const steps = [[0, 0], [0, -1.2], [0, 1.2]];
  steps.push([-0.25, 0], [0.25, 0], [-0.25, 1.2], [0.25, 1.2], [-0.25, -1.2], [0.25, -1.2]);
  return steps.map(([x, y]) => [(x - 0.5) * width, (y - 0.5) * height]);
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

// The part of the window that a label may stand in: not cut by its edge, not under the panel.
export function room() {
  const {left, top, right, bottom} = covers();
  const {x, y} = map.getSize();
  // Of the buttons at the other side than the panel it is told one by one.
  const [start, end] = i18n.isRightToLeft ? [0, x - right] : [left, x];
  const [from, to] = [map.containerPointToLayerPoint([start, top]), map.containerPointToLayerPoint([end, y - bottom])];
  return (/** @type {Box} */ [west, north, east, south]) =>
    west >= from.x && north >= from.y && east <= to.x && south <= to.y;
}

/**
 * Whether no line runs through a box.
 * @param {Box} options
 * @param {Set<number>} squares
 */
export function offLines([west, north, east, south], squares) {
  for (let x = west; x < east + 8; x += 8) {
    for (let y = north; y < south + 8; y += 8) {
      if (squares.has(squareAt(Math.min(x, east), Math.min(y, south)))) return false;
    }
  }
  return true;
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
