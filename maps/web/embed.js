// Shown in a frame (#embed): a title, the strip and the map, and below it date, source and the way to the full map; the
// page around it scrolls until the reader has touched the map.

import {byTag, el} from "./core/dom.js";
import {on} from "./core/events.js";
import * as formats from "./core/formats.js";
import * as i18n from "./core/i18n.js";
import {t, textEl} from "./core/i18n.js";
import {swatch} from "./core/icons.js";
import {page} from "./core/page_data.js";
import {codeName} from "./core/terms.js";
import * as urlState from "./core/url_state.js";
import {store} from "./data/store.js";
import {map} from "./map/viewport.js";
import {findings, strip} from "./panel/lede.js";

// What the colours and icons on the map stand for: the sectors that the layer has; a low frame has no room for it.
const key = () =>
  el(
    "ul",
    {class: "embed-key"},
    ...store.codes("sector").filter(Boolean).map((code) => el("li", {}, swatch(code), codeName("sector", code))),
  );

/** Gives a function that draws title and foot anew, as when the address has been read. */
export function startEmbed() {
  if (!document.body.classList.contains("embed")) return () => {};
  const head = el("header", {class: "embed-head"});
  const foot = el("footer", {class: "embed-foot small"});
  const link = el("a", {class: "embed-link", target: "_blank", rel: "noopener"});
  byTag("main").prepend(head);
  byTag("main").append(foot);

  const draw = () => {
    const {layer} = page;
    const publisher = i18n.version(layer, "publisher")[0] || layer.publisher || "";
    link.textContent = t("embed.full");
    link.href = urlState.link({embed: ""}).replace(/[#&]embed=?(?=&|$)/, "");
    head.replaceChildren(textEl("h1", layer, "title"), strip(), findings());
    foot.replaceChildren(
      key(),
      el(
        "span",
        {},
        [publisher, layer.as_of ? formats.asOf("page.as_of", layer.as_of) : ""].filter(Boolean).join(" · "),
      ),
      link,
    );
  };
  map.scrollWheelZoom.disable();
  map.once("click mousedown touchstart", () => map.scrollWheelZoom.enable());
  map.getContainer().addEventListener("mouseleave", () => map.scrollWheelZoom.disable());
  map.on("click", () => map.scrollWheelZoom.enable());
  on("language filter chosen", draw);
  map.on("moveend", draw);
  draw();
  return draw;
}
