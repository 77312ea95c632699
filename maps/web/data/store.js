// The projects of the page: plain records, or those of a packed layer. The entry of the page says which.

/** @import {Store} from "../store_types.ts" */

/** @type {Store} */
export let store;

/** @param {Store} opened */
export function useStore(opened) {
  store = opened;
}
