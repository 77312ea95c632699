// Names on the base map in the reader's language: they come by zoom and never touch a mark or each other.

/** @import {Box, LabelSpot, MapLabel} from "../map_types.ts" */
/** @import {Position} from "../types.ts" */
import {el, svg} from "../core/dom.js";
import {on} from "../core/events.js";
import * as i18n from "../core/i18n.js";
import {L} from "../core/leaflet.js";
import {page} from "../core/page_data.js";
import {countryPlaces} from "./country_names.js";
import {fontOf, free, lead, offLines, offsets, room, sizeOf} from "./label_layout.js";
import {holds, insetNow} from "./crowding.js";
import {lineSquares, squaresIn} from "./line_squares.js";
import {afterMove, again, atOnce} from "./paced.js";
import {isStop} from "./routes.js";
import {markerAt, markerBoxes, namedMarks} from "./markers.js";
import {areTilesShown} from "./tiles.js";
import {big, controls, map, silentPane} from "./viewport.js";

const base = page.basemap;
const leads = svg("svg", {class: "label-leads"});
/** @type {HTMLElement} */
let pane;
// How far from its dot, in pixels, a town's name stands; a capital is named even where marks crowd around it.
const REACHES = [7, 17, 26, 36, 50];

// Pixels from a town within which a project of its name stands for it.
const AT_TOWN = 30;

/** @param {{name: Record<string, string>}} thing */
const nameOf = (thing) => thing.name[i18n.language] ?? thing.name[i18n.languages[0]];

/**
 * A name in lines of some two dozen letters, "" for one that has no room in three.
 * @param {string} name
 * @param {number} [longest] letters of a line at most, unless a word has more
 * @param {number} [most] lines at most
 */
function inLines(name, longest = 22, most = 3) {
  /** @type {string[]} */
  const lines = [];
  for (const word of name.split(" ")) {
    const last = lines.length - 1;
    if (last < 0 || (lines[last] + word).length > longest) lines.push(word);
    else lines[last] += " " + word;
  }
  return lines.length > most ? "" : lines.join("\n");
}

const isAlike = (/** @type {string} */ name, /** @type {string} */ other) =>
  name.length === other.length && name.toLowerCase() === other.toLowerCase();

/**
 * @param {L.LatLng} at
 * @param {Position} town
 */
const isNear = (at, [lon, lat]) => map.latLngToLayerPoint(at).distanceTo(map.latLngToLayerPoint([lat, lon])) < AT_TOWN;

/**
 * What may be labelled, the most important first: {text, at, kind, beside}: towns stand beside their dot.
 * @param {number} zoom
 */
function candidates(zoom) {
  /** @type {MapLabel[]} */
  const labels = [];
  const inset = insetNow();
  /**
   * @param {number} order
   * @param {string} kind
   * @param {any} thing
   * @param {Position} at
   */
  const add = (order, kind, thing, at) =>
    labels.push({order, kind, at: L.latLng(at[1], at[0]), text: nameOf(thing), beside: thing.at !== undefined});
  // In a browser that cannot unpack them there are no names.
  for (const country of base.countries.filter(({name}) => name)) {
    if (country.rings) {
      add(0, "focus", country, country.label);
      labels[labels.length - 1].code = country.code;
    } else if (zoom >= 3.4) {
      add(0.5, "country", country, country.label);
      labels[labels.length - 1].room = country.room;
    }
  }
  const marks = namedMarks();
  for (const place of base.places) {
    if (marks.some(({name, at}) => isAlike(name, nameOf(place)) && isNear(at, place.at))) continue;
    if (zoom >= page.theme.towns[place.rank]) {
      add(
        place.capital === "country" ? 0.7 : place.rank,
        place.capital === "country" ? "capital" : "town",
        place,
        place.at,
      );
    }
    const at = inset && map.latLngToLayerPoint([place.at[1], place.at[0]]);
    if (at && holds(inset.area, at) && zoom + Math.log2(inset.scale) >= page.theme.towns[place.rank]) {
      add(place.capital === "country" ? 0.7 : 0.95, place.capital === "country" ? "capital" : "town", place, place.at);
      labels[labels.length - 1].inset = inset.to(at);
    }
  }
  for (const water of base.water) {
    if (water.name && water.label && zoom >= 3 + water.rank * 0.7) {
      add(3.5 + water.rank * 0.1, "water", water, water.label);
      labels[labels.length - 1].rings = water.rings;
    }
  }
  for (const {name, at, inset: place, ...mark} of marks) {
    const [text, narrow] = [inLines(name), inLines(name, 14, 4)];
    if (text || narrow) labels.push({order: 0.9, kind: "project", at, text, narrow, beside: true, mark, inset: place});
  }
  return labels.sort((a, b) => a.order - b.order);
}

/**
 * Where a label stands: clear of marks and other labels, of lines too if it can; null where there is no room.
 * The name of a town that a mark stands for goes beside the mark, wherever that was pushed to.
 * @param {MapLabel} label
 * @param {Box[]} taken
 * @param {Set<number>} lines
 * @param {(box: Box) => boolean} inside
 */
function settle(label, taken, lines, inside) {
  const point = label.inset ?? map.latLngToLayerPoint(label.at);
  const size = sizeOf(label.kind, label.text);
  const great = label.kind === "capital";
  const mark = label.mark || (label.beside && !great ? markerAt(point, label.text) : null);
  const origin = mark ? mark.moved : point;
  const dot = [point.x - 4, point.y - 4, point.x + 4, point.y + 4];
  if (!label.inset && isUnderInset(point)) return null;
  const hidden = label.beside && !free(dot, taken);
  if (hidden && !mark && !great) return null;
  // A town's ring on a line that does not end there would be taken for a stop.
  if (label.beside && !mark && !hidden && !offLines(dot, lines) && !isStop(map.latLngToLayerPoint(label.at))) {
    return null;
  }
  const reaches = mark ? [mark.reach] : great ? REACHES : REACHES.slice(0, 1);
  const places = offsets(label, size, mark ? reaches : reaches.map((reach) => reach * big)).map(([dx, dy]) => {
    const [x, y] = [origin.x + dx, origin.y + dy];
    return {box: [x - 2, y - 1, x + size[0] + 2, y + size[1] + 1], anchor: [point.x - x, point.y - y]};
  }).filter(({box}) => inside(box) && free(box, taken));
  const chosen = places.find(({box}) => offLines(box, lines)) || places[0];
  if (!chosen) return null;
  taken.push(chosen.box);
  if (label.beside && !hidden) taken.push(dot);
  return {
    size,
    anchor: chosen.anchor,
    point,
    dot: label.beside && !hidden,
    led: label.beside && !mark,
  };
}

/**
 * Where a label stands, in more and shorter lines where it finds no room else.
 * @param {MapLabel} label
 * @param {{taken: Box[], lines: Set<number>, inside: (box: Box) => boolean}} room
 */
function spotOf(label, {taken, lines, inside}) {
  const spot = label.text && settle(label, taken, lines, inside);
  if (spot || !label.narrow || label.narrow === label.text) return spot || null;
  const narrow = settle({...label, text: label.narrow}, taken, lines, inside);
  return narrow && {...narrow, text: label.narrow};
}

/**
 * @param {MapLabel} label
 * @param {LabelSpot} layout
 */
function nodesOf(label, layout) {
  const {style, weight, size, family, spacing} = fontOf(label.kind, layout.rung);
  const text = el("span", {class: "label label-" + label.kind}, layout.text ?? label.text);
  text.style.cssText =
    `left:${Math.round(layout.point.x - layout.anchor[0])}px;top:${Math.round(layout.point.y - layout.anchor[1])}px;` +
    `font:${style} ${weight} ${size}px/1.25 ${family};letter-spacing:${spacing}px`;
  if (!layout.dot) return [text];
  const dot = el("span", {class: "label-dot label-dot-" + label.kind});
  dot.style.cssText = `left:${layout.point.x}px;top:${layout.point.y}px`;
  return [dot, text];
}

/** @param {L.Point} point */
const isUnderInset = (point) => {
  const inset = insetNow();
  return Boolean(inset && holds(inset.box, point));
};

/**
 * What names in the inset keep clear of: its marks, its lines and its edge.
 * @param {import("../map_types.ts").Inset} inset
 */
function insetRoom({box, to}) {
  const [west, north, east, south] = box;
  return {
    taken: markerBoxes(),
    lines: squaresIn(L.bounds([[west, north], [east, south]]), to),
    inside: (/** @type {Box} */ [left, top, right, bottom]) =>
      left >= west + 3 && top >= north + 2 && right <= east - 3 && bottom <= south - 2,
  };
}

function* drawing() {
  if (areTilesShown()) {
    pane.replaceChildren();
    return;
  }
  const taken = markerBoxes().concat(controls());
  const lines = lineSquares();
  yield;
  const inside = room();
  const inset = insetNow();
  // What the inset shows is named there.
  if (inset) taken.push(inset.box, inset.area);
  const within = inset && insetRoom(inset);
  const around = {taken, lines, inside};
  const country = countryPlaces(taken, lines, inside);
  const nodes = [];
  let path = "";
  /** @type {Set<string>} */
  const named = new Set();
  for (const label of candidates(map.getZoom())) {
    // A project of several marks is named beside one of them.
    if (label.kind === "project" && named.has(label.narrow || label.text)) continue;
    const layout = /focus|country|water/.test(label.kind)
      ? country(label)
      : spotOf(label, label.inset && within || around);
    if (!layout) continue;
    if (label.kind === "project") named.add(label.narrow || label.text);
    nodes.push(...nodesOf(label, layout));
    if (layout.led) path += lead(layout);
    yield;
  }
  leads.replaceChildren(path ? svg("path", {d: path}) : "");
  pane.replaceChildren(leads, ...nodes);
}

const draw = () => atOnce(drawing);

export function startLabels() {
  pane = silentPane("labels", 450);
  // Names stand in pixels of one zoom: while it changes they are away. Marks hear of a change first, for they were here
  // first: names keep clear of what they have drawn.
  map.on("zoomstart", () => pane.replaceChildren());
  afterMove(drawing);
  on("language tiles layout spotlight chosen", draw);
  // The list and the marks are seen first.
  on("filter", () => requestAnimationFrame(() => again(drawing)));
  draw();
}
