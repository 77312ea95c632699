// Key figures, drawn and told: each value with its period and sources, the article's beside those of others.

/** @import {Document, Indicator, IndicatorValue} from "../records.ts" */
/** @import {Citations, Citing, Translated} from "../types.ts" */
import {el} from "../core/dom.js";
import * as formats from "../core/formats.js";
import * as i18n from "../core/i18n.js";
import {t, textEl} from "../core/i18n.js";
import {page} from "../core/page_data.js";
import {amountOf, bars, drawn, isArticle, isOf, kindOf, label, mirrored, numberOf, values} from "./chart_drawing.js";
import {sourceList} from "./source_list.js";

/**
 * The sources of some values, each once, and what stands beside a value to point at them: ¹ ².
 * @param {Citing[]} list
 */
function citations(list) {
  /** @param {Document} source */
  const idOf = (source) => [source.title, source.url].join("\n");
  const sources = new Map(list.flatMap((value) => value.sources || []).map((source) => [idOf(source), source]));
  const keys = [...sources.keys()];
  /** @param {number} n */
  const raised = (n) => {
    const written = i18n.digits(n);
    // Digits other than ours have no raised ones.
    return written === String(n) ? written.replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]) : `[${written}]`;
  };
  return {
    list: [...sources.values()],
    /** @param {Citing} value */
    of: (value) => (value.sources || []).map((source) => raised(keys.indexOf(idOf(source)) + 1)).join("\u2009"),
  };
}

/**
 * The same in a narrow column, where a short date stays on one line.
 * @param {IndicatorValue} value
 */
function caption(value) {
  const period = formats.period(value.period);
  const [before, after] = label(value).split(period);
  return el(
    "span",
    {class: "small"},
    before,
    after === undefined ? null : el("span", {class: period.length < 17 ? "keep" : null}, period),
    after,
  );
}

/**
 * The number of a quantity in large type, the words before and after it small.
 * @param {IndicatorValue} value
 * @param {Indicator} indicator
 * @param {Citations} refs
 */
function tile(value, indicator, refs) {
  const quantity = amountOf(value, indicator.unit);
  const [number] = formats.digitsIn(quantity);
  const [before, after] = quantity.split(number);
  return el(
    "li",
    {class: "tile " + kindOf(value).split(" ")[0]},
    el("span", {}, before.trim()),
    el("b", {}, number),
    el("span", {}, after.trim(), "\u00a0", refs.of(value)),
    caption(value),
  );
}

/**
 * The article's fullest count, that of the others (parts of it and shorter periods are smaller), and the goal.
 * @param {Indicator} indicator
 * @param {Citations} refs
 */
function headline(indicator, refs) {
  const actual = values(indicator).filter(isOf("actual"));
  const whole = actual.some((value) => !value.direction) ? actual.filter((value) => !value.direction) : actual;
  /** @param {IndicatorValue[]} list */
  const largest = (list) => [...list].sort((a, b) => numberOf(b) - numberOf(a))[0];
  return [
    largest(whole.filter(isArticle)),
    largest(whole.filter((value) => !isArticle(value))),
    values(indicator).find(isOf("goal")),
  ]
    .filter((value) => value !== undefined).map((value) => tile(value, indicator, refs));
}

/**
 * @param {IndicatorValue} value
 * @param {Translated} record
 * @param {Citations} refs
 */
function note(value, record, refs) {
  const way = value.direction && value.direction.split("-").map(i18n.country).join(" → ");
  return el(
    "p",
    {},
    el("b", {}, [way, label(value)].filter(Boolean).join(" · ")),
    "\u00a0",
    refs.of(value),
    el("br"),
    textEl("span", record, "text"),
  );
}

/**
 * Which values contradict others, and apart from that what a reader must know about a value.
 * @param {IndicatorValue[]} all
 * @param {Citations} refs
 */
function notes(all, refs) {
  const counted = all.filter(isOf("actual", "goal"));
  const disputed = counted.flatMap((value) => (value.disputes || []).map((dispute) => note(value, dispute, refs)));
  const noted = counted.filter((value) => i18n.version(value, "text")[0]).map((value) => note(value, value, refs));
  return [
    disputed.length ? el("div", {class: "disputes"}, el("h3", {}, t("card.disputes")), ...disputed) : null,
    noted.length ? el("div", {class: "noted"}, ...noted) : null,
  ];
}

/**
 * Told and never drawn: what is permitted has not happened, and a ratio has no number of its own.
 * @param {IndicatorValue} value
 * @param {Indicator} indicator
 * @param {Citations} refs
 */
function toldOnly(value, indicator, refs) {
  if (value.kind === "ratio") return el("p", {class: "ratio"}, textEl("span", value, "text"), "\u00a0", refs.of(value));
  return el(
    "div",
    {class: "permitted"},
    el("p", {}, label(value), ": ", el("b", {}, amountOf(value, indicator.unit)), "\u00a0", refs.of(value)),
    textEl("p", value, "text", {class: "small"}),
  );
}

/**
 * @param {Indicator[]} group
 * @param {number} width
 */
function section(group, width) {
  const all = group.flatMap(values);
  const refs = citations(all);
  const two = group.length > 1;
  const others = group.flatMap((indicator) =>
    values(indicator).filter((value) => value.kind === "ratio" || isOf("permitted")(value)).map((value) =>
      toldOnly(value, indicator, refs)
    )
  );
  return el(
    "section",
    {
      class: "indicator" + (two ? " indicator-pair" : ""),
      "data-indicator": group.map((indicator) => indicator.id).join(" "),
    },
    ...group.map((indicator) => textEl("h2", indicator, "name")),
    el(
      "ul",
      {class: "tiles-of"},
      ...(two ? group.map((indicator) => headline(indicator, refs).at(-1)) : headline(group[0], refs)),
    ),
    two ? mirrored(group, refs, width) : bars(group[0], refs, width),
    ...others,
    ...notes(all, refs),
    refs.list.length
      ? el(
        "details",
        {class: "sources"},
        el("summary", {}, `${t("card.sources")} (${formats.number(refs.list.length)})`),
        sourceList(refs.list),
      )
      : null,
  );
}

/**
 * Indicators of one unit and of opposite directions, such as visits both ways, belong together.
 * @param {Indicator[]} indicators
 */
function groups(indicators) {
  /** @param {Indicator} indicator */
  const way = (indicator) => {
    const ways = new Set(drawn(indicator).map((value) => value.direction));
    return ways.size === 1 ? [...ways][0] : null;
  };
  /** @type {Indicator[][]} */
  const grouped = [];
  for (const indicator of indicators) {
    const back = way(indicator)?.split("-").reverse().join("-");
    const other = back &&
      grouped.find((group) => group.length === 1 && group[0].unit === indicator.unit && way(group[0]) === back);
    if (other) other.push(indicator);
    else grouped.push([indicator]);
  }
  return grouped;
}

function key() {
  /**
   * @param {string} name
   * @param {string} kind
   */
  const sample = (name, kind) => el("li", {}, el("span", {class: "key-sample " + kind}), t(name));
  return el(
    "ul",
    {class: "key", "aria-hidden": "true"},
    sample("figures.article", "bar-article"),
    sample("figures.others", "bar-others"),
    sample("figures.part", "bar-others bar-part"),
    sample("figures.goal", "bar-goal"),
  );
}

/**
 * Charts are drawn in real pixels, so that their texts keep their size: anew when the panel gets another width.
 * @param {HTMLElement} body
 */
const widthIn = (body) => Math.round(Math.max(240, Math.min(460, body.offsetWidth - 48)));

/** @type {{node: HTMLElement, width: number, language: string} | null} */
let drawnFor = null;

const resized = new ResizeObserver(([entry]) => {
  const target = /** @type {HTMLElement} */ (entry.target);
  if (drawnFor?.node.isConnected && drawnFor.width !== widthIn(target)) drawFigures(target);
});

/** @param {HTMLElement} body */
export function drawFigures(body) {
  const {indicators} = page;
  const width = widthIn(body);
  resized.observe(body);
  // The reader's filters change nothing here: what is unfolded stays so.
  if (drawnFor?.node.isConnected && drawnFor.width === width && drawnFor.language === i18n.language) return;
  const node = el(
    "div",
    {class: "indicators"},
    ...(indicators.length
      ? [key(), ...groups(indicators).map((group) => section(group, width))]
      : [el("p", {class: "nothing"}, t("panel.nothing"))]),
  );
  drawnFor = {node, width, language: i18n.language};
  body.replaceChildren(node);
}
