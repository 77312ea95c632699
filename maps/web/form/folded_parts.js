// The parts of a form that fold, each of which stays as the reader left it when the form is drawn anew.

import {el} from "../core/dom.js";

export class FoldedParts {
  /** @type {Set<string>} */
  #opened;

  /** @param {string[]} opened the parts that begin unfolded */
  constructor(opened) {
    this.#opened = new Set(opened);
  }

  /**
   * @param {string} name
   * @param {string} title
   * @param {(Node | null)[]} content
   */
  part(name, title, ...content) {
    const toggle = (/** @type {Event} */ {target}) =>
      this.#opened[/** @type {HTMLDetailsElement} */ (target).open ? "add" : "delete"](name);
    return el("details", {open: this.#opened.has(name), on: {toggle}}, el("summary", {}, title), ...content);
  }
}
