// Bars drawn as SVG: their widths measured, their labels wrapped.

/** @import {Indicator, IndicatorValue} from "../records.ts" */
/** @import {Citations} from "../types.ts" */
import {svg} from "../core/dom.js";
import * as formats from "../core/formats.js";
import * as i18n from "../core/i18n.js";

const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
const LABEL = "12px", VALUE = "600 13px";
/** @param {Indicator} indicator */
export const values = (indicator) => indicator.values || [];
/** @param {...string} kinds */
export const isOf = (...kinds) => (/** @type {IndicatorValue} */ value) =>
  kinds.includes(value.kind) && Number.isFinite(value.value);
/** @param {Indicator} indicator */
export const drawn = (indicator) => values(indicator).filter(isOf("actual", "goal"));
/** @param {IndicatorValue} value */
export const isArticle = (value) => value.article === "yes";

/** @param {IndicatorValue} value */
const isPart = (value) => {
  const [from, to] = (value.period || "").split("/");
  return Boolean(to) && from.slice(0, 4) === to.slice(0, 4);
};

/** @param {string} text */
const unbroken = (text) => text.replaceAll(" ", "\u00a0");

/**
 * How much more than a year before: "+15.5 %".
 * @param {IndicatorValue} options
 */
const growth = (
  {growth_percent: percent = NaN},
) => (Number.isFinite(percent) ? unbroken((percent < 0 ? "" : "+") + formats.unit(percent, "percent")) : "");

/** @param {IndicatorValue} value */
export const numberOf = ({value}) => value ?? 0;

/**
 * Who says it and for when; a goal's own words name its year.
 * @param {IndicatorValue} value
 * @param {string} [period]
 */
export function label(value, period = formats.period(value.period)) {
  const name = i18n.version(value, "label")[0];
  return [i18n.whole(name), value.kind === "goal" && name.includes(value.period) ? "" : period].filter(Boolean).join(
    "\u00a0· ",
  );
}

/**
 * @param {string} text
 * @param {string} font
 */
function widthOf(text, font) {
  ruler.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
  return ruler.measureText(text).width;
}

/**
 * @param {string} text
 * @param {number} width
 * @param {string} font
 */
function wrap(text, width, font) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = (lines[lines.length - 1] + " " + word).trim();
    if (widthOf(longer, font) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.filter(Boolean);
}

/** @param {IndicatorValue} value */
export const kindOf = (value) =>
  value.kind === "goal"
    ? "bar-goal"
    : (isArticle(value) ? "bar-article" : "bar-others") + (isPart(value) ? " bar-part" : "");

/**
 * @param {number} x
 * @param {number} y
 * @param {string} name
 * @param {string} content
 */
const text = (x, y, name, content) => svg("text", {x, y, class: name}, content);

/**
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {number} height
 * @param {IndicatorValue} value
 */
const rect = (x, y, width, height, value) =>
  svg("rect", {
    x: x + 0.5,
    y: y + 0.5,
    width: Math.max(1, width - 1),
    height: height - 1,
    class: "chart-bar " + kindOf(value),
  });

/**
 * What is drawn as a sentence for those who do not see it.
 * @param {Indicator} indicator
 */
const spoken = (indicator) =>
  i18n.version(indicator, "name")[0] + ": " +
  drawn(indicator).map((value) => `${label(value)}: ${i18n.listed([amountOf(value, indicator.unit), growth(value)])}`)
    .join("; ");

/**
 * @param {number} width
 * @param {number} height
 * @param {string} alternative
 * @param {Element[]} parts
 */
const chart = (width, height, alternative, parts) =>
  svg(
    "svg",
    {viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": alternative, class: "chart"},
    ...parts,
  );

/**
 * A bar for each value, one below the other; what is written beside them sets how long they may be.
 * @param {Indicator} indicator
 * @param {Citations} refs
 * @param {number} width
 */
export function bars(indicator, refs, width) {
  const rows = drawn(indicator);
  if (!rows.length) return null;
  const whole = rows.some((value) => !value.direction);
  const most = Math.max(...rows.map(numberOf));
  const beside = rows.map((value) => `${amountOf(value, indicator.unit)}\u00a0${refs.of(value)}`);
  const room = rows.map((value, i) =>
    ((width - 8 - widthOf(beside[i], VALUE)) * most) / Math.max(numberOf(value), 1e-9)
  );
  const longest = Math.max(40, Math.min(width, ...room));
  /** @type {Element[]} */
  const parts = [];
  let y = 0;
  rows.forEach((value, i) => {
    const height = whole && value.direction ? 8 : 16;
    for (
      const line of wrap(
        [label(value, unbroken(formats.period(value.period))), growth(value)].filter(Boolean).join("\u00a0· "),
        width,
        LABEL,
      )
    ) parts.push(text(0, y += 15, "chart-label", line));
    const length = (Math.max(0, numberOf(value)) / most) * longest || 0;
    parts.push(
      rect(0, y + 13 - height / 2, length, height, value),
      text(length + 7, y + 17.5, "chart-value", beside[i]),
    );
    y += 30;
  });
  return chart(width, y, spoken(indicator), parts);
}

/**
 * Two indicators of opposite direction: bars to both sides of one axis, a row for each period.
 * @param {Indicator[]} pair
 * @param {Citations} refs
 * @param {number} width
 */
export function mirrored(pair, refs, width) {
  const sides = pair.map(drawn);
  const most = Math.max(...sides.flat().map(numberOf));
  const half = width / 2;
  const rows = [];
  for (const period of [...new Set(sides.flat().map((value) => value.period))].sort()) {
    const [left, right] = sides.map((side) => side.filter((value) => value.period === period));
    for (let i = 0; i < Math.max(left.length, right.length); i++) rows.push([left[i], right[i]]);
  }
  /** @type {Element[]} */
  const parts = [];
  let y = 0;
  for (const row of rows) {
    const both = row.filter(Boolean);
    const names = [...new Set(both.map((value) => i18n.version(value, "label")[0]))];
    const title = [...names, unbroken(formats.period(both[0].period))].filter(Boolean).join("\u00a0· ");
    for (const line of wrap(title, width, LABEL)) parts.push(text(half, y += 15, "chart-label chart-middle", line));
    y += 5;
    let lines = 0;
    row.forEach((value, side) => {
      if (!value) return;
      const length = (Math.max(0, numberOf(value)) / most) * (half - 2) || 0;
      parts.push(rect(side ? half + 1 : half - 1 - length, y, length, 16, value));
      const below = wrap(`${amountOf(value, pair[side].unit)}\u00a0${refs.of(value)}`, half - 8, VALUE).map((
        line,
      ) => [line, "chart-value"]);
      if (growth(value)) below.push([growth(value), "chart-label"]);
      lines = Math.max(lines, below.length);
      below.forEach(([line, name], i) =>
        parts.push(text(half + (side ? 7 : -7), y + 31 + i * 16, name + (side ? "" : " chart-end"), line))
      );
    });
    parts.push(svg("path", {d: `M${half} ${y - 2}V${y + 20 + lines * 16}`, class: "chart-axis"}));
    y += 30 + lines * 16;
  }
  return chart(width, y, pair.map(spoken).join(". "), parts);
}

/**
 * @param {IndicatorValue} options
 * @param {string} unit
 */
export const amountOf = ({value, qualifier}, unit) => formats.amount(value ?? NaN, unit, qualifier);
