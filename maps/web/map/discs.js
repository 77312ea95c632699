// How far places may be off: discs in their true size, or the area that is left of one, or the outline of a region.

/** @import {Mark} from "../map_types.ts" */
/** @import {Project} from "../types.ts" */
import {L} from "../core/leaflet.js";
import {onMap} from "../core/longitudes.js";
import {degreesOf} from "../core/packed_line.js";
import {page} from "../core/page_data.js";
import {projectColour} from "../core/theme.js";
import {isVague} from "./places.js";
import {map, silentPane, worldSize} from "./viewport.js";

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
    return Array.from({length: path.length / 2}, (_, i) =>
      L.latLng(path[2 * i + 1], onMap(path[2 * i], page.basemap.bounds)));
  });

/**
 * The discs of a mark's projects that reach beyond it; the others would not be seen.
 * @param {Mark} mark
 * @param {number} count how many marks there are: where many lie over each other their discs are fainter
 * @param {number} reach of the mark, in pixels
 */
function drawDisc(mark, count, reach) {
  const share = Math.min(1, 12 / count);
  const metres = 40_075_017 * Math.cos((mark.at.lat * Math.PI) / 180) / worldSize();
  const {x, y} = map.getSize();
  for (const project of mark.projects) {
    const radius = project.uncertainty_m ?? 0;
    if (mark.onLine || radius / metres <= reach) continue;
    const wide = isVague(project);
    // A disc that fills the view says nothing: from 60 % of it on it fades.
    const filled = (2 * radius) / metres / Math.min(x, y);
    const strength = share * Math.max(0, Math.min(1, 2 - filled / 0.6));
    const style = {
      renderer,
      interactive: false,
      color: projectColour(project),
      weight: 1,
      opacity: 0.55 * share,
      dashArray: wide ? "2 4" : undefined,
      fill: true,
      fillColor: projectColour(project),
      fillOpacity: (wide ? 0.05 : 0.12) * strength,
    };
    const rings = ringsOf(project);
    const shape = rings.length ? L.polygon(rings, style) : L.circle(mark.at, {...style, radius});
    shape.addTo(discs);
  }
}

/**
 * Draws the discs of all marks anew, but for those that stand for a crowd.
 * @param {Mark[]} marks
 * @param {number} reach of a mark, in pixels
 */
export function drawDiscs(marks, reach) {
  discs.clearLayers();
  for (const mark of marks) if (!mark.crowd) drawDisc(mark, marks.length, reach);
}

export function startDiscs() {
  silentPane("discs", 390);
  renderer = L.svg({pane: "discs", padding: 0.5});
  discs = L.layerGroup().addTo(map);
}
