// How a script apart, the lazy chunk or the editor, comes by the modules of the page, and the page by what it exports.
//
// Each is bundled by itself, with the modules of the page left out (maps/page/bundle.py): a bundle with its own copy of the store
// would hold another store. The policy of the page admits classic scripts by their hashes, which import nothing, and there is
// no global object. So a chunk listens for one event, which hands it the page's modules and takes what it exports.

import * as age from "./core/age.js";
import * as dom from "./core/dom.js";
import * as events from "./core/events.js";
import * as formats from "./core/formats.js";
import * as i18n from "./core/i18n.js";
import * as icons from "./core/icons.js";
import * as leaflet from "./core/leaflet.js";
import * as longitudes from "./core/longitudes.js";
import * as notice from "./core/notice.js";
import * as ownFields from "./core/own_fields.js";
import * as pageData from "./core/page_data.js";
import * as press from "./core/press.js";
import * as terms from "./core/terms.js";
import * as urlState from "./core/url_state.js";
import * as search from "./data/search.js";
import * as selection from "./data/selection.js";
import * as store from "./data/store.js";
import * as lazy from "./core/lazy.js";
import * as viewport from "./map/viewport.js";
import * as filterChips from "./panel/filter_chips.js";
import * as panel from "./panel/panel.js";
import * as photographs from "./panel/photographs.js";
import * as sheet from "./panel/sheet.js";
import * as sourceList from "./panel/source_list.js";

// The modules that chunks import, by the paths of their imports; the bundler says when one is missing.
/** @type {Record<string, object>} */
const shared = {
  "./core/age.js": age,
  "./core/dom.js": dom,
  "./core/events.js": events,
  "./core/formats.js": formats,
  "./core/i18n.js": i18n,
  "./core/icons.js": icons,
  "./core/leaflet.js": leaflet,
  "./core/longitudes.js": longitudes,
  "./core/notice.js": notice,
  "./core/own_fields.js": ownFields,
  "./core/page_data.js": pageData,
  "./core/press.js": press,
  "./core/terms.js": terms,
  "./core/url_state.js": urlState,
  "./data/search.js": search,
  "./data/selection.js": selection,
  "./data/store.js": store,
  "./core/lazy.js": lazy,
  "./map/viewport.js": viewport,
  "./panel/filter_chips.js": filterChips,
  "./panel/panel.js": panel,
  "./panel/photographs.js": photographs,
  "./panel/sheet.js": sheet,
  "./panel/source_list.js": sourceList,
};

/**
 * Runs the script of a chunk; gives what it exports.
 * @param {() => void} load
 */
export function runChunk(load) {
  load();
  /** @type {{exports: any}} */
  const module = {exports: {}};
  dispatchEvent(
    new CustomEvent("coopmap-chunk", {detail: {require: (/** @type {string} */ name) => shared[name], module}}),
  );
  return module.exports;
}

// The editor's script stands in the page, and waits since it was read.
export const runEditor = () => runChunk(() => {}).startEditor();
