// Signs of sectors, statuses and precision: the same on the map, in the legend and on paper.

/** @import {Project} from "../types.ts" */
import {el, svg} from "./dom.js";
import {digits} from "./i18n.js";
import {familyOf, precisionStyle, sectorStyle, statusStyle} from "./theme.js";

/**
 * A sector's icon as an SVG of `size` pixels, drawn in the current text colour.
 * @param {string | undefined} sector
 * @param {number} [size]
 */
export const icon = (sector, size = 16) =>
  svg("svg", {viewBox: "0 0 16 16", width: size, height: size, "aria-hidden": "true", class: "icon"}, iconPath(sector));

/** @param {string} [sector] */
export function iconPath(sector) {
  const {path, solid} = sectorStyle(sector);
  return svg("path", {d: path, class: solid ? "icon-path icon-solid" : "icon-path"});
}

/** @param {string} [sector] */
export const swatch = (sector) => el("span", {class: "swatch family-" + familyOf(sector)}, icon(sector, 14));

/** Full with a broken ring inside: under construction. @param {import("../theme_types.ts").StatusStyle} style */
const isBuilt = ({fill, edge}) => fill === "full" && edge === "dashed";

/**
 * One mark as SVG: filling and edge tell the status, a dotted ring a vague place, a foot an exact one.
 * @param {Project} project
 * @param {{foot?: boolean, onLine?: boolean, size?: number}} [options]
 */
export function drawMarker(project, {foot = false, onLine = false, size = 36} = {}) {
  const style = statusStyle(project.status);
  const family = style.grey ? "mark-grey" : "mark-" + familyOf(project.sector);
  const drawing = svg("svg", {
    viewBox: "0 0 36 36",
    width: size,
    height: size,
    "aria-hidden": "true",
    class: `mark-drawing ${family} fill-${style.fill} edge-${style.edge}`,
  });
  /** @param {number} r @param {string} name */
  const circle = (r, name) => svg("circle", {cx: 18, cy: 18, r, class: name});
  if (foot) drawing.append(svg("path", {d: "M13 27L18 40L23 27z", class: "mark-foot"}));
  if (!onLine && precisionStyle(project.precision).sign === "ring") drawing.append(circle(17, "mark-vague"));
  drawing.append(circle(14.5, "mark-halo"), circle(12.5, "mark-disc"));
  if (style.edge === "double" || isBuilt(style)) drawing.append(circle(10.6, "mark-inner"));
  // Where nobody confirms the status the edge is grey, and the icon still tells the sector by its colour too.
  const tint = style.grey ? " mark-" + familyOf(project.sector) : "";
  drawing.append(svg("g", {transform: "translate(10 10)", class: "mark-icon" + tint}, iconPath(project.sector)));
  if (style.struck) drawing.append(svg("path", {d: style.sign, class: "mark-strike"}));
  return drawing;
}

/**
 * Of how many projects a mark is, for its drawing of so many pixels.
 * @param {number} count
 * @param {number} size
 */
export const countBadge = (count, size) => [
  svg("circle", {cx: 29, cy: 8, r: 8.5, class: "mark-count-disc"}),
  svg("text", {x: 29, y: 8, class: "mark-count", "font-size": (12 * 36) / size}, digits(count)),
];

// A small round sample of a status, for chips and the legend: a mark without its icon, its edge drawn more strongly.
/** @param {string | undefined} status @param {number} [size] */
export function statusSample(status, size = 18) {
  const style = statusStyle(status);
  /**
   * @param {number} r
   * @param {string} name
   */
  const circle = (r, name) => svg("circle", {cx: 18, cy: 18, r, class: name});
  const sample = svg("svg", {
    viewBox: "2 2 32 32",
    width: size,
    height: size,
    "aria-hidden": "true",
    class: `mark-drawing status-sample ${
      style.grey ? "mark-grey" : "mark-sample"
    } fill-${style.fill} edge-${style.edge}`,
  });
  sample.append(circle(12.5, "mark-disc"));
  if (style.edge === "double" || isBuilt(style)) sample.append(circle(8, "mark-inner"));
  if (style.sign) sample.append(svg("path", {d: style.sign, class: "mark-strike"}));
  return sample;
}

// Samples of how precisely a place is known, and of what else the map draws.
/** @type {Record<string, () => SVGElement>} */
export const signs = (function () {
  /** @param {...Element} shapes */
  const frame = (...shapes) =>
    svg("svg", {viewBox: "0 0 36 24", width: 36, height: 24, "aria-hidden": "true", class: "sample"}, ...shapes);
  /**
   * @param {number} cx
   * @param {number} cy
   * @param {number} r
   * @param {string} name
   */
  const circle = (cx, cy, r, name) => svg("circle", {cx, cy, r, class: name});
  /**
   * @param {string} name
   * @param {string} [d]
   */
  const line = (name, d = "M2 12H34") => svg("path", {d, class: "sample-line " + name});
  /** @param {...Element} under */
  const mark = (...under) => () => frame(...under, circle(18, 12, 5, "sample-mark"));
  return {
    site: () => frame(circle(18, 9, 6.5, "sample-mark"), svg("path", {d: "M15 14L18 22L21 14z", class: "sample-dot"})),
    near: mark(circle(18, 12, 8, "sample-disc")),
    town: mark(circle(18, 12, 11.5, "sample-disc")),
    region: mark(circle(18, 12, 10, "sample-vague")),
    // Most of these are listed and not placed.
    country: () => frame(circle(18, 12, 10, "sample-vague")),
    unlocated: () => frame(svg("path", {d: "M14 12H22", class: "sample-line sample-none"})),
    "": mark(),
    line_schematic: () => frame(line("sample-dashed")),
    line_planned: () => frame(line("sample-dashed"), line("sample-core sample-dashed")),
    line_bundled: () => frame(line("sample-thin", "M2 4Q12 12 18 12H34"), line("sample-thin", "M2 20Q12 12 18 12H34")),
    line_air: () => frame(line("sample-thin", "M2 18Q18 2 34 18")),
    group: () =>
      frame(
        circle(16, 13, 8, "sample-mark"),
        circle(25, 8, 7.5, "mark-count-disc"),
        svg("text", {x: 25, y: 12.2, class: "sample-count"}, digits(2)),
      ),
  };
})();
