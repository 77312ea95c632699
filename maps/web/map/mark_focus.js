// The focus of a mark, which marks that are drawn anew take away and get back.

import {activeElement} from "../core/dom.js";
import {map} from "./viewport.js";

// The ids of the mark that has the focus, and which of those with these ids it is; of none "".
let [held, which] = ["", 0];

/** The marks with the ids of the one that has the focus. */
const twins = () =>
  /** @type {HTMLElement[]} */ ([...map.getPanes().markerPane.children]).filter(({dataset: {id}}) => id === held);

/** Remembers which mark has the focus, before marks are taken away; what was remembered holds while nothing has it. */
export function keepFocus() {
  const active = activeElement();
  const mark = /** @type {HTMLElement | null | undefined} */ (active?.closest?.(".mark"));
  if (!mark && active === document.body) return;
  held = mark?.dataset.id ?? "";
  which = mark ? twins().indexOf(mark) : 0;
}

/**
 * While marks are drawn, over several frames: the mark of a project has the focus as soon as all are there.
 * @param {string} id
 */
export function waitForFocus(id) {
  [held, which] = [id, 0];
  return null;
}

/**
 * Gives the focus to the mark that had it, or to the one that now stands for its project.
 * @param {(id: string) => HTMLElement | null | undefined} elementOf the mark of a project
 */
export function giveFocusBack(elementOf) {
  if (held) (twins()[which] || elementOf(held.split(" ")[0]))?.focus({preventScroll: true});
  held = "";
}
