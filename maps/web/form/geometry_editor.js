// Pins on the map for a geometry's positions: they are dragged, and set by clicks while something is drawn, or where
// there is no place yet.

/** @import {Geometry, Position} from "../types.ts" */
import {L} from "../core/leaflet.js";
import {onGlobe} from "../core/longitudes.js";
import {map} from "../map/viewport.js";

// How many positions a shape needs.
/** @type {Record<string, number>} */
const LEAST = {Point: 1, LineString: 2, Polygon: 3};

/**
 * @param {string} type
 * @param {Position[]} at
 */
const built = (type, at) => /** @type {Geometry} */ ({
  type,
  coordinates: type === "Point" ? at[0] : type === "Polygon" ? [[...at, at[0]]] : at,
});

/**
 * Chains of positions: a ring's last one is its first.
 * @param {any} options
 */
const chains = ({type, coordinates}) =>
  type === "Point"
    ? [[coordinates]]
    : type === "LineString"
    ? [coordinates]
    : type === "MultiPolygon"
    ? coordinates.flat()
    : coordinates;

/** @param {L.LatLng} options */
function rounded({lat, lng}) {
  const digits = 10 ** (map.getZoom() > 11 ? 5 : 4);
  return [onGlobe(lng), lat].map((value) => Math.round(value * digits) / digits);
}

export class GeometryEditor {
  // What is drawn: a type of geometry, or null.
  /** @type {string | null} */
  drawing = null;
  /** @type {Position[]} */
  #sketch = [];
  /** @type {any} */
  #shape = null;
  #layer = L.layerGroup().addTo(map);
  /** @type {(geometry: any) => void} */
  #changed;

  /**
   * changed: called with the geometry after each click or drag.
   * @param {(geometry: Geometry) => void} changed
   */
  constructor(changed) {
    this.#changed = changed;
    if (!map.getPane("pins")) map.createPane("pins").style.zIndex = "680";
    map.on("click", this.#click).on("dblclick", this.#finish);
    document.body.classList.add("editing");
  }

  /** @param {any} geometry */
  #paint(geometry) {
    this.#layer.clearLayers();
    if (!geometry) return;
    const ring = geometry.type.endsWith("Polygon") ? 1 : 0;
    if (geometry.type !== "Point" && geometry.coordinates.length > 1 - ring) {
      L.geoJSON(geometry, {interactive: false, style: {className: "pin-line"}}).addTo(this.#layer);
    }
    for (const chain of chains(geometry)) {
      for (let i = 0; i < chain.length - ring && chain.length < 300; i++) this.#addPin(chain, i, Boolean(ring));
    }
  }

  /**
   * @param {Position[]} chain
   * @param {number} i
   * @param {boolean} isRing
   */
  #addPin(chain, i, isRing) {
    const icon = L.divIcon({className: "pin", iconSize: [18, 18]});
    const pin = L.marker([chain[i][1], chain[i][0]], {pane: "pins", draggable: true, keyboard: false, icon}).addTo(
      this.#layer,
    );
    pin.on("dragend", () => {
      const [lng, lat] = rounded(pin.getLatLng());
      chain[i].splice(0, 2, lng, lat);
      if (isRing && !i) chain[chain.length - 1] = chain[0];
      this.#changed(this.#shape);
    });
  }

  // Whether what is drawn so far is a line until there is enough for the shape itself.
  #isBegun() {
    return Boolean(this.drawing) && this.#sketch.length > 0 && this.#sketch.length < LEAST[this.drawing ?? "Point"];
  }

  #show() {
    this.#paint(this.#isBegun() ? {type: "LineString", coordinates: this.#sketch} : this.#shape);
  }

  /** @param {L.LeafletMouseEvent} options */
  #click = ({latlng}) => {
    const drawing = this.drawing ?? (this.#shape ? null : "Point");
    if (!drawing) return;
    this.#sketch.push(rounded(latlng));
    if (this.#isBegun()) this.#show();
    else if (drawing === "Point") this.draw(null, built(drawing, this.#sketch));
    else this.#changed(built(drawing, this.#sketch));
  };

  #finish = () => {
    if (this.drawing) this.draw(null);
  };

  /** @param {Geometry | null} geometry */
  show(geometry) {
    this.#shape = structuredClone(geometry);
    this.#show();
  }

  /**
   * Begins to draw a type of geometry, or ends it with null.
   * @param {string | null} type
   * @param {Geometry | null} [geometry]
   */
  draw(type, geometry = null) {
    this.drawing = type;
    document.body.classList.toggle("drawing", Boolean(type));
    map.doubleClickZoom[type ? "disable" : "enable"]();
    this.#sketch = [];
    if (geometry) this.#changed(geometry);
  }

  isSketched() {
    return this.#sketch.length > 0;
  }

  // Takes back the last click of a drawing; gives whether it was but a sketch.
  back() {
    this.#sketch.pop();
    if (this.#sketch.length >= LEAST[this.drawing ?? "Point"] - 1) return false;
    this.#show();
    return true;
  }

  remove() {
    this.#layer.remove();
    map.off("click", this.#click).off("dblclick", this.#finish);
    this.draw(null);
    document.body.classList.remove("editing");
  }
}
