// The projects on the map: round marks for points, lines for routes, below them how far places may be off.

/** @import {Below, Layout, MapPoint, Mark} from "../map_types.ts" */
/** @import {Project} from "../types.ts" */
import {allPoints, isVague, spokenName} from "./places.js";
import {el} from "../core/dom.js";
import {on, openCard} from "../core/events.js";
import * as formats from "../core/formats.js";
import * as i18n from "../core/i18n.js";
import {countBadge, drawMarker} from "../core/icons.js";
import {L} from "../core/leaflet.js";
import {precisionStyle} from "../core/theme.js";
import {store} from "../data/store.js";
import {crowdNames, crowdRing} from "./crowd_ring.js";
import {drawWaiting, isInsetStale, startCrowding, useInset} from "./crowding.js";
import {isChosen, isFirstTap, relight, startHighlight} from "./highlight.js";
import {afterMove, again, wholly} from "./paced.js";
import {FormerMarks, keep, waitForFocus} from "./former_marks.js";
import {clearLeaders, drawLeader, startLeaders} from "./leaders.js";
import {drawLines, startRoutes} from "./routes.js";
import {big, covers, map} from "./viewport.js";

// How marks are laid out: those of few projects, or the dots of a large layer.
/** @type {Layout} */
let layout;
/** @type {MapPoint[]} */
let points;
/** @type {L.LayerGroup} */
let marksGroup;
/** @type {Mark[]} */
let marks = [];

// The width of a mark in pixels: smaller where the whole region has to go into a phone's width.
const size = () => (map.getZoom() < 4.2 ? 24 : 28) * big;

// The width of its drawing, which reaches beyond it.
const drawnSize = () => (36 * size()) / 28;

/** @param {string} id */
const focusOf = (id) => marks.find((mark) => mark.projects.some((project) => project.id === id))?.marker?.getElement();

/**
 * @param {Mark} mark
 * @param {L.DivIcon} icon
 * @param {string[]} names
 * @param {() => void} act
 */
function addMarker(mark, icon, names, act) {
  const marker = mark.marker = L.marker(map.layerPointToLatLng(mark.moved), {
    icon,
    riseOnHover: true,
    keyboard: true,
    autoPanOnFocus: false,
  });
  marker.on("click", act);
  marker.on("keypress", ({originalEvent}) => {
    if (originalEvent.key === "Enter" || originalEvent.key === " ") act();
  });
  marker.addTo(marksGroup);
  const element = /** @type {HTMLElement} */ (marker.getElement());
  element.setAttribute("aria-label", names.join("; "));
  if (mark.crowd) element.title = names.join("\n");
  element.dataset.id = mark.projects.map(({id}) => id).join(" ");
  // A mark that the Tab key has reached is seen: not outside the window, not under the panel.
  element.addEventListener("focus", () => {
    if (!element.matches(":focus-visible")) return;
    const {left, top, right, bottom} = covers();
    map.panInside(marker.getLatLng(), {
      paddingTopLeft: [left + 28, top + 48],
      paddingBottomRight: [right + 28, bottom + 28],
    });
  });
}

/**
 * Many marks gathered in one: how many projects, and of which sectors; opens out as one zooms in.
 * @param {Mark} mark
 */
function drawCrowd(mark) {
  const width = Math.min(48, size() + 4 * Math.log10(mark.projects.length) ** 2);
  const icon = L.divIcon({
    className: "mark mark-crowd",
    html: crowdRing(mark.projects, el("span", {}, formats.number(mark.projects.length))),
    iconSize: [width, width],
  });
  addMarker(
    mark,
    icon,
    crowdNames(mark.projects),
    () =>
      map.flyToBounds(L.latLngBounds((mark.crowd || []).map(({at}) => at)).pad(0.2).extend(mark.at.toBounds(20_000)), {
        maxZoom: map.getMaxZoom(),
        duration: 0.4,
      }),
  );
}

/** @param {Mark} mark */
function drawMark(mark) {
  const [project] = mark.projects;
  const at = map.layerPointToLatLng(mark.moved);
  const foot = precisionStyle(project.precision).sign === "pin" && !mark.onLine &&
    mark.moved.distanceTo(mark.pixel) < 2;
  const node = drawMarker(project, {foot, onLine: mark.onLine, size: drawnSize()});
  if (isSeen) addBadge(mark, node);
  const scale = size() / 28;
  const lift = foot ? 22 * scale : 0;
  // What a finger hits is the disc alone, so that no mark lies over its neighbour; the drawing reaches beyond it.
  const icon = L.divIcon({
    className: "mark",
    html: node,
    iconSize: [size(), size()],
    iconAnchor: [size() / 2, size() / 2 + lift],
  });
  addMarker(mark, icon, mark.projects.map(spokenName), () =>
    isFirstTap() || openCard(project, {
      anchor: {at, lift: lift + 16},
      among: mark.onLine ? [project] : visibleIn(mark),
      focusBack: () => focusOf(project.id) ?? (Number.isNaN(zoom) ? waitForFocus(project.id) : null),
    }));
  mark.foot = foot;
}

/**
 * All visible projects of the mark's place, those that the mark itself stands for first.
 * @param {Mark} mark
 */
function visibleIn(mark) {
  const others = mark.place.flatMap((point) => point.projects).filter(store.isOnMap);
  return [...new Set([...mark.projects, ...others])];
}

// The zoom that all marks are drawn for, and how often they were laid out: what is drawn of an earlier layout ends.
let [zoom, layouts] = [NaN, 0];

// Whether the browser has painted the first marks: what lies below them is drawn from then on.
let isSeen = false;
/** @type {Below | null | undefined} */
let below;

function drawBelow() {
  if (isSeen && below) below.draw(marks, size() / 2);
  else drawWaiting();
}

/**
 * Of how many projects a mark is. The first marks have it later: for its one letter the browser would look for a font.
 * @param {Mark} mark
 * @param {Element | null | undefined} drawing
 */
function addBadge({projects}, drawing) {
  if (projects.length > 1) drawing?.append(...countBadge(projects.length, drawnSize()));
}

/**
 * Takes what lies below the marks; gives whether some have waited for it.
 * @param {Below | null} [more]
 */
function useBelow(more) {
  if (below !== more) more?.start();
  below = more;
  return useInset(below?.placeInset);
}

/**
 * Draws what lies below the first marks, their numbers, and those that have waited.
 * @param {Below | null} [more] none where it cannot be unpacked
 */
export function completeMarks(more) {
  isSeen = true;
  for (const mark of marks) if (!mark.crowd) addBadge(mark, mark.marker?.getElement()?.firstElementChild);
  if (useBelow(more)) wholly(drawingMarks(marks));
  else drawBelow();
  drawLines();
}

/** @param {Mark[]} [drawn] marks that stay where they are to stand again */
function* drawingMarks(drawn = []) {
  zoom = NaN;
  const current = ++layouts;
  const laidOut = yield* layout.marksOf(points, size());
  if (current !== layouts) return;
  marks = laidOut;
  for (const mark of marks) keep(mark, drawn);
  const former = new FormerMarks(marksGroup, marks);
  clearLeaders();
  drawBelow();
  for (const mark of marks) {
    if (current !== layouts) return;
    if (!mark.marker) (mark.crowd ? drawCrowd : drawMark)(mark);
    drawLeader(mark);
    former.replace(/** @type {L.Marker} */ (mark.marker));
    yield;
  }
  former.end(focusOf);
  zoom = map.getZoom();
  relight();
}

function draw() {
  wholly(drawingMarks());
  layout.drawButtons();
  drawLines();
}

/** Pixels of the ring round a chosen mark. @param {Mark} mark */
const ringOf = ({projects}) => (isChosen(projects) ? RING : 0);

// What labels keep clear of, in layer pixels [left, top, right, bottom]: the marks, and small steps along the lines.
export const markerBoxes = () =>
  marks.flatMap((mark) => {
    const {moved, foot, projects, onLine, crowd} = mark;
    const half = ((isVague(projects[0]) && !onLine) || crowd ? size() * 0.69 : size() / 2 + 1) + ringOf(mark);
    const y = moved.y - (foot ? (22 * size()) / 28 : 0);
    const box = [moved.x - half, y - half, moved.x + half, moved.y + half];
    const badge = [moved.x + 2, y - size() * 0.7, moved.x + size() * 0.72, y];
    return projects.length > 1 && !crowd ? [box, badge] : [box];
  }).concat(layout.boxes());

/**
 * Whether a project lies in a town: its place begins with the town's name, and it is known that well.
 * @param {Project} project
 * @param {string} town
 */
const isIn = (project, town) =>
  !isVague(project) && i18n.version(project, "place")[0].split(",")[0].toLowerCase().includes(town.toLowerCase());

/**
 * The mark of a project of a town, and how far from its middle the town's name has to keep.
 * @param {L.Point} point
 * @param {string} town
 */
export function markerAt(point, town) {
  const mark = marks.find(({pixel, onLine, projects}) =>
    !onLine && pixel.distanceTo(point) < 8 && projects.some((project) => isIn(project, town))
  );
  return mark && !mark.crowd
    ? {moved: mark.moved, reach: isVague(mark.projects[0]) ? size() * 0.69 + 2 : size() / 2 + 3}
    : null;
}

// How far the ring round a chosen mark reaches beyond it (page.css).
const RING = 12;

// Of more marks than this none is named on the map.
const MANY_NAMES = 40;

/** The marks of one project each: its name, where they stand, and how far from there the name keeps. */
export const namedMarks = () =>
  marks.length > MANY_NAMES ? [] : marks.filter(({projects, crowd}) => projects.length === 1 && !crowd).map((mark) => ({
    name: i18n.version(mark.projects[0], "name")[0],
    at: mark.at,
    inset: mark.onMap && mark.pixel,
    moved: mark.moved.subtract([0, mark.foot ? (22 * size()) / 28 : 0]),
    reach: (isVague(mark.projects[0]) && !mark.onLine ? size() * 0.69 : size() / 2) + 3 + ringOf(mark),
  }));

/**
 * Where the mark of a project stands, or null when it has none.
 * @param {Project} project
 */
export function anchorOf(project) {
  const mark = marks.find(({projects}) => projects.includes(project));
  return mark?.marker ? {at: mark.marker.getLatLng(), lift: mark.foot ? 38 : 16} : layout.anchorOf(project);
}

/**
 * @param {Layout} layoutOfMarks
 * @param {Below | null} more what lies below the marks, where it has been read
 */
export function startMarkers(layoutOfMarks, more) {
  layout = layoutOfMarks;
  marksGroup = L.layerGroup().addTo(map);
  startCrowding();
  startLeaders();
  // The drawings below the marks say nothing that the marks do not.
  map.getPane("overlayPane")?.setAttribute("aria-hidden", "true");
  if (more) useBelow(more);
  points = allPoints();
  layout.places(points);
  afterMove(() => {
    if (layout.isMany(points) || zoom !== map.getZoom() || isInsetStale()) return drawingMarks();
  });
  afterMove(layout.drawButtons);
  startRoutes(layout.shapes);
  on("layout", () => isInsetStale() && draw());
  on("filter language spotlight", draw);
  on("texts", () => again());
  startHighlight();
  wholly(drawingMarks());
  layout.drawButtons();
}
