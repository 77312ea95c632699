// Starts the page: the map in its first view with its marks, the state of the address, then all that stands around.

/** @import {Layout} from "./map_types.ts" */
/** @import {Store, WordIndex} from "./store_types.ts" */
import {runAround, runChunk, runEditor} from "./chunks.js";
import "./core/early_messages.js";
import {on} from "./core/events.js";
import * as i18n from "./core/i18n.js";
import {t} from "./core/i18n.js";
import {say} from "./core/notice.js";
import {page, whole} from "./core/page_data.js";
import * as urlState from "./core/url_state.js";
import {store, useStore} from "./data/store.js";
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
import {completeMarks, startMarkers} from "./map/markers.js";
import {startViewInUrl} from "./map/view_in_url.js";
import {map, maxZoom, useMap} from "./map/viewport.js";
import {startCovers} from "./panel/covers.js";

/** @type {WordIndex | undefined} */
let index;
let hasAround = false;

// All that stands around the map: after the first picture, unless that shows some of it.
function startAround() {
  if (!hasAround) runAround().startAround(index);
  hasAround = true;
}

// Buttons, credits and scale, when the map has been painted, or before that where it has to keep clear of them.
let hasControls = false;
function showControls() {
  if (hasControls) return;
  hasControls = true;
  startZoomButtons();
  runAround().startButtons();
  startCredits();
  startScaleBar();
}

// What the map keeps clear of, and how it speaks: before it is fitted. Title bar and sheet take their part of the window, and
// the buttons may cover a mark.
function furnish() {
  map.setMaxZoom(maxZoom());
  keepStill();
  document.body.classList.toggle("embed", urlState.has("embed"));
  startLanguages();
  i18n.use(firstLanguage());
  startCovers();
  useControls(showControls);
  lazy.startLazy(runChunk);
  if (page.editor || urlState.names().some((name) => name !== "lang" && name !== "view")) startAround();
  useLanguage(i18n.language);
}

/** @param {Layout} layout */
function begin(layout) {
  showFirstView();
  startBaseLayer();
  startMarkers(layout);
  if (page.editor) runEditor();
  const forgetMove = startViewInUrl();
  urlState.read();
  if (!urlState.has("view")) forgetMove();
  if (hasAround) runAround().readEmbed();
  // The marks are seen first; what lies below them, the names and the panel come when the browser has painted them.
  afterPaint(async () => {
    const unpacked = whole();
    startAround();
    completeMarks();
    showControls();
    showLanguages();
    const isWhole = await unpacked;
    const filled = runAround().fillAround();
    if (isWhole) await filled;
    else say(t("page.old_browser"));
    document.documentElement.dataset.drawn = "";
    whenIdle(reachFurther);
    runAround().readForSearch();
  });
}

/**
 * Starts the page with a store, its layout of marks and, of a large layer, its index of words, once folium's script has made
 * the map and says so (maps/page/folium_map.py).
 * @param {{opened: Store, words?: WordIndex, layout: Layout}} options
 */
export function start({opened, words, layout}) {
  useStore(opened);
  index = words;
  on("language", opened.renamed);
  addEventListener("coopmap-map", async (/** @type {any} */ {detail}) => {
    useMap(detail);
    await loaded();
    // Who opens the page at a project or a stop of the story sees that first; the editor reads all, and so does the map of
    // more than a few projects.
    const isAtProject = urlState.has("project") || urlState.has("present");
    if (page.apart.includes("columns") || page.editor || isAtProject) await whole();
    store.opening(() => {
      furnish();
      whenSized(detail, () => begin(layout));
    });
  }, {once: true});
}
