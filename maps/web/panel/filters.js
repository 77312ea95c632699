// The legend: every sign explained, and every entry a switch with its count; years and the article's own projects too.

import {el} from "../core/dom.js";
import * as formats from "../core/formats.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {signs, statusSample, swatch} from "../core/icons.js";
import {filterFields, isOwnKey, OWN} from "../core/own_fields.js";
import {page} from "../core/page_data.js";
import {codeName} from "../core/terms.js";
import {oldStatuses} from "./lede.js";
import {sourceList} from "./source_list.js";
import * as selection from "../data/selection.js";
import {store} from "../data/store.js";

/**
 * @param {string} facet
 * @param {string} code
 * @param {Node[]} counts
 * @param {Node} [drawing]
 */
function switchOf(facet, code, counts, drawing) {
  const button = el(
    "button",
    {
      type: "button",
      class: "switch",
      "aria-pressed": String(selection.isOn(facet, code)),
      "data-field": facet,
      "data-code": code,
      "data-key": `switch-${facet}-${code}`,
      on: {click: () => selection.toggle(facet, code)},
    },
    drawing,
    el("span", {class: "switch-name"}, codeName(facet, code)),
    ...counts,
  );
  const only = el("button", {
    type: "button",
    class: "text-button only",
    "data-key": `only-${facet}-${code}`,
    "aria-label": t("filter.only_this", {name: codeName(facet, code)}),
    on: {click: () => selection.only(facet, [code])},
  }, t("filter.only"));
  return el("li", {class: "switch-row"}, button, only);
}

/**
 * How many projects of all, and where a page counts both of those in view.
 * @param {number} all
 * @param {number} [near]
 */
function countNodes(all, near) {
  const count = el("span", {class: "switch-count"}, formats.number(all));
  if (near === undefined) return [count];
  return [
    el("span", {class: "switch-count switch-near", "aria-hidden": "true"}, formats.number(near)),
    count,
    el("span", {class: "offscreen"}, i18n.comma() + t("split.in_view", {n: near})),
  ];
}

const countHeads = () =>
  el(
    "li",
    {class: "count-heads small", "aria-hidden": "true"},
    el("span", {}, t("split.view")),
    el("span", {}, t("split.all")),
  );

/**
 * @param {string} facet
 * @param {string[]} order
 * @param {(code: string) => Node} [drawing]
 * @param {string} [note]
 */
function switches(facet, order, drawing, note = "") {
  const counts = store.counts(facet);
  const near = store.inView?.(facet);
  const others = [...counts.keys()].filter((code) => code && !order.includes(code));
  const codes = [...order, ...others, ""].filter((code) => counts.has(code));
  // What no project states is no choice, and only a sign of the map needs explaining.
  if (!codes.length || (!drawing && codes.join() === "")) return null;
  /** @param {string} code */
  const countsOf = (code) => countNodes(counts.get(code) ?? 0, near && (near.get(code) ?? 0));
  return el(
    "section",
    {},
    el("h2", {}, t(isOwnKey(facet) ? facet : "filter." + facet)),
    el(
      "ul",
      {class: near ? "switches switches-counted" : "switches"},
      near ? countHeads() : null,
      ...codes.map((code) => switchOf(facet, code, countsOf(code), drawing?.(code))),
    ),
    note ? el("p", {class: "small old"}, note) : null,
  );
}

function explained() {
  const isBundled = store.placed().some(({courses}) => courses);
  const keys = ["line_schematic", "line_planned", "line_air", ...(isBundled ? ["line_bundled"] : []), "group"];
  return el(
    "section",
    {},
    el("h2", {}, t("legend.signs")),
    el(
      "ul",
      {class: "explained"},
      ...keys.map((key) => el("li", {}, signs[key](), el("span", {}, t("legend." + key)))),
    ),
  );
}

// A bar for each year of start and two handles for the range.
function years() {
  const counts = store.yearCounts();
  if (counts.length < 2) return null;
  const [first, last] = [counts[0][0], counts[counts.length - 1][0]];
  const [from, to] = selection.state.years || [first, last];
  const most = Math.max(1, ...counts.map(([, count]) => count));
  const barName = (/** @type {number} */ year, /** @type {number} */ n) => `${i18n.digits(year)}: ${formats.number(n)}`;
  const bars = counts.map(([year, count]) => {
    const bar = el("span", {class: "bar" + (year < from || year > to ? " bar-off" : ""), title: barName(year, count)});
    bar.style.height = (count / most) * 100 + "%";
    return bar;
  });
  /**
   * @param {string} key
   * @param {number} value
   * @param {(value: number) => void} set
   */
  const slider = (key, value, set) =>
    el(
      "label",
      {},
      el("span", {class: "small"}, t(key)),
      el("input", {
        type: "range",
        min: first,
        max: last,
        value,
        "data-key": key,
        on: {change: (/** @type {Event} */ {target}) => set(Number(/** @type {HTMLSelectElement} */ (target).value))},
      }),
      el("output", {}, i18n.digits(value)),
    );
  /**
   * @param {number} a
   * @param {number} b
   */
  const set = (a, b) => selection.setYears(a <= first && b >= last ? null : [Math.min(a, b), Math.max(a, b)]);
  const without = store.withoutYear();
  return el(
    "section",
    {class: "years"},
    el("h2", {}, t("filter.years")),
    el("div", {
      class: "histogram",
      role: "img",
      "aria-label": i18n.listed(counts.map(([year, count]) => barName(year, count))),
    }, ...bars),
    el(
      "p",
      {class: "small histogram-ends", "aria-hidden": "true"},
      el("span", {}, i18n.digits(first)),
      el("span", {}, i18n.digits(last)),
    ),
    slider("filter.from", from, (value) => set(value, to)),
    slider("filter.to", to, (value) => set(from, value)),
    without ? el("p", {class: "small"}, t("filter.no_year", {n: without})) : null,
  );
}

// Which projects the article names, and which article that is.
function articleSwitches() {
  const [section, article] = [switches("article", page.codes.article), page.article];
  if (section && article) section.append(el("div", {class: "small article-source"}, sourceList([article])));
  return section;
}

/** @param {object} styles */
const codesOf = (styles) => Object.keys(styles).filter(Boolean);

/** @param {HTMLElement} body */
export function drawFilters(body) {
  const {theme} = page;
  const n = store.count;
  body.replaceChildren(...[
    el(
      "div",
      {class: "shown"},
      el("p", {class: "small"}, t("legend.shown", {n, shown: store.visible().length})),
      selection.isFiltered()
        ? el(
          "button",
          {type: "button", class: "text-button", "data-key": "all", on: {click: selection.showAll}},
          t("legend.all"),
        )
        : null,
    ),
    switches("sector", codesOf(theme.sectors), swatch),
    switches("status", codesOf(theme.statuses), (code) => statusSample(code, 18), oldStatuses()),
    switches("precision", page.codes.precision, (code) => signs[Object.hasOwn(signs, code) ? code : ""]()),
    explained(),
    switches("country", page.focus),
    ...filterFields.map(([name]) => switches(OWN + name, i18n.codesUnder(`${OWN}${name}.`))),
    years(),
    articleSwitches(),
  ].filter((part) => part !== null));
}
