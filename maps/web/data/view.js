// What of a large layer is in a part of the map: of a packed layer, or of one in files beside the page. The entry says which.

/** @import {View} from "../store_types.ts" */

/** @type {View} */
export let view;

/** @param {View} opened */
export function useView(opened) {
  view = opened;
}
