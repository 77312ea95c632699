// The place of a project in the form: coordinates to type, and what to draw on the map.

/** @import {Child, Geometry} from "../types.ts" */
import {el} from "../core/dom.js";
import {t} from "../core/i18n.js";
import {onGlobe} from "../core/longitudes.js";
import {page} from "../core/page_data.js";
import {label} from "./form_words.js";

/** How coordinates are typed: those of a capital of the layer's own, else of the middle of what the map shows. */
function example() {
  const {bounds: [west, south, east, north], countries, places} = page.basemap;
  const own = new Set(countries.filter(({rings}) => rings).map(({code}) => code));
  const capital = places.find((place) => place.capital === "country" && own.has(place.country));
  const [lon, lat] = capital?.at ?? [(west + east) / 2, (south + north) / 2];
  return `${lat.toFixed(3)}, ${onGlobe(lon).toFixed(3)}`;
}

/**
 * A line for a point's coordinates; of another shape it says which.
 * @param {Geometry | null} geometry
 * @param {(geometry: Geometry | null) => void} setGeometry
 * @param {() => void} refused
 */
function coordinates(geometry, setGeometry, refused) {
  const isPoint = geometry?.type === "Point";
  const sample = example();
  const read = () => {
    const [lat, lon, more] = typed.value.match(/-?\d+([.]\d+)?/g)?.map(Number) || [];
    const isRight = more === undefined && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
    typed.setCustomValidity(isRight || !typed.value.trim() ? "" : sample);
    if (typed.validity.valid) setGeometry(isRight ? {type: "Point", coordinates: [lon, lat]} : null);
    else refused();
  };
  const typed = el("input", {
    "data-path": "geometry",
    dir: !geometry || isPoint ? "ltr" : null,
    placeholder: sample,
    title: sample,
    on: {change: read},
  });
  if (isPoint) typed.value = geometry.coordinates.slice(0, 2).reverse().join(", ");
  else if (geometry) typed.value = t("form." + geometry.type.replace("Multi", ""));
  typed.readOnly = Boolean(geometry) && !isPoint;
  return typed;
}

/**
 * @param {Geometry | null} geometry
 * @param {string | null} drawing what is being drawn
 * @param {object} options
 * @param {Child} options.aid what helps to find the place
 * @param {(type: string | null) => void} options.drawShape
 * @param {(geometry: Geometry | null) => void} options.setGeometry
 * @param {() => void} options.refused called when the coordinates that are typed are none
 */
export function placeField(geometry, drawing, {aid, drawShape, setGeometry, refused}) {
  /** @param {string} type */
  const button = (type) =>
    el("button", {
      type: "button",
      class: "filter-chip",
      "aria-pressed": String(drawing === type),
      "data-path": type,
      on: {click: () => drawShape(drawing === type ? null : type)},
    }, t("form." + type));
  const clear = geometry
    ? el("button", {type: "button", class: "filter-chip", on: {click: () => setGeometry(null)}}, "×")
    : null;
  return el(
    "div",
    {class: "field"},
    aid,
    el("label", {}, el("span", {}, label("geometry")), coordinates(geometry, setGeometry, refused)),
    el("p", {class: "filter-chips"}, ...["Point", "LineString", "Polygon"].map(button), clear),
    el("p", {class: "small"}, t("form.hint")),
  );
}
