// What is told: the stops of data/story.json, else every placed project from north to south, and how each is worded.

/** @import {KeyFigure} from "../records.ts" */
/** @import {Citing, LargeNumber, Project, Stop, StopFields} from "../types.ts" */
import {isOld} from "../core/age.js";
import {el} from "../core/dom.js";
import * as formats from "../core/formats.js";
import * as i18n from "../core/i18n.js";
import {t, textEl} from "../core/i18n.js";
import {drawMarker} from "../core/icons.js";
import {L} from "../core/leaflet.js";
import {onMap} from "../core/longitudes.js";
import {page} from "../core/page_data.js";
import {codeName, precisionText, publisherOf, reachTexts, statusHeld, unplacedReason} from "../core/terms.js";
import {statusStyle} from "../core/theme.js";
import {store} from "../data/store.js";
import {frame} from "../map/home.js";

/** @param {any} options */
const middle = (
  {type, coordinates},
) => (type === "Point"
  ? coordinates[1]
  : L.geoJSON(/** @type {any} */ ({type, coordinates})).getBounds().getCenter().lat);

/**
 * Of a layer without a story: the projects that the reader's choices leave, the placed ones if there are any.
 * @returns {Stop[]}
 */
function byDefault() {
  const all = store.visible().slice(0, 1000);
  const placed = all.filter(({geometry}) => geometry).map((
    project,
  ) => /** @type {[number, Project]} */ ([middle(project.geometry), project]));
  const ordered = placed.length ? placed.sort((a, b) => b[0] - a[0]).map(([, project]) => project) : all;
  return ordered.map((project) => ({id: project.id, heading: [project, "name"], projects: [project]}));
}

/**
 * @param {StopFields} stop
 * @param {number} i
 * @returns {Stop}
 */
const stopOf = (stop, i) => ({
  ...stop,
  id: stop.id || String(i + 1),
  heading: [stop, "title"],
  projects: (stop.projects || []).map(store.get).filter((project) => project !== undefined),
});

/**
 * The area that a stop shows: its own view, else its projects with their surroundings, else everything.
 * @param {Stop} options
 */
export function boundsOf({view, projects}) {
  if (view) {
    const east = view.east < view.west ? view.east + 360 : view.east; // across the 180th meridian
    const turn = onMap((view.west + east) / 2, page.basemap.bounds) - (view.west + east) / 2;
    return L.latLngBounds([view.south, view.west + turn], [view.north, east + turn]);
  }
  const bounds = L.latLngBounds([]);
  for (const {geometry, uncertainty_m: reach = 0} of projects) {
    if (!geometry) continue;
    const own = L.geoJSON(geometry).getBounds();
    bounds.extend(geometry.type === "Point" ? own.getCenter().toBounds(Math.max(700000, reach * 3)) : own.pad(0.05));
  }
  return bounds.isValid() ? bounds : frame;
}

/**
 * A key figure that a stop names, with its indicator; null when there is none.
 * @param {KeyFigure} options
 */
function keyFigure({indicator, period}) {
  const of = page.indicators.find(({id}) => id === indicator);
  const value = of?.values?.find((each) => each.period === period && Number.isFinite(each.value));
  return of && value ? {of, value} : null;
}

/**
 * What is set large: [quantity, what it is, when it held, its share of the largest, whether it is a goal].
 * @param {Stop} options
 * @returns {LargeNumber[]}
 */
function numbersOf({numbers, projects}) {
  if (!numbers) return projects.length === 1 ? ownNumbers(projects[0]) : [];
  const keyFigures = numbers.map(keyFigure).filter((figure) => figure !== null);
  // Values of one indicator are told apart by who says them and when, and compared by length.
  const alone = keyFigures.length > 1 && keyFigures.every(({of}) => of === keyFigures[0].of);
  const most = Math.max(...keyFigures.map(({value}) => value.value ?? 0));
  return keyFigures.map(({of, value}) => {
    const [name, who] = [of, value].map((record, i) => i18n.version(record, i ? "label" : "name")[0]);
    const goal = value.kind === "goal";
    const label = alone ? who || name : [name, who].filter(Boolean).join(" · ");
    return [
      formats.amount(value.value ?? 0, of.unit, value.qualifier),
      label,
      goal ? "" : formats.period(value.period),
      alone ? (value.value ?? 0) / most : 0,
      goal,
    ];
  });
}

/**
 * @param {Project} options
 * @returns {LargeNumber[]}
 */
function ownNumbers({figures = [], value = []}) {
  const sums = value.map((
    record,
  ) => [
    formats.money(record.amount, record.currency, record.qualifier),
    i18n.version(record, "label")[0] || t("card.value"),
    formats.date(record.date),
  ]);
  return [
    ...figures.map((
      record,
    ) => [
      formats.unit(record.value, record.unit, record.qualifier),
      i18n.version(record, "label")[0],
      formats.date(record.date),
    ]),
    ...sums,
  ].slice(0, 2).map(([text, label, date]) => [text, label, date]);
}

/**
 * The digits of a quantity in the largest type, the words around them small.
 * @param {LargeNumber} options
 */
function number([text, label, date, share, goal]) {
  const [digits] = formats.digitsIn(text);
  const [before, after] = text.split(digits);
  const bar = share ? el("i", {class: goal ? "goal" : null}) : null;
  if (bar) bar.style.width = (share ?? 0) * 100 + "%";
  return el(
    "li",
    {},
    bar,
    el("p", {}, el("span", {}, before), el("b", {}, digits), el("span", {}, after)),
    el("p", {class: "stage-label"}, [label, date].filter(Boolean).join(" · ")),
  );
}

/** @param {Project} project */
function dated(project) {
  const {status, status_date: date} = project;
  const held = isOld(date)
    ? statusHeld(project)
    : statusStyle(status).sign === statusStyle("unknown").sign
    ? ""
    : formats.date(date);
  return i18n.listed([codeName("status", status), held]);
}

/**
 * How the place is known; of a line, how its course is.
 * @param {Project} project
 */
const exactness = (project) => i18n.listed([precisionText(project), ...reachTexts(project)]);

/** @param {Project} project */
const sign = (project) => drawMarker(project, {size: 32});

/**
 * One of several: its name and how far it has come; how its place is known is seen on the map.
 * @param {Project} project
 */
function line(project) {
  const state = [dated(project), project.geometry ? "" : t("unplaced.title")].filter(Boolean).join(" · ");
  return el(
    "li",
    {},
    sign(project),
    el("p", {}, textEl("b", project, "name"), el("span", {class: "stage-label"}, state)),
  );
}

/**
 * A lone project: its sign, how far it has come and where it is.
 * @param {Project} project
 */
function lone(project) {
  const place = i18n.version(project, "place")[0];
  const where = [place, exactness(project)].filter(Boolean).join(" · ") || unplacedReason(project);
  return el(
    "ul",
    {class: "stage-projects"},
    el(
      "li",
      {},
      sign(project),
      el(
        "p",
        {},
        el("b", {}, dated(project)),
        el("span", {class: "stage-label"}, where),
      ),
    ),
  );
}

/**
 * Who of each of the layer's own countries takes part.
 * @param {Project} options
 */
function partners({partners: all = []}) {
  /** @param {string} code */
  const of = (code) => all.filter(({country}) => country === code).map((partner) => i18n.version(partner, "name")[0]);
  return page.focus.filter((code) => of(code).length).map((code) =>
    el("p", {class: "stage-text"}, el("span", {class: "stage-label"}, i18n.country(code)), i18n.listed(of(code)))
  );
}

/**
 * Who is cited at a stop, each publisher once, short names first.
 * @param {Stop} stop
 */
export const publishers = (stop) =>
  [...new Set(sourcesOf(stop).map((source) => publisherOf(source) || source.title))].sort((a, b) =>
    a.length - b.length
  );

/** @param {Stop} options */
export function sourcesOf({numbers = [], projects}) {
  const cited = [...numbers.map((figure) => /** @type {Citing} */ (keyFigure(figure)?.value || {})), ...projects]
    .flatMap((
      {sources = []},
    ) => sources);
  return [...new Map(cited.map((source) => [source.title + source.url, source])).values()];
}

/**
 * @param {unknown} isBar
 * @param {number} count
 */
const numbersLook = (isBar, count) => "stage-numbers" + (isBar ? " stage-bars" : count > 2 ? " stage-many" : "");

/**
 * What the audience reads, largest first.
 * @param {Stop} stop
 */
export function caption(stop) {
  const {heading, projects} = stop;
  const numbers = numbersOf(stop);
  const authored = heading[1] === "title";
  return [
    textEl("h1", ...heading),
    numbers.length ? el("ul", {class: numbersLook(numbers[0][3], numbers.length)}, ...numbers.map(number)) : null,
    ...(authored
      ? [i18n.version(stop, "text")[0] ? textEl("p", stop, "text", {class: "stage-text"}) : null]
      : partners(projects[0])),
    projects.length === 1
      ? lone(projects[0])
      : projects.length
      ? el("ul", {class: "stage-projects"}, ...projects.map(line))
      : null,
  ].filter((part) => part !== null);
}

/**
 * What the speaker says: the notes of a stop, else what is known of its project.
 * @param {Stop} stop
 */
export function notes(stop) {
  const [record, field] = stop.heading[1] === "title" ? [stop, "notes"] : [stop.projects[0], "summary"];
  return i18n.version(record, field)[0] ? [textEl("p", record, field)] : [];
}

/** @returns {Stop[]} */
export const stops = () => (page.story.length ? page.story.map(stopOf) : byDefault());
