// How far places may be off: discs in their true size, or the area that is left of one, or the outline of a region.

/** @import {Mark} from "../map_types.ts" */
/** @import {Project} from "../types.ts" */
import {L} from "../core/leaflet.js";
import {onMap} from "../core/longitudes.js";
import {degreesOf} from "../core/packed_line.js";
import {page} from "../core/page_data.js";
import {projectColour} from "../core/theme.js";
import {isVague} from "./places.js";
import {map} from "./viewport.js";

/** @type {L.LayerGroup} */
let discs;
/** @type {L.Renderer} */
let renderer;

/**
 * The rings of the area that a place may lie in, where it is not a whole disc.
 * @param {Project} project
 */
const ringsOf = ({area = []}) =>
  area.map((ring) => {
    const path = degreesOf(ring, page.basemap.scale);
    return Array.from({length: path.length / 2}, (_, i) => L.latLng(path[2 * i + 1], onMap(path[2 * i], page.basemap.bounds)));
  });

/**
 * Draws the areas of a mark's projects that reach beyond the mark; the others would not be seen.
 * @param {Mark} mark
 * @param {number} size Pixels across a mark.
 * @param {number} number How many marks there are.
 */
export function drawDiscs(mark, size, number) {
  // Where many lie over each other they are fainter, so that the map below is still seen.
  const share = Math.min(1, 12 / number);
  const metres = 40_075_017 * Math.cos((mark.at.lat * Math.PI) / 180) / (256 * 2 ** map.getZoom());
  for (const project of mark.projects) {
    if (mark.onLine || !((project.uncertainty_m ?? 0) / metres > size / 2)) continue;
    const wide = isVague(project);
    const style = {
      renderer,
      interactive: false,
      color: projectColour(project),
      weight: 1,
      opacity: 0.55 * share,
      dashArray: wide ? "2 4" : undefined,
      fill: true,
      fillColor: projectColour(project),
      fillOpacity: (wide ? 0.05 : 0.12) * share,
    };
    const rings = ringsOf(project);
    const shape = rings.length ? L.polygon(rings, style) : L.circle(mark.at, {...style, radius: project.uncertainty_m});
    shape.addTo(discs);
  }
}

export const clearDiscs = () => discs.clearLayers();

export function startDiscs() {
  map.createPane("discs").style.zIndex = "390";
  /** @type {HTMLElement} */ (map.getPane("discs")).style.pointerEvents = "none";
  renderer = L.svg({pane: "discs", padding: 0.5});
  discs = L.layerGroup().addTo(map);
}
