// The view as a part of the address, once the reader has moved the map.

import {on} from "../core/events.js";
import * as urlState from "../core/url_state.js";
import * as viewport from "./viewport.js";
import {home} from "./home.js";
import {map} from "./viewport.js";

let moved = false;
// While the map is filled anew, which is no move of the reader's.
let isFilling = false;

function viewText() {
  const {lat, lng} = map.getCenter();
  return [map.getZoom(), lat.toFixed(3), lng.toFixed(3)].join("/");
}

// Gives a function that forgets that the map was moved.
export function startViewInUrl() {
  urlState.part("view", () => (moved && !viewport.isViewBorrowed ? viewText() : ""), (text) => {
    const [zoom, lat, lng] = text.split("/").map(Number);
    if (!text || ![zoom, lat, lng].every(Number.isFinite) || text === viewText()) return;
    moved = true;
    map.setView([lat, lng], zoom, {animate: false});
  });
  map.on("dragend zoomend", () => (moved ||= !viewport.isViewBorrowed && !isFilling));
  map.on("moveend", () => viewport.isViewBorrowed || urlState.write());
  // What panel and window leave free is filled anew, unless the reader has chosen what to see.
  const fill = () => {
    if (moved || viewport.isViewBorrowed || urlState.has("project")) return;
    isFilling = true;
    home();
    isFilling = false;
  };
  on("layout", fill);
  map.on("resize", fill);
  return () => (moved = false);
}
