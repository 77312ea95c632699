// Online map tiles: an extra that is off at the start and that only the reader turns on.

import {el, lineIcon, within} from "../core/dom.js";
import {fire, on} from "../core/events.js";
import {t} from "../core/i18n.js";
import {L} from "../core/leaflet.js";
import {say} from "../core/notice.js";
import {page} from "../core/page_data.js";
import {addControl, map, maxZoom} from "./viewport.js";

const providers = page.tiles;
const box = el("details", {class: "tiles"});
/** @type {L.TileLayer | null} */
let layer = null;
let chosen = "";
let arrived = false;

/** @param {string} name */
function choose(name) {
  layer?.remove();
  chosen = name;
  arrived = false;
  const provider = providers.find((each) => each.name === name);
  layer = provider ? L.tileLayer(provider.url, {maxZoom: provider.max_zoom, attribution: provider.attribution}) : null;
  map.setMaxZoom(provider ? provider.max_zoom : maxZoom());
  layer?.on({tileload: arrive, tileerror: giveUp}).addTo(map);
  fire("tiles");
}

// Our names on the map go when the first tile has come, not before.
function arrive() {
  if (arrived) return;
  arrived = true;
  fire("tiles");
}

function giveUp() {
  if (arrived) return;
  choose("");
  draw();
  say(t("tiles.failed"));
}

/**
 * @param {string} name
 * @param {string} label
 */
function choice(name, label) {
  const input = el("input", {
    type: "radio",
    name: "tiles",
    value: name,
    checked: name === chosen,
    on: {change: () => choose(name)},
  });
  return el("label", {}, input, el("span", {}, label));
}

function draw() {
  const layers = lineIcon("M8 2.2l6 3.2-6 3.2-6-3.2zM2 8.2l6 3.2 6-3.2M2 11l6 3.2 6-3.2");
  box.replaceChildren(
    el("summary", {title: t("tiles.title"), "aria-label": t("tiles.title")}, layers),
    el(
      "fieldset",
      {},
      el("legend", {}, t("tiles.title")),
      choice("", t("tiles.off")),
      ...providers.map((provider) => choice(provider.name, provider.name)),
      el("p", {class: "small"}, t("tiles.note")),
    ),
  );
}

export const areTilesShown = () => arrived;

export function startTiles() {
  L.DomEvent.disableScrollPropagation(box);
  if (providers.length) addControl(box, "topright");
  draw();
  on("language", draw);
  document.addEventListener(
    "pointerdown",
    ({target}) => box.contains(/** @type {Node} */ (target)) || box.removeAttribute("open"),
  );
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    event.preventDefault();
    box.open = false;
    within(box, "summary").focus();
  });
}
