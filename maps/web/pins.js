// Pins on the map for a geometry's positions: they are dragged, and set by clicks while something is drawn.
"use strict";

// changed: called with the geometry after each click or drag.
coopmap.pins = function (map, changed) {
  const layer = L.layerGroup().addTo(map);
  const least = {Point: 1, LineString: 2, Polygon: 3};
  const pins = {drawing: null};
  let sketch = [];
  let shape = null;
  if (!map.getPane("pins")) map.createPane("pins").style.zIndex = 680;

  const rounded = ({lat, lng}) => {
    const digits = 10 ** (map.getZoom() > 11 ? 5 : 4);
    return [lng, lat].map((value) => Math.round(value * digits) / digits);
  };
  const built = (type, at) => ({type, coordinates: type === "Point" ? at[0] : type === "Polygon" ? [[...at, at[0]]] : at});
  // Chains of positions: a ring's last one is its first.
  const chains = ({type, coordinates}) =>
    type === "Point" ? [[coordinates]] : type === "LineString" ? [coordinates] : type === "MultiPolygon" ? coordinates.flat() : coordinates;

  function paint(geometry) {
    layer.clearLayers();
    if (!geometry) return;
    const ring = geometry.type.endsWith("Polygon") ? 1 : 0;
    if (geometry.type !== "Point" && geometry.coordinates.length > 1 - ring) L.geoJSON(geometry, {interactive: false, style: {className: "pin-line"}}).addTo(layer);
    for (const chain of chains(geometry)) {
      for (let i = 0; i < chain.length - ring && chain.length < 300; i++) {
        const pin = L.marker([chain[i][1], chain[i][0]], {pane: "pins", draggable: true, keyboard: false, icon: L.divIcon({className: "pin", iconSize: [18, 18]})}).addTo(layer);
        pin.on("dragend", () => {
          const [lng, lat] = rounded(pin.getLatLng());
          chain[i].splice(0, 2, lng, lat);
          if (ring && !i) chain[chain.length - 1] = chain[0];
          changed(shape);
        });
      }
    }
  }

  // What is drawn so far: a line until there is enough for the shape itself.
  const begun = () => Boolean(pins.drawing) && sketch.length > 0 && sketch.length < least[pins.drawing];
  const show = () => paint(begun() ? {type: "LineString", coordinates: sketch} : shape);

  const click = ({latlng}) => {
    const {drawing} = pins;
    if (!drawing) return;
    sketch.push(rounded(latlng));
    if (begun()) show();
    else if (drawing === "Point") pins.draw(null, built(drawing, sketch));
    else changed(built(drawing, sketch));
  };
  const finish = () => pins.drawing && pins.draw(null);
  map.on("click", click).on("dblclick", finish);
  document.body.classList.add("editing");

  return Object.assign(pins, {
    show(geometry) {
      shape = structuredClone(geometry);
      show();
    },
    draw(type, geometry) {
      pins.drawing = type;
      document.body.classList.toggle("drawing", Boolean(type));
      map.doubleClickZoom[type ? "disable" : "enable"]();
      sketch = [];
      if (geometry) changed(geometry);
    },
    sketched: () => sketch.length > 0,
    // Takes back the last click of a drawing; gives whether it was but a sketch.
    back() {
      sketch.pop();
      if (sketch.length >= least[pins.drawing] - 1) return false;
      show();
      return true;
    },
    remove() {
      layer.remove();
      map.off("click", click).off("dblclick", finish);
      pins.draw(null);
      document.body.classList.remove("editing");
    },
  });
};
