// The page of a layer in files beside it: the map, the panel and the card of the usual page, over counts of cells and
// blocks of texts that are read as the reader moves.

/** @import {Project} from "./types.ts" */
import {byTag, el} from "./core/dom.js";
import {fire, on} from "./core/events.js";
import * as i18n from "./core/i18n.js";
import {t} from "./core/i18n.js";
import {copyText} from "./core/notice.js";
import * as urlState from "./core/url_state.js";
import {useIndex} from "./data/search.js";
import {useStore} from "./data/store.js";
import {startUrlSelection} from "./data/url_selection.js";
import {useView} from "./data/view.js";
import {readPaths} from "./map/base_paths.js";
import {reachFurther, startBaseLayer} from "./map/base_layer.js";
import {afterPaint, keepStill, showFirstView, whenSized} from "./map/beginning.js";
import {
  firstLanguage,
  showLanguages,
  startCredits,
  startLanguages,
  startScaleBar,
  startZoomButtons,
  useLanguage,
} from "./map/controls.js";
import {below} from "./map/below.js";
import {startLabels} from "./map/labels.js";
import {completeMarks, startMarkers} from "./map/markers.js";
import {startTiles} from "./map/tiles.js";
import {startViewInUrl} from "./map/view_in_url.js";
import {map, maxZoom, useMap} from "./map/viewport.js";
import {startCard} from "./panel/card.js";
import {drawFilters} from "./panel/filters.js";
import {startCovers} from "./panel/covers.js";
import {fillPanel, startPanel} from "./panel/panel.js";
import {splitStore} from "./split/store.js";
import {startTrouble} from "./split/trouble.js";
import {splitView} from "./split/view.js";
import {drawViewList, startViewList} from "./split/view_list.js";

import * as clusters from "./map/clusters.js";
import * as words from "./split/words.js";

/** @param {Project} project */
const linkButton = (project) =>
  el("button", {
    type: "button",
    class: "text-button",
    on: {click: () => copyText(urlState.link({project: project.id}))},
  }, t("link.copy_project"));

function begin() {
  map.setMaxZoom(maxZoom());
  keepStill();
  startCard([linkButton]);
  startLanguages();
  i18n.use(firstLanguage());
  startCovers();
  startPanel({projects: drawViewList, legend: drawFilters});
  startTrouble(byTag("main"));
  useLanguage(i18n.language);
  startZoomButtons();
  startTiles();
  startCredits();
  startScaleBar();
  showFirstView();
  startBaseLayer();
  startUrlSelection();
  const forgetMove = startViewInUrl();
  // The first tiles that are asked for are those of the view that the address names.
  if (urlState.has("view")) urlState.read();
  startMarkers(clusters, below);
  startViewList();
  urlState.read();
  if (!urlState.has("view")) forgetMove();
  // Whoever wants a file that could not be read asks for it once more.
  on("again", () => {
    fire("texts");
    urlState.read();
  });
  completeMarks(below);
  showLanguages();
  startLabels();
  fillPanel();
  document.documentElement.dataset.drawn = "";
  afterPaint(reachFurther);
}

useStore(splitStore);
useView(splitView);
useIndex(words);
addEventListener("coopmap-map", async (/** @type {any} */ {detail}) => {
  useMap(detail);
  // Where they cannot be unpacked, the ground of the first picture stays.
  await readPaths().catch(() => {});
  whenSized(detail, begin);
}, {once: true});
