// The view as a part of the address, once the reader has moved the map.

import {on} from "../core/events.js";
import * as urlState from "../core/url_state.js";
import * as viewport from "./viewport.js";
import {home} from "./home.js";
import {map} from "./viewport.js";

let moved = false;

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
  map.on("dragend zoomend", () => (moved ||= !viewport.isViewBorrowed));
  map.on("moveend", () => viewport.isViewBorrowed || urlState.write());
  // What the panel leaves free or covers is filled anew, unless the reader has chosen what to see.
  on("layout", () => moved || viewport.isViewBorrowed || urlState.has("project") || home());
  return () => (moved = false);
}
