// The base map: land, the layer's own countries, water, rivers and borders, painted on one canvas from the page itself.
"use strict";

coopmap.ground = function (map) {
  const base = coopmap.store.data.basemap;
  const pane = map.createPane("ground");
  const renderer = L.canvas({pane: "ground", padding: 0.6});
  const paint = (style) => ({pane: "ground", renderer, interactive: false, smoothFactor: 0.7, ...style});
  pane.style.zIndex = 150;
  pane.style.pointerEvents = "none";

  // A ring or line is text, packed as maps/basemap.py says; gives [[lat, lng], ...].
  function decode(text) {
    const points = [];
    const at = [0, 0];
    let [axis, number, shift] = [0, 0, 0];
    for (let i = 0; i < text.length; i++) {
      const digit = text.charCodeAt(i) - 63;
      number |= (digit & 31) << shift;
      shift += 5;
      if (digit >= 32) continue;
      at[axis] += number & 1 ? ~(number >> 1) : number >> 1;
      if (axis) points.push([at[1] / base.scale, at[0] / base.scale]);
      [axis, number, shift] = [1 - axis, 0, 0];
    }
    return points;
  }

  // Rings of areas and of their holes alike: the canvas fills by the even-odd rule.
  const painted = [];
  const colours = (edge, fill) => ({color: coopmap.colourNow(edge), ...(fill && {fillColor: coopmap.colourNow(fill)})});
  function areas(rings, fill, edge, weight) {
    painted.push([L.polygon(rings.map(decode), paint({...colours(edge, fill), fillOpacity: 1, stroke: weight > 0, weight})).addTo(map), edge, fill]);
  }
  function lines(packed, colour, weight) {
    painted.push([L.polyline(packed.map(decode), paint({...colours(colour), weight})).addTo(map), colour]);
  }

  areas(base.land, "land", "land", 0.6);
  base.countries
    .filter((country) => country.rings)
    .forEach((country, i) => areas(country.rings, "focus-" + ((i % 2) + 1), "border", 0));
  for (const river of base.rivers) lines(river.lines, "river", river.rank <= 3 ? 1.3 : 0.8);
  areas(base.water.flatMap((water) => water.rings), "water", "water-edge", 0.7);
  lines(base.borders.border, "border", 0.9);
  lines(base.borders.shared, "border-shared", 1.8);

  // The system turns dark or light, and paper is always light: the canvas is painted anew, at once for the printer.
  function repaint() {
    for (const [layer, edge, fill] of painted) Object.assign(layer.options, colours(edge, fill));
    renderer._updatePaths();
  }
  const print = (on) => () => {
    document.documentElement.classList.toggle("on-paper", on);
    repaint();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  addEventListener("beforeprint", print(true));
  addEventListener("afterprint", print(false));

  const [west, south, east, north] = base.bounds;
  const extent = L.latLngBounds([south, west], [north, east]);
  map.setMaxBounds(extent);
  map.options.maxBoundsViscosity = 1;
  // The end of the drawn world is never seen: the window always fits inside it.
  const limit = () => map.setMinZoom(map.getBoundsZoom(extent, true));
  limit();
  map.on("resize", limit);
};
