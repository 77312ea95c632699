// The marks that are drawn while they are drawn anew, over several frames: each stays until one of its projects has a new one,
// and the one that has the focus until its own is there. No moment lacks what is seen, what a click hits or what answers a key.

/** @import {LayerGroup, Marker} from "leaflet" */
/** @import {Mark} from "../map_types.ts" */
import {activeElement} from "../core/dom.js";
import {map} from "./viewport.js";

// The ids of the mark that has the focus, and which of those with these ids it is; of none "".
let [held, which] = ["", 0];

// The mark that had the focus when they began to be drawn anew.
/** @type {HTMLElement | null} */
let focused = null;

/** The marks with the ids of the one that has the focus. */
const twins = () =>
  /** @type {HTMLElement[]} */ ([...map.getPanes().markerPane.children])
    .filter((mark) => mark.dataset.id === held && mark !== focused);

/** Remembers which mark has the focus; what was remembered holds while nothing has it. */
function keepFocus() {
  const active = activeElement();
  const mark = /** @type {HTMLElement | null | undefined} */ (active?.closest?.(".mark"));
  if (mark && mark === focused) return;
  focused = null;
  if (!mark && active === document.body) return;
  held = mark?.dataset.id ?? "";
  which = mark ? twins().indexOf(mark) : 0;
  focused = mark ?? null;
}

/**
 * Gives the focus to the mark that now stands for the one that had it, unless the reader has gone on.
 * @param {HTMLElement | null | undefined} mark
 */
function passFocus(mark) {
  if (!focused || activeElement() === focused) mark?.focus({preventScroll: true});
  [held, focused] = ["", null];
}

/**
 * While marks are drawn, over several frames: the mark of a project has the focus as soon as all are there.
 * @param {string} id
 */
export function waitForFocus(id) {
  [held, which] = [id, 0];
  return null;
}

const elementOf = (/** @type {Marker} */ marker) => /** @type {HTMLElement} */ (marker.getElement());
const idsOf = (/** @type {Marker} */ marker) => (elementOf(marker).dataset.id ?? "").split(" ");

/**
 * Takes the element of a mark that is drawn already, of the same projects at the same place.
 * @param {Mark} mark
 * @param {Mark[]} drawn
 */
export function keep(mark, drawn) {
  const {projects: own, moved} = mark;
  const same = drawn.find(({projects, crowd, ...other}) =>
    !crowd && moved.equals(other.moved) && own.length === projects.length &&
    own.every((each, i) => each === projects[i])
  );
  if (same) Object.assign(mark, {marker: same.marker, foot: same.foot});
}

export class FormerMarks {
  #group;
  #all;
  /** @type {Map<string, Marker[]>} */
  #ofProject = new Map();

  /**
   * @param {LayerGroup} group of those that are drawn now, and will be
   * @param {Mark[]} marks those that will be; one that is there already stays
   */
  constructor(group, marks) {
    this.#group = group;
    const kept = new Set(marks.map(({marker}) => marker));
    this.#all = /** @type {Marker[]} */ (group.getLayers()).filter((marker) => !kept.has(marker));
    keepFocus();
    for (const marker of this.#all) {
      if (elementOf(marker) === focused) continue;
      for (const id of idsOf(marker)) {
        if (!this.#ofProject.get(id)?.push(marker)) this.#ofProject.set(id, [marker]);
      }
    }
  }

  /** @param {Marker} marker which is there now */
  replace(marker) {
    for (const id of idsOf(marker)) {
      for (const former of this.#ofProject.get(id) ?? []) this.#group.removeLayer(former);
    }
    if (!focused || elementOf(marker).dataset.id !== held || twins().length <= which) return;
    const former = this.#all.find((each) => elementOf(each) === focused);
    passFocus(elementOf(marker));
    if (former) this.#group.removeLayer(former);
  }

  /**
   * Takes away what is left of them.
   * @param {(id: string) => HTMLElement | null | undefined} focusOf the mark of a project
   */
  end(focusOf) {
    if (held) passFocus(twins()[which] || focusOf(held.split(" ")[0]));
    for (const marker of this.#all) this.#group.removeLayer(marker);
  }
}
