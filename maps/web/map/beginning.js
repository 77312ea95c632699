// How a page begins with its map: when it has a size, with what it shows at first, without motion where none is wanted.

import {inner, L} from "../core/leaflet.js";
import {page} from "../core/page_data.js";
import {store} from "../data/store.js";
import {frame, home, setFrame} from "./home.js";
import {allPoints, placedBounds} from "./places.js";
import {FEW, map} from "./viewport.js";

// Acts when the browser has nothing else to do.
export const whenIdle = window.requestIdleCallback || ((act) => setTimeout(act, 50));

/**
 * The load event, which follows the reading of the page at once, so that the browser paints nothing half done between;
 * what a developer has added may be long in loading, and is not waited for.
 */
export const loaded = () =>
  new Promise((act) => {
    if (document.readyState === "complete") act(null);
    addEventListener("load", act);
    addEventListener("DOMContentLoaded", () => setTimeout(act));
  });

/**
 * Acts when the browser has painted what there is: the second frame begins after the first is seen. A hidden tab paints
 * nothing, and soon acts anyhow.
 * @param {() => void} act
 */
export function afterPaint(act) {
  let isDone = false;
  const once = () => {
    if (!isDone) act();
    isDone = true;
  };
  requestAnimationFrame(() => requestAnimationFrame(() => whenIdle(once)));
  setTimeout(once, 250);
}

// The map jumps instead of gliding where the system asks for less motion.
export function keepStill() {
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const {panBy, flyTo} = map;
  Object.assign(map.options, {inertia: false, fadeAnimation: false});
  inner(map)._zoomAnimated = false;
  map.panBy = (offset, options) => panBy.call(map, offset, {...options, animate: false});
  map.flyTo = (to, zoom, options) => flyTo.call(map, to, zoom, {...options, animate: false});
}

// Everything that is placed, and in a wide window the layer's own countries, which would leave marks no room in a narrow
// one; of a layer without either the whole of the base map.
function homeFrame() {
  const bounds = placedBounds();
  const {x, y} = map.getSize();
  if (Math.min(x, 1.4 * y) < 640 && bounds.isValid()) return bounds;
  for (const [[west, south], [east, north]] of page.frames) bounds.extend([[south, west], [north, east]]);
  const [west, south, east, north] = page.basemap.bounds;
  return bounds.isValid() ? bounds : L.latLngBounds([[south, west], [north, east]]);
}

// Where the reader can go: the base map, and beyond it to projects that lie elsewhere, with room around them.
function limitView() {
  const [west, south, east, north] = page.basemap.bounds;
  const extent = L.latLngBounds([south, west], [north, east]);
  if (!extent.contains(frame)) {
    const [low, high] = [frame.getSouthWest(), frame.getNorthEast()];
    extent.extend([Math.max(-85, low.lat - 25), low.lng - 40]).extend([Math.min(85, high.lat + 25), high.lng + 40]);
  }
  map.setMaxBounds(extent);
  map.options.maxBoundsViscosity = 1;
  // The end of the drawn world is never seen: the window always fits inside it.
  const limit = () => map.setMinZoom(map.getBoundsZoom(extent, true));
  limit();
  map.on("resize", limit);
}

// The first view: everything that is placed, in what the panel leaves of the window.
export function showFirstView() {
  setFrame(homeFrame(), store.count > FEW ? [] : allPoints().map(({at}) => at));
  // A map of folium's has a view already, from which Leaflet would glide into the limits.
  if (inner(map)._loaded) home();
  limitView();
  home();
}

/**
 * Begins as soon as the map has a size: in a hidden tab or slide it has none, and nothing can be laid out.
 * @param {L.Map} leafletMap
 * @param {() => void} act
 */
export function whenSized(leafletMap, act) {
  const box = leafletMap.getContainer();
  let isBegun = false;
  const sized = () => {
    if (!box.clientWidth || !box.clientHeight) return;
    if (isBegun) leafletMap.invalidateSize({animate: false});
    else act();
    isBegun = true;
  };
  sized();
  new ResizeObserver(sized).observe(box);
}
