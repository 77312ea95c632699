// The search for a place: a name, coordinates as people write them, or a map link becomes the place of a project.

/** @import {Feature, Place} from "../types.ts" */
import {el} from "../core/dom.js";
import {t} from "../core/i18n.js";
import {ask} from "./server.js";
import {map} from "../map/viewport.js";

// What follows from the place, and is taken from the place that is chosen.
const FROM_PLACE = /^(countries|regions|place_.*|precision|uncertainty_m|route|location_source)$/;

/**
 * @param {{value: () => Feature, take: (feature: Feature) => void}} holder holds the project whose place is set
 */
export function placeSearch(holder) {
  const results = el("ul", {"aria-live": "polite"});
  let timer = 0;
  const query = el("input", {
    type: "search",
    "data-path": "find",
    on: {
      input: () => {
        clearTimeout(timer);
        timer = setTimeout(look, 300);
      },
      /** @param {KeyboardEvent} event */
      keydown: (event) => event.key === "Enter" && look(),
    },
  });

  /** @param {Place} place */
  function choose(place) {
    const typed = holder.value();
    const others = Object.entries(typed.properties).filter(([key]) => !FROM_PLACE.test(key));
    query.value = "";
    results.replaceChildren();
    holder.take({...typed, geometry: place.geometry, properties: {...Object.fromEntries(others), ...place.fields}});
    map.setView([place.geometry.coordinates[1], place.geometry.coordinates[0]], Math.max(map.getZoom(), 7));
  }

  async function look() {
    const text = query.value;
    const {places = [], messages = []} = text.trim() ? await ask("find", {text}) : {};
    if (text !== query.value) return;
    /** @param {Place} place */
    const button = (place) =>
      el("button", {type: "button", class: "text-button", on: {click: () => choose(place)}}, place.title);
    results.replaceChildren(
      ...messages.map((/** @type {string} */ line) => el("li", {class: "small"}, line)),
      ...places.map((/** @type {Place} */ place) => el("li", {}, button(place))),
    );
  }
  return el("div", {}, el("label", {}, el("span", {class: "small"}, t("edit.find")), query), results);
}
