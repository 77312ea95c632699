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
import {page, whole} from "./core/page_data.js";
import * as urlState from "./core/url_state.js";
import {prepare, useIndex} from "./data/search.js";
import {store, useStore} from "./data/store.js";
import {startUrlSelection} from "./data/url_selection.js";
import {startEmbed} from "./embed.js";
import * as lazy from "./core/lazy.js";
import {reachFurther, startBaseLayer} from "./map/base_layer.js";
import {afterPaint, keepStill, loaded, showFirstView, whenIdle, whenSized} from "./map/beginning.js";
import {
  firstLanguage,
  showLanguages,
  startCredits,
  startLanguages,
  startScaleBar,
  startZoomButtons,
  useLanguage,
} from "./map/controls.js";
import {useControls} from "./map/home.js";
import {startLabels} from "./map/labels.js";
import {completeMarks, startMarkers} from "./map/markers.js";
import {startTiles} from "./map/tiles.js";
import {startViewInUrl} from "./map/view_in_url.js";
import {map, maxZoom, useMap} from "./map/viewport.js";
import {startCard} from "./panel/card.js";
import {drawFilters} from "./panel/filters.js";
import {fillPanel, startPanel} from "./panel/panel.js";
import {drawList, startList} from "./panel/project_list.js";
import {startPresentation, startPresentButton} from "./present/presentation.js";
import {printCard, startPrint} from "./print.js";

// Draws title and foot of a map in a frame anew.
let drawEmbed = () => {};

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

// Buttons, credits and scale, when the map has been painted, or before that where it has to keep clear of them.
let hasControls = false;
function showControls() {
  if (hasControls) return;
  hasControls = true;
  startZoomButtons();
  startTiles();
  startPresentButton();
  startCredits();
  startScaleBar();
}

// All that stands around the map and on it, with its texts: before the map is fitted, so that the browser lays the page out
// once. Title bar and sheet take their part of the window, and the buttons may cover a mark.
function furnish() {
  map.setMaxZoom(maxZoom());
  keepStill();
  document.body.classList.toggle("embed", urlState.has("embed"));
  startCard(cardButtons());
  startLanguages();
  i18n.use(firstLanguage());
  startList();
  startPanel({projects: drawList, legend: drawFilters}, lazy.unpacked);
  drawEmbed = startEmbed();
  useControls(showControls);
  lazy.startLazy(runChunk);
  startPrint();
  useLanguage(i18n.language);
}

/** @param {Layout} layout */
function begin(layout) {
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
  // The marks are seen first; what lies below them, the names and the panel come when the browser has painted them.
  afterPaint(async () => {
    const unpacked = whole();
    completeMarks();
    showControls();
    showLanguages();
    const isWhole = await unpacked;
    startLabels();
    fillPanel();
    if (!isWhole) say(t("page.old_browser"));
    document.documentElement.dataset.drawn = "";
    whenIdle(reachFurther);
    readForSearch();
  });
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
  addEventListener("coopmap-map", async (/** @type {any} */ {detail}) => {
    useMap(detail);
    await loaded();
    // Who opens the page at a project or a stop of the story sees that first; the editor reads all, and so does the map of
    // more than a few projects.
    if (page.apart.includes("columns") || page.editor || urlState.has("project") || urlState.has("present")) {
      await whole();
    }
    store.opening(() => {
      furnish();
      whenSized(detail, () => begin(layout));
    });
  }, {once: true});
}
