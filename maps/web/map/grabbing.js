// The hand that closes while the map is dragged, on a plate over the map: Leaflet says it by a class of the body, for which a
// browser computes the style of every mark and line anew, in the drag's first frame and after its last.

import {el} from "../core/dom.js";
import {map} from "./viewport.js";

export function startGrabbing() {
  const plate = el("div", {class: "grabbing", hidden: true});
  map.getContainer().append(plate);
  map.on("dragstart dragend", ({type}) => plate.hidden = type === "dragend");
}
