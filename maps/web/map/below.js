// What lies below the marks and comes after their first picture: the inset with its ground, and how far places may be off.

/** @import {Below, Mark} from "../map_types.ts" */
import {drawDiscs, startDiscs} from "./discs.js";
import {drawInset, placeInset} from "./inset.js";

/** @type {Below} */
export const below = {
  placeInset,
  start: startDiscs,
  /**
   * @param {Mark[]} marks
   * @param {number} reach of a mark, in pixels
   */
  draw(marks, reach) {
    drawInset(marks);
    drawDiscs(marks, reach);
  },
};
