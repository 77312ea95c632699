// How a dot of a large layer is painted: a disc for one project, a ring in the colours of its sectors for more.

/** @import {Dot} from "../map_types.ts" */
import {colourNow} from "../core/dom.js";
import * as formats from "../core/formats.js";
import {familyOf} from "../core/theme.js";
import {view} from "../data/view.js";
import {big} from "./viewport.js";

const SINGLE = 6;
// From one line of a count to the next, in pixels.
const LEADING = 10.5;
/** @param {number} n */
export const dotRadius = (n) => (n === 1 ? SINGLE : 11 + 3.4 * Math.log10(n)) * big;
/** How far from its middle a finger hits a dot, in pixels. @param {number} n */
export const dotReach = (n) => Math.max(12, dotRadius(n));
/** @param {number} number */
const dotFamily = (number) => familyOf(view.sectors[number] ?? "");
const colours = new Map();

/** @param {string} name */
function colour(name) {
  if (!colours.has(name)) colours.set(name, colourNow(name));
  return colours.get(name) ?? "";
}

/**
 * A disc of the sector's colour for one project; for more a ring, a part for each family of sectors, with the count.
 * @param {CanvasRenderingContext2D} pen
 * @param {Dot} dot
 * @param {L.Point} at
 */
export function paintDot(pen, dot, at) {
  const radius = dotRadius(dot.n);
  /**
   * @param {number} r
   * @param {string} fill
   */
  const disc = (r, fill) => {
    pen.beginPath();
    pen.arc(at.x, at.y, r, 0, 2 * Math.PI);
    pen.fillStyle = fill;
    pen.fill();
  };
  const families = new Map();
  dot.sectors.forEach((n, number) => n && families.set(dotFamily(number), (families.get(dotFamily(number)) || 0) + n));
  disc(radius + 1.5, colour("paper"));
  if (dot.n === 1) return disc(radius, colour("family-" + [...families.keys()][0]));
  let from = -Math.PI / 2;
  for (const [family, n] of [...families].sort((a, b) => b[1] - a[1])) {
    const to = from + (n / dot.n) * 2 * Math.PI;
    pen.beginPath();
    pen.moveTo(at.x, at.y);
    pen.arc(at.x, at.y, radius, from, to);
    pen.fillStyle = colour("family-" + family);
    pen.fill();
    from = to;
  }
  disc(radius - 4 * big, colour("paper"));
  pen.fillStyle = colour("ink");
  writeCount(pen, formats.short(dot.n), at, 2 * (radius - 8 * big));
}

/**
 * The count in a dot, whose whole number is told by the dot's name; what has no room on one line stands on two.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} count
 * @param {L.Point} at
 * @param {number} room in pixels
 */
function writeCount(pen, count, at, room) {
  const lines = pen.measureText(count).width > room ? count.split(" ") : [count];
  lines.forEach((line, i) => pen.fillText(line, at.x, at.y + 0.5 + (i - (lines.length - 1) / 2) * LEADING * big));
}

/**
 * A ring around a dot.
 * @param {CanvasRenderingContext2D} pen
 * @param {Dot} dot
 * @param {L.Point} at
 */
export function paintRing(pen, dot, at) {
  for (const [name, width] of /** @type {[string, number][]} */ ([["amber-edge", 13], ["paper", 8], ["ink", 3]])) {
    pen.beginPath();
    pen.arc(at.x, at.y, dotRadius(dot.n) + 3 * big, 0, 2 * Math.PI);
    pen.strokeStyle = colour(name);
    pen.lineWidth = width;
    pen.stroke();
  }
}

// Colours are read anew when the system turns dark or light.
export const forgetColours = () => colours.clear();
