// How sectors, statuses and routes look, as the data of the page says.

/** @import {Project} from "../types.ts" */
import {cssColour} from "./dom.js";
import {page} from "./page_data.js";

/**
 * What stands under a name, and not what every object has, such as "constructor"; else how what is not stated is drawn.
 * @template T
 * @param {Record<string, T>} styles
 * @param {string} [name]
 */
const own = (styles, name = "") => styles[Object.hasOwn(styles, name) ? name : ""];

/** @param {string} [name] */
export const sectorStyle = (name) => own(page.theme.sectors, name);
/** @param {string} [name] */
export const statusStyle = (name) => own(page.theme.statuses, name);
/** @param {string} [name] */
export const routeStyle = (name) => own(page.theme.routes, name);
/**
 * The family of a sector as the names of colours and classes have it.
 * @param {string} [sector]
 */
export const familyOf = (sector) => sectorStyle(sector).family;
/**
 * The colour that a project is drawn in: that of its sector, or grey.
 * @param {Project} options
 */
export const projectColour = ({status, sector}) =>
  cssColour(statusStyle(status).grey ? "grey" : "family-" + familyOf(sector));
