// What stands around the map and on it: panel, card, names, presentation, print. It is a script of its own, which the browser
// reads when the first picture is painted, or before where the address asks for more than a map.

/** @import {WordIndex} from "./store_types.ts" */
/** @import {Project} from "./types.ts" */
import {el} from "./core/dom.js";
import {t} from "./core/i18n.js";
import * as lazy from "./core/lazy.js";
import {copyText} from "./core/notice.js";
import * as urlState from "./core/url_state.js";
import * as search from "./data/search.js";
import {startUrlSelection} from "./data/url_selection.js";
import * as wordIndex from "./data/word_index.js";
import {startEmbed} from "./embed.js";
import {whenIdle} from "./map/beginning.js";
import {below} from "./map/below.js";
import {startGrabbing} from "./map/grabbing.js";
import {startLabels} from "./map/labels.js";
import {startTiles} from "./map/tiles.js";
import {startCard} from "./panel/card.js";
import * as filterChips from "./panel/filter_chips.js";
import {drawFilters} from "./panel/filters.js";
import * as panel from "./panel/panel.js";
import * as photographs from "./panel/photographs.js";
import {drawList, startList} from "./panel/project_list.js";
import * as sheet from "./panel/sheet.js";
import * as sourceList from "./panel/source_list.js";
import {startPresentation, startPresentButton} from "./present/presentation.js";
import {printCard, startPrint} from "./print.js";

export {below};

// The modules that other chunks import: see chunks.js.
export const modules = {
  "./data/search.js": search,
  "./panel/filter_chips.js": filterChips,
  "./panel/panel.js": panel,
  "./panel/photographs.js": photographs,
  "./panel/sheet.js": sheet,
  "./panel/source_list.js": sourceList,
};

// Draws title and foot of a map in a frame anew.
let drawEmbed = () => {};

// Milliseconds of work that no frame waits for.
const SLICE = 4;

// The search reads the projects once the page has come to rest and has nothing else to do.
export function readForSearch(wait = 1000) {
  setTimeout(
    () => whenIdle((idle) => search.prepare(Math.min(SLICE, idle?.timeRemaining() ?? SLICE)) || readForSearch(0)),
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

/** The buttons on the map that are not of the map. */
export function startButtons() {
  startGrabbing();
  startTiles();
  startPresentButton();
}

/**
 * Starts all that has no text yet.
 * @param {WordIndex} [index] of the words of a large layer
 */
export function startAround(index = wordIndex) {
  search.useIndex(index);
  startCard(cardButtons());
  startList();
  panel.startPanel({projects: drawList, legend: drawFilters}, lazy.unpacked);
  drawEmbed = startEmbed();
  startPrint();
  startUrlSelection();
  startPresentation();
}

/** Draws anew what stands around a map in a frame, once the address has been read. */
export const readEmbed = () => drawEmbed();

/** Draws the texts: the names on the map, and the panel; gives when what has to be unpacked for it is there. */
export function fillAround() {
  startLabels();
  return panel.fillPanel();
}
