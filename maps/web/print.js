// Printing: the map with legend, title, date, the list of what is visible and its sources; or one project on a page. An
// open table is printed by itself.

/** @import {Document} from "./records.ts" */
/** @import {Citing, Project} from "./types.ts" */
import {byId, el} from "./core/dom.js";
import * as formats from "./core/formats.js";
import * as i18n from "./core/i18n.js";
import {t, textEl} from "./core/i18n.js";
import {drawMarker, signs, statusSample, swatch} from "./core/icons.js";
import {page} from "./core/page_data.js";
import {codeName, statusHeld, whereabouts} from "./core/terms.js";
import {statusStyle} from "./core/theme.js";
import * as urlState from "./core/url_state.js";
import * as selection from "./data/selection.js";
import {facets} from "./data/selection.js";
import {store} from "./data/store.js";
import {showProject} from "./map/places.js";
import {home} from "./map/home.js";
import {borrowView, map} from "./map/viewport.js";
import {renderCard} from "./panel/card_content.js";
import {subject, tabShown} from "./panel/panel.js";
import {sourceList} from "./panel/source_list.js";

/** @type {Project | null} */
let only = null;

/**
 * @param {Project} project
 * @param {(record: Citing) => string} cited
 */
function line(project, cited) {
  const status = i18n.listed([codeName("status", project.status), statusHeld(project)]);
  return el(
    "li",
    {},
    drawMarker(project, {onLine: !project.geometry, size: 28}),
    el(
      "div",
      {},
      textEl("b", project, "name"),
      el("span", {class: "refs"}, cited(project)),
      el("div", {}, [status, whereabouts(project)].filter(Boolean).join(" · ")),
    ),
  );
}

/**
 * Every source once, and for a project the numbers of its own.
 * @param {Project[]} projects
 */
function citations(projects) {
  /** @param {Document} options */
  const idOf = ({title, url}) => title + "\n" + url;
  const documents = new Map(projects.flatMap(({sources = []}) => sources).map((source) => [idOf(source), source]));
  const numbers = new Map([...documents.keys()].map((id, i) => [id, i + 1]));
  /** @param {Citing} options */
  const cited = ({sources = []}) =>
    i18n.listed(sources.map((source) => numbers.get(idOf(source))).sort((a = 0, b = 0) => a - b));
  return {sources: [...documents.values()], cited};
}

/** @param {Project[]} projects */
function legend(projects) {
  /** @param {string} facet */
  const codes = (facet) =>
    store.codes(facet).filter((code) => projects.some((project) => facets[facet](project).includes(code)));
  const lines = projects.filter(({geometry}) => geometry?.type.endsWith("LineString"));
  /** @type {Record<string, unknown>} */
  const mapSigns = {
    line_schematic: lines.some(({route}) => route === "schematic"),
    line_planned: lines.some(({status}) => statusStyle(status).fill === "empty"),
    line_air: lines.some(({route}) => route === "great_circle"),
    group: document.querySelector(".mark-count"),
  };
  /**
   * @param {Node} sign
   * @param {string} name
   */
  const entry = (sign, name) => el("span", {}, sign, name);
  return el(
    "div",
    {class: "print-legend"},
    ...codes("sector").map((code) => entry(swatch(code), codeName("sector", code))),
    ...codes("status").map((code) => entry(statusSample(code, 16), codeName("status", code))),
    ...Object.keys(signs).filter((code) => codes("precision").includes(code)).map((code) =>
      entry(signs[code](), codeName("precision", code))
    ),
    ...Object.keys(mapSigns).filter((key) => mapSigns[key]).map((key) => entry(signs[key](), t("legend." + key))),
  );
}

function head() {
  const {layer} = page;
  return el(
    "header",
    {class: "print"},
    textEl("h1", layer, "title"),
    layer.as_of ? el("p", {}, formats.asOf("page.as_of", layer.as_of)) : null,
  );
}

function sheet() {
  if (only) return el("section", {class: "print"}, renderCard(only));
  // The figures and the events are printed as they stand, but for their sources, which paper cannot unfold.
  if (/figures|events/.test(tabShown())) {
    const copy = /** @type {Element} */ (byId("panel-body").cloneNode(true));
    for (const sources of copy.querySelectorAll("details")) sources.open = true;
    return el("section", {class: "print print-tab"}, ...copy.children);
  }
  const projects = store.ordered().slice(0, 1000).filter((project) => store.need([project]));
  const {sources, cited} = citations(projects);
  const credits = el(
    "p",
    {class: "print-credits"},
    page.imprint[i18n.languages.indexOf(i18n.language)].citation + " " +
      page.credits.map((key) => t(key)).join(". "),
  );
  return el(
    "section",
    {class: "print"},
    legend(projects),
    el("ul", {class: "print-list"}, ...projects.map((project) => line(project, cited))),
    sources.length ? el("div", {class: "print-sources"}, el("h2", {}, t("card.sources")), sourceList(sources)) : null,
    credits,
  );
}

export function startPrint() {
  /** @type {{center: L.LatLng, zoom: number, bounds: L.LatLngBounds} | null} */
  let view = null;
  // The map is laid out for the paper before the browser takes its picture, and as it was again after that.
  addEventListener("beforeprint", () => {
    // The view of the paper is not the reader's: it does not go into the address.
    borrowView(true);
    const open = /** @type {Project | null} */ (subject());
    if (open?.id) only = open;
    view = {center: map.getCenter(), zoom: map.getZoom(), bounds: map.getBounds()};
    document.body.classList.add("printing");
    document.body.classList.toggle("print-one", Boolean(only));
    document.body.classList.toggle("print-unplaced", Boolean(only && !only.geometry));
    document.body.prepend(head());
    document.body.append(sheet());
    map.invalidateSize({animate: false, pan: false});
    if (only) {
      selection.spotlight([only]);
      showProject(only, false);
    } else if (urlState.get("view")) map.fitBounds(view.bounds, {animate: false});
    else home();
  });
  addEventListener("afterprint", () => {
    for (const part of document.querySelectorAll("body > .print")) part.remove();
    document.body.classList.remove("printing", "print-one", "print-unplaced");
    if (only && !document.body.classList.contains("presenting")) selection.spotlight(null);
    only = null;
    const back = () => {
      map.invalidateSize({animate: false, pan: false});
      if (view) map.setView(view.center, view.zoom, {animate: false});
    };
    back();
    // The screen may have its size again only with the next frame.
    requestAnimationFrame(() => {
      back();
      borrowView(document.body.classList.contains("presenting"));
    });
  });
}

/** @param {Project} project */
export function printCard(project) {
  only = project;
  print();
}
