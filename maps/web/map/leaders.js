// Thin lines that lead a mark that was moved to its place.

/** @import {Mark} from "../map_types.ts" */
import {cssColour} from "../core/dom.js";
import {L} from "../core/leaflet.js";
import {map, silentPane} from "./viewport.js";

/** @type {L.LayerGroup} */
let leaders;
/** @type {L.Renderer} */
let renderer;

/** @param {Mark} mark */
export function drawLeader({moved, pixel, onLine, crowd}) {
  if (onLine || crowd || moved.distanceTo(pixel) <= 5) return;
  const [at, place] = [moved, pixel].map((point) => map.layerPointToLatLng(point));
  const style = {renderer, interactive: false, color: cssColour("ink"), fillColor: cssColour("ink")};
  L.polyline([place, at], {...style, weight: 1, opacity: 0.6}).addTo(leaders);
  L.circleMarker(place, {...style, radius: 2, weight: 0, fillOpacity: 0.8}).addTo(leaders);
}

export const clearLeaders = () => leaders.clearLayers();

export function startLeaders() {
  silentPane("leaders", 590);
  renderer = L.svg({pane: "leaders", padding: 0.5});
  leaders = L.layerGroup().addTo(map);
}
