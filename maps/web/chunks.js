// How a script apart, what stands around the map, the lazy chunk or the editor, comes by the modules of the page, and the page
// by what it exports.
//
// Each is bundled by itself, with the modules of the page left out (maps/page/bundle.py): a bundle with its own copy of the store
// would hold another store. The policy of the page admits classic scripts by their hashes, which import nothing, and there is
// no global object. So a chunk listens for one event, which hands it the page's modules and takes what it exports.

import * as age from "./core/age.js";
import * as dom from "./core/dom.js";
import {el} from "./core/dom.js";
import * as earlyMessages from "./core/early_messages.js";
import * as events from "./core/events.js";
import * as fold from "./core/fold.js";
import * as formats from "./core/formats.js";
import * as grouped from "./core/grouped.js";
import * as i18n from "./core/i18n.js";
import * as icons from "./core/icons.js";
import {inflatedPart} from "./core/inflate.js";
import * as lazy from "./core/lazy.js";
import * as leaflet from "./core/leaflet.js";
import * as longitudes from "./core/longitudes.js";
import * as notice from "./core/notice.js";
import * as ownFields from "./core/own_fields.js";
import * as packedLine from "./core/packed_line.js";
import * as pageData from "./core/page_data.js";
import * as press from "./core/press.js";
import * as terms from "./core/terms.js";
import * as theme from "./core/theme.js";
import * as urlState from "./core/url_state.js";
import * as selection from "./data/selection.js";
import * as store from "./data/store.js";
import * as wordFits from "./data/word_fits.js";
import * as wordForms from "./data/word_forms.js";
import * as baseLayer from "./map/base_layer.js";
import * as basePaths from "./map/base_paths.js";
import * as beginning from "./map/beginning.js";
import * as crowding from "./map/crowding.js";
import * as home from "./map/home.js";
import * as lines from "./map/lines.js";
import * as markers from "./map/markers.js";
import * as paced from "./map/paced.js";
import * as places from "./map/places.js";
import * as routes from "./map/routes.js";
import * as viewport from "./map/viewport.js";
import * as covers from "./panel/covers.js";

// The modules that chunks import, by the paths of their imports, and those of around.js once it has run; the bundler says when
// one is missing.
/** @type {Record<string, object>} */
const shared = {
  "./core/age.js": age,
  "./core/dom.js": dom,
  "./core/early_messages.js": earlyMessages,
  "./core/events.js": events,
  "./core/fold.js": fold,
  "./core/formats.js": formats,
  "./core/grouped.js": grouped,
  "./core/i18n.js": i18n,
  "./core/icons.js": icons,
  "./core/lazy.js": lazy,
  "./core/leaflet.js": leaflet,
  "./core/longitudes.js": longitudes,
  "./core/notice.js": notice,
  "./core/own_fields.js": ownFields,
  "./core/packed_line.js": packedLine,
  "./core/page_data.js": pageData,
  "./core/press.js": press,
  "./core/terms.js": terms,
  "./core/theme.js": theme,
  "./core/url_state.js": urlState,
  "./data/selection.js": selection,
  "./data/store.js": store,
  "./data/word_fits.js": wordFits,
  "./data/word_forms.js": wordForms,
  "./map/base_layer.js": baseLayer,
  "./map/base_paths.js": basePaths,
  "./map/beginning.js": beginning,
  "./map/crowding.js": crowding,
  "./map/home.js": home,
  "./map/lines.js": lines,
  "./map/markers.js": markers,
  "./map/paced.js": paced,
  "./map/places.js": places,
  "./map/routes.js": routes,
  "./map/viewport.js": viewport,
  "./panel/covers.js": covers,
};

/**
 * Runs the script of a chunk; gives what it exports.
 * @param {string} name of its entry
 * @param {string | null} script where it does not stand in the page as one, and waits since it was read
 */
export function runChunk(name, script) {
  if (script) document.body.append(el("script", {}, script));
  /** @type {{exports: any}} */
  const module = {exports: {}};
  dispatchEvent(
    new CustomEvent("coopmap-" + name, {detail: {require: (/** @type {string} */ path) => shared[path], module}}),
  );
  return module.exports;
}

/**
 * What the script of all that stands around the map exports (around.js), once it has been read.
 * @type {any}
 */
export let around = null;

/** Unpacks and runs that script; its style is admitted by its hash, as the script is. */
export async function readAround() {
  const {script, style} = await (await inflatedPart("around")).json();
  document.head.append(el("style", {}, style));
  around = runChunk("around", script);
  Object.assign(shared, around.modules);
}

export const runEditor = () => runChunk("editor_chunk", null).startEditor();
