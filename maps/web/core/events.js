// What one part of the page tells the others, so that none has to know who listens.
//
// language: the reader's language is another; filter: the selection is; query: what is searched for is, and finds what it
// found; spotlight: what is presented alone; texts, order: parts of a packed layer have been read; chosen: {project} whose card
// is open, or null; layout: the panel has another size; tiles: online tiles appeared or went; reading, trouble, again: files
// beside the page are read, could not be, are asked for anew; open-card: {project, options}; close-card; tell-story: to
// readers; present: to an audience.

/** @import {CardOptions, Project} from "../types.ts" */

/** @type {Map<string, ((detail: any) => void)[]>} */
const listeners = new Map();

/**
 * Calls a listener after each of some events, named with spaces between, in the order in which they began to listen.
 * @param {string} names
 * @param {(detail: any) => void} listener
 */
export function on(names, listener) {
  for (const name of names.split(" ")) {
    if (!listeners.get(name)?.push(listener)) listeners.set(name, [listener]);
  }
}

/**
 * @param {string} name
 * @param {object} [detail]
 */
export function fire(name, detail = {}) {
  for (const listener of listeners.get(name) || []) listener(detail);
}

/**
 * Opens the card of a project; options as of panel/card.js.
 * @param {Project} project
 * @param {CardOptions} [options]
 */
export const openCard = (project, options = {}) => fire("open-card", {project, options});

export const closeCard = () => fire("close-card");
