// Starts the page: the map in its first view with its marks, the state of the address, then all that stands around.

/** @import {Layout} from "./map_types.ts" */
/** @import {Store, WordIndex} from "./store_types.ts" */
import {around, readAround, runChunk, runEditor} from "./chunks.js";
import {el} from "./core/dom.js";
import "./core/early_messages.js";
import {fire, on} from "./core/events.js";
import * as i18n from "./core/i18n.js";
import {t, textEl} from "./core/i18n.js";
import {say} from "./core/notice.js";
import {page, whole} from "./core/page_data.js";
import * as urlState from "./core/url_state.js";
import {store, useStore} from "./data/store.js";
import * as lazy from "./core/lazy.js";
import {readPaths} from "./map/base_paths.js";
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
import {isTooNear} from "./map/first_ground.js";
import {completeMarks, startMarkers} from "./map/markers.js";
import {spokenName} from "./map/places.js";
import {startViewInUrl} from "./map/view_in_url.js";
import {map, maxZoom, useMap} from "./map/viewport.js";
import {panel, startCovers, wide} from "./panel/covers.js";

/** @type {WordIndex | undefined} */
let index;
/** @type {Promise<boolean> | null} */
let unpacking = null;
let hasAround = false;
let hasControls = false;

/** Reads all that the page holds packed; gives whether it could, for a browser of before 2023 may not be able to. */
const unpack =
  () => (unpacking ??= Promise.all([whole(), readAround(), readPaths()]).then(([isWhole]) => isWhole, () => false));

// The card that was asked for, by a press on a mark, before there is any.
/** @type {object | null} */
let wanted = null;
on("open-card", (card) => (wanted = hasAround ? null : card));

// All that stands around the map: after the first picture, unless that shows some of it.
function startAround() {
  if (!hasAround && around) around.startAround(index);
  hasAround = true;
}

// Buttons, credits and scale, when the map has been painted, or before that where it has to keep clear of them.
function showControls() {
  if (hasControls) return;
  hasControls = true;
  startZoomButtons();
  around?.startButtons();
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
  if (unpacking) startAround();
  useLanguage(i18n.language);
}

// Without what is packed there are the map, and the projects in words.
function showPlainly() {
  panel.append(
    el("header", {class: "panel-head"}, textEl("h1", page.layer, "title")),
    el("div", {class: "panel-body"}, ...page.projects.map((project) => el("p", {class: "plain"}, spokenName(project)))),
  );
  say(t("page.old_browser"));
}

/** @param {Layout} layout */
async function begin(layout) {
  showFirstView();
  // Where they cannot be unpacked, the ground of the first picture stays.
  if (isTooNear()) await readPaths().catch(() => {});
  startBaseLayer();
  startMarkers(layout, around?.below);
  if (page.editor && around) runEditor();
  const forgetMove = startViewInUrl();
  urlState.read();
  if (!urlState.has("view")) forgetMove();
  if (unpacking) around?.readEmbed();
  // The marks are seen first; what lies below them, the names and the panel come when the browser has painted them.
  afterPaint(async () => {
    const isWhole = await unpack();
    startAround();
    completeMarks(around?.below);
    showControls();
    showLanguages();
    if (isWhole) await around.fillAround();
    else showPlainly();
    if (wanted) fire("open-card", wanted);
    document.documentElement.dataset.drawn = "";
    whenIdle(reachFurther);
    around?.readForSearch();
  });
}

// Who opens the page at a project, a filter or a stop of the story sees that first, and in a narrow window the buttons may lie
// over a mark; the editor reads all, and so does the map of more than a few projects.
const needsAll = () =>
  page.editor || page.apart.includes("columns") || !wide.matches ||
  urlState.names().some((name) => name !== "lang");

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
    if (needsAll()) await unpack();
    store.opening(() => {
      furnish();
      whenSized(detail, () => begin(layout));
    });
  }, {once: true});
}
