// Starts the page: the parts in their order, the first view, the state of the address.

/** @import {Layout} from "./map_types.ts" */
/** @import {Store, WordIndex} from "./store_types.ts" */
/** @import {Project} from "./types.ts" */
import {runChunk, runEditor} from "./chunks.js";
import {el} from "./core/dom.js";
import {on} from "./core/events.js";
import * as i18n from "./core/i18n.js";
import {t} from "./core/i18n.js";
import {copyText, say} from "./core/notice.js";
import {opened as companions, page} from "./core/page_data.js";
import * as urlState from "./core/url_state.js";
import {prepare, useIndex} from "./data/search.js";
import {store, useStore} from "./data/store.js";
import {startUrlSelection} from "./data/url_selection.js";
import {startEmbed} from "./embed.js";
import * as lazy from "./core/lazy.js";
import {startBaseLayer} from "./map/base_layer.js";
import {keepStill, showFirstView, whenSized} from "./map/beginning.js";
import {
  firstLanguage,
  startCredits,
  startLanguages,
  startScaleBar,
  startZoomButtons,
  useLanguage,
} from "./map/controls.js";
import {startLabels} from "./map/labels.js";
import {startMarkers} from "./map/markers.js";
import {drawLines} from "./map/routes.js";
import {startTiles} from "./map/tiles.js";
import {startViewInUrl} from "./map/view_in_url.js";
import {map, maxZoom, useMap} from "./map/viewport.js";
import {startCard} from "./panel/card.js";
import {drawFilters} from "./panel/filters.js";
import {fillPanel, startPanel} from "./panel/panel.js";
import {drawList, startList} from "./panel/project_list.js";
import {startPresentation} from "./present/presentation.js";
import {printCard, startPrint} from "./print.js";

// Acts when the browser has nothing else to do.
const whenIdle = window.requestIdleCallback || ((act) => setTimeout(act, 50));

// Milliseconds of work that no frame waits for.
const SLICE = 4;

// The search reads the projects once the page has come to rest and has nothing else to do.
function readForSearch(wait = 1000) {
  setTimeout(
    () => whenIdle((idle) => prepare(Math.min(SLICE, idle?.timeRemaining() ?? SLICE)) || readForSearch(0)),
    wait,
  );
}

function cardButtons() {
  /**
   * @param {string} label
   * @param {() => void} act
   */
  const button = (label, act) => el("button", {type: "button", class: "text-button", on: {click: act}}, t(label));
  return [
    (/** @type {Project} */ project) =>
      button("link.copy_project", () => copyText(urlState.link({project: project.id}))),
    (/** @type {Project} */ project) => button("print.card", () => printCard(project)),
    lazy.suggestButton,
  ];
}

/** @param {Layout} layout */
function begin(layout) {
  map.setMaxZoom(maxZoom());
  keepStill();
  document.body.classList.toggle("embed", urlState.has("embed"));
  startCard(cardButtons());
  startLanguages();
  i18n.use(firstLanguage());
  startList();
  startPanel({projects: drawList, legend: drawFilters}, lazy.unpacked);
  const drawEmbed = startEmbed();
  startZoomButtons();
  startTiles();
  startCredits();
  startScaleBar();
  lazy.startLazy(runChunk);
  startPrint();
  useLanguage(i18n.language);
  // All that stands around the map and on it has its texts now, so that the page is laid out once: title bar and sheet
  // take their part of the window, and the buttons may cover a mark.
  map.invalidateSize({animate: false, pan: false});
  showFirstView();
  startBaseLayer();
  startMarkers(layout);
  if (page.editor) runEditor();
  startUrlSelection();
  const forgetMove = startViewInUrl();
  startPresentation();
  urlState.read();
  if (!urlState.has("view")) forgetMove();
  drawEmbed();
  // The map is seen first; many lines, the names and the list come when the browser has painted it, or soon anyhow.
  whenIdle(() => {
    drawLines();
    startLabels();
    fillPanel();
    document.documentElement.dataset.drawn = "";
    readForSearch();
  }, {timeout: 250});
}

/**
 * Starts the page with a store, its index of words and its layout of marks, once folium's script has made the map and
 * says so (maps/page/folium_map.py).
 * @param {{opened: Store, index: WordIndex, layout: Layout}} options
 */
export function start({opened, index, layout}) {
  useStore(opened);
  useIndex(index);
  on("language", opened.renamed);
  addEventListener("coopmap-map", (/** @type {any} */ {detail}) => {
    useMap(detail);
    whenSized(detail, async () => {
      const isWhole = await companions;
      store.opening(() => begin(layout));
      if (!isWhole) say(t("page.old_browser"));
    });
  }, {once: true});
}
