// One event on the map, with its name.

/** @import {Milestone} from "../records.ts" */
/** @typedef {Milestone & {lon: number, lat: number}} Placed */
import {el} from "../core/dom.js";
import * as i18n from "../core/i18n.js";
import {L} from "../core/leaflet.js";
import {covers, map} from "../map/viewport.js";
import {uncover} from "./sheet.js";

// The event that is on the map, or null, and its mark.
/** @type {Placed | null} */
export let shownEvent = null;
/** @type {L.Marker | null} */
let mark = null;

function press() {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".event [aria-pressed]"))) {
    button.setAttribute(
      "aria-pressed",
      String(Boolean(shownEvent) && button.dataset.key === "event-" + shownEvent?.id),
    );
  }
}

/**
 * The place comes to the middle of what the panel leaves free.
 * @param {Placed} milestone
 */
function moveTo(milestone) {
  uncover();
  map.invalidateSize({animate: false});
  const {left, top, right, bottom} = covers();
  const zoom = Math.max(map.getZoom(), Math.min(6, map.getMinZoom() + 2));
  const shift = L.point(left - right, top - bottom).divideBy(2);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  map.setView(map.unproject(map.project([milestone.lat, milestone.lon], zoom).subtract(shift), zoom), zoom, {
    animate: !still,
  });
}

/**
 * Shows one event in place of the one before; none takes the mark away, as Escape does.
 * @param {Placed | null} milestone
 * @param {{move?: boolean}} [options]
 */
export function showEvent(milestone, {move = true} = {}) {
  mark?.remove();
  shownEvent = milestone;
  press();
  if (!milestone) return;
  if (!map.getPane("event")) {
    map.createPane("event").style.zIndex = "660";
    /** @type {HTMLElement} */ (map.getPane("event")).style.pointerEvents = "none";
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && shownEvent) showEvent(null);
    });
  }
  const [name, language] = i18n.version(milestone, "name");
  const label = el("span", {class: "event-label", lang: language === i18n.language ? null : language}, name);
  const icon = L.divIcon({className: "event-mark", iconSize: [28, 28], html: label});
  mark = L.marker([milestone.lat, milestone.lon], {pane: "event", icon, interactive: false, keyboard: false}).addTo(
    map,
  );
  if (move) moveTo(milestone);
}
