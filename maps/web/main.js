// Starts the page: the parts in their order, the first view, the state of the address.
"use strict";

// Fits bounds into what nothing covers of the window, with a margin; where room is scarce, covers and margin give way.
coopmap.fit = function (map, bounds, margin, options) {
  // Leaflet forgets what it is asked for while it zooms.
  if (map._animatingZoom) return void map.once("zoomend", () => coopmap.fit(map, bounds, margin, options));
  const {left, top, right, bottom} = coopmap.panel.covers();
  const {x, y} = map.getSize();
  const [across, down] = [left + right + 2 * margin, top + bottom + 2 * margin];
  const share = [Math.min(1, Math.max(0, x - 60) / across), Math.min(1, Math.max(0, y - 60) / down)];
  map.fitBounds(bounds, {
    ...options,
    paddingTopLeft: [(left + margin) * share[0], (top + margin) * share[1]],
    paddingBottomRight: [(right + margin) * share[0], (bottom + margin) * share[1]],
  });
};

// Shows everything that is placed; a single place with its surroundings.
coopmap.home = (map, animate = false) => coopmap.fit(map, coopmap.frame, 16, {animate, maxZoom: 9});

// How far one can zoom in on the base map; on online tiles, as far as they go.
coopmap.MAX_ZOOM = 14;

// The view as a part of the address, once the reader has moved the map.
coopmap.viewInAddress = function (map) {
  let moved = false;
  const told = () => {
    const {lat, lng} = map.getCenter();
    return [map.getZoom(), lat.toFixed(3), lng.toFixed(3)].join("/");
  };
  coopmap.address.part("view", () => (moved && !coopmap.print.busy ? told() : ""), (text) => {
    const [zoom, lat, lng] = text.split("/").map(Number);
    if (!text || ![zoom, lat, lng].every(Number.isFinite) || text === told()) return;
    moved = true;
    map.setView([lat, lng], zoom, {animate: false});
  });
  map.on("dragend zoomend", () => (moved ||= !coopmap.print.busy));
  map.on("moveend", () => coopmap.print.busy || coopmap.address.write());
  // What the panel leaves free or covers is filled anew, unless the reader has chosen what to see.
  coopmap.store.on("layout", () => moved || coopmap.print.busy || coopmap.address.has("project") || coopmap.home(map));
  return () => (moved = false);
};

// Acts when the browser has nothing else to do.
const later = window.requestIdleCallback || ((act) => setTimeout(act, 50));

// The search reads the projects once the page has come to rest and has nothing else to do.
function readForSearch(wait = 1000) {
  setTimeout(() => later(() => coopmap.index.prepare(8) || readForSearch(0)), wait);
}

// The map jumps instead of gliding where the system asks for less motion.
function keepStill(map) {
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const {panBy, flyTo} = map;
  Object.assign(map.options, {inertia: false, fadeAnimation: false});
  map._zoomAnimated = false;
  map.panBy = (offset, options) => panBy.call(map, offset, {...options, animate: false});
  map.flyTo = (to, zoom, options) => flyTo.call(map, to, zoom, {...options, animate: false});
}

// Begins as soon as the map has a size: in a hidden tab or slide it has none, and nothing can be laid out.
coopmap.start = function (map) {
  const box = map.getContainer();
  let begun = false;
  const sized = () => {
    if (!box.clientWidth || !box.clientHeight) return;
    map.invalidateSize({animate: false});
    if (!begun) coopmap.store.opening(() => coopmap.begin(map));
    begun = true;
  };
  sized();
  new ResizeObserver(sized).observe(box);
};

coopmap.begin = function (map) {
  map.setMaxZoom(coopmap.MAX_ZOOM);
  keepStill(map);
  document.body.classList.toggle("embed", coopmap.address.has("embed"));
  const use = coopmap.languages();
  coopmap.words.use(coopmap.firstLanguage());
  coopmap.panel(map);
  coopmap.frame = coopmap.marks.bounds();
  for (const [[west, south], [east, north]] of coopmap.store.data.frames) coopmap.frame.extend([[south, west], [north, east]]);
  // A layer without countries or places of its own shows the whole of the base map.
  const [west, south, east, north] = coopmap.store.data.basemap.bounds;
  if (!coopmap.frame.isValid()) coopmap.frame.extend([[south, west], [north, east]]);
  coopmap.home(map);
  for (const part of ["ground", "marks", "zoomButtons", "tiles", "credits", "scaleBar", "table", "print"]) coopmap[part]?.(map);
  use(coopmap.words.language);
  coopmap.address.choices();
  const rest = coopmap.viewInAddress(map);
  coopmap.present(map);
  coopmap.address.read();
  if (!coopmap.address.has("view")) rest();
  coopmap.embed(map);
  // The map is seen first; the names on it and the list come when the browser has painted it, or soon anyhow.
  later(() => {
    coopmap.labels(map);
    coopmap.panel.fill();
    document.documentElement.dataset.drawn = "";
    readForSearch();
  }, {timeout: 250});
};
