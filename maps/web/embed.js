// Shown in a frame (#embed): no panel, no title; the page around it scrolls until the reader has touched the map.

import {byTag, el} from "./core/dom.js";
import {on} from "./core/events.js";
import {t} from "./core/i18n.js";
import * as urlState from "./core/url_state.js";
import {map} from "./map/viewport.js";

export function startEmbed() {
  if (!document.body.classList.contains("embed")) return;
  const link = el("a", {class: "embed-link", target: "_blank", rel: "noopener"});
  byTag("main").append(link);

  const draw = () => {
    link.textContent = t("embed.full");
    link.href = urlState.link({embed: ""}).replace(/[#&]embed=?(?=&|$)/, "");
  };
  map.scrollWheelZoom.disable();
  map.once("click mousedown touchstart", () => map.scrollWheelZoom.enable());
  map.getContainer().addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
  map.on("click", () => map.scrollWheelZoom.enable());
  on("language filter chosen", draw);
  map.on("moveend", draw);
  draw();
}
