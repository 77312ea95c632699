// How high the panel stands, and what it and the buttons hide of the map: known before it is filled.

import {byId} from "../core/dom.js";
import * as i18n from "../core/i18n.js";
import {coverBy, covers, map, useControlBoxes} from "../map/viewport.js";

export const panel = byId("panel");
export const opener = byId("panel-open");
export const wide = matchMedia("(min-width: 1101px), (min-width: 760px) and (orientation: landscape)");
export const TOP_BAR = 62;
// The width of the panel beside the map in pixels, as panel.css has it.
const PANEL = 396;

export const height = () => panel.dataset.height ?? "closed";

// How many pixels of the map lie under the panel and the bars, at each side; the style sheet's own sizes, for to
// measure them would make the browser lay out the page once more.
function panelCovers() {
  const {classList} = document.body;
  if (classList.contains("printing")) return {left: 0, top: 0, right: 0, bottom: 0};
  if (classList.contains("embed")) return {left: 0, top: 0, right: 48, bottom: 24};
  if (wide.matches) return {left: height() === "closed" ? 0 : PANEL, top: 0, right: 48, bottom: 24};
  return {left: 0, top: TOP_BAR, right: 0, bottom: height() === "half" ? 8 : 56};
}

function panelControls() {
  const {x, y} = map.getSize();
  const {top, bottom} = covers();
  // While it is presented there are the scale and the credits alone, which the covers take in.
  const {classList} = document.body;
  if (classList.contains("presenting")) return [];
  const few = Math.min(i18n.languages.length, 6); // more are a menu
  // On a phone the languages stand in the bar above the map, of which the covers tell.
  const languages = wide.matches && few > 1 && !classList.contains("embed")
    ? [[x - 24 - 44 * few, top, x, top + 52]]
    : [];
  return [
    ...languages,
    [x - 58, top, x, top + 232],
    [x - (wide.matches ? 345 : 330), y - bottom - (wide.matches ? 26 : 60), x, y],
  ];
}

export function startCovers() {
  coverBy(panelCovers);
  useControlBoxes(panelControls);
  panel.dataset.height = wide.matches ? "full" : "half";
}
