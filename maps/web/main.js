// Starts the page: the parts in their order, the first view, the state of the address.
"use strict";

// Fits the window to everything that is placed, beside the panel.
coopmap.home = function (map, animate = false) {
  const {left, top, right, bottom} = coopmap.panel.covers();
  map.fitBounds(coopmap.frame, {
    animate, paddingTopLeft: [left + 16, top + 16], paddingBottomRight: [right + 16, bottom + 16],
  });
};

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
  return () => (moved = false);
};

// The search reads the projects while the page has nothing else to do.
function readForSearch() {
  const later = window.requestIdleCallback || ((act) => setTimeout(act, 50));
  later(() => {
    if (!coopmap.search.prepare(8)) readForSearch();
  });
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
    if (!begun) coopmap.begin(map);
    begun = true;
  };
  sized();
  new ResizeObserver(sized).observe(box);
};

coopmap.begin = function (map) {
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
  for (const part of ["ground", "marks", "labels", "zoomButtons", "tiles", "credits", "scaleBar", "table", "print"]) coopmap[part]?.(map);
  use(coopmap.words.language);
  coopmap.address.choices();
  const rest = coopmap.viewInAddress(map);
  coopmap.present(map);
  coopmap.address.read();
  if (!coopmap.address.has("view")) rest();
  coopmap.embed(map);
  readForSearch();
};
