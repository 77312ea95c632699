// What is claimed and what is found: two lines, and a strip with a square for each project by how sure we are of it.

/** @import {Project} from "../types.ts" */
import {isOld} from "../core/age.js";
import {el} from "../core/dom.js";
import * as formats from "../core/formats.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {page} from "../core/page_data.js";
import {codeName} from "../core/terms.js";
import {statusStyle} from "../core/theme.js";
import * as selection from "../data/selection.js";
import {store} from "../data/store.js";
import {sourceList} from "./source_list.js";

// Up to so many projects have a square each; more are a bar.
const SQUARES = 60;

/** Projects that the article names. */
const claimed = () => page.projects.filter(({article}) => article === "yes" || article === "inferred");

// How many of the statuses that are stated are old today, as a sentence; "" where none is.
export function oldStatuses() {
  const dated = store.statusDates();
  const sum = (/** @type {[unknown, number][]} */ counts) => counts.reduce((all, [, n]) => all + n, 0);
  const old = sum(dated.filter(([date]) => isOld(date)));
  return old ? t("age.statuses", {n: sum(dated), old}) : "";
}

/** The codes of the statuses that projects have, the surest first, with how many there are. */
function counted() {
  const counts = store.counts("status");
  const order = Object.keys(page.theme.statuses).filter(Boolean);
  const codes = [...order, ...[...counts.keys()].filter((code) => !order.includes(code))];
  return codes.filter((code) => counts.has(code)).map((code) => ({code, n: counts.get(code) ?? 0}));
}

/** What is claimed: by the article, which is told below it, or by the layer. */
function claim() {
  const [{article}, n] = [page, store.count];
  if (!article) return el("p", {}, t("lede.all", {n}));
  const date = formats.date(article.date) || i18n.version(article, "publisher")[0];
  return el(
    "details",
    {class: "lede-article"},
    el("summary", {}, t("lede.article", {n, claimed: claimed().length, date})),
    sourceList([article]),
  );
}

/** What is found: how many projects of each status. */
export function findings() {
  const parts = counted().map(({code, n}) =>
    t("lede.count", {n, status: codeName("status", code).toLocaleLowerCase(i18n.language)})
  );
  // A line may end after a dash, and would begin with the space behind it: U+2060 forbids that.
  const statuses = i18n.listed(parts).replaceAll("–\u00a0", "–\u2060\u00a0");
  return el("p", {}, t("lede.found", {statuses}));
}

/** @param {string} code */
function look(code) {
  const {fill, edge, grey, struck} = statusStyle(code);
  return `fill-${fill} edge-${edge}${grey ? " strip-grey" : ""}${struck ? " strip-struck" : ""}`;
}

/**
 * Leaves only a status, or takes that back.
 * @param {string} code
 */
function choose(code) {
  const isAlone = selection.isOn("status", code) && selection.hidden("status").length > 0;
  selection.only("status", isAlone ? [] : [code]);
}

/** The strip: a button for each status, with a square for each of its projects. */
export function strip() {
  const parts = counted();
  // Squares are projects that the page itself holds.
  const bar = page.projects.length === 0 || store.count > SQUARES;
  const visible = new Set(bar ? [] : store.visible().slice());
  /** @param {Project} project */
  const square = (project) =>
    el("i", {
      "data-id": project.id,
      title: i18n.version(project, "name")[0],
      class: visible.has(project) ? null : "off",
    });
  return el(
    "div",
    {class: bar ? "strip strip-bar" : "strip", role: "group", "aria-label": t("lede.title")},
    ...parts.map(({code, n}) => {
      const name = `${codeName("status", code)}: ${formats.number(n)}`;
      const own = page.projects.filter(({status = ""}) => status === code);
      const button = el("button", {
        type: "button",
        class: "strip-part " + look(code),
        title: bar ? name : null,
        "aria-label": name,
        "aria-pressed": String(selection.hidden("status").length > 0 && selection.isOn("status", code)),
        "data-key": "strip-" + code,
        on: {click: () => choose(code)},
      }, ...(bar ? [el("i", {class: selection.isOn("status", code) ? null : "off"})] : own.map(square)));
      if (bar) button.style.flexGrow = String(n);
      return button;
    }),
  );
}

/** The lines and the strip. */
export const lede = () => [claim(), findings(), strip()];
