// How sectors, statuses and routes look, as the data of the page says.

/** @import {Project} from "../types.ts" */
import {cssColour} from "./dom.js";
import {page} from "./page_data.js";

/**
 * What stands under a name, and not what every object has, such as "constructor".
 * @template T
 * @param {Record<string, T>} styles
 * @param {string} name
 * @param {string} otherwise
 */
const own = (styles, name, otherwise) => styles[Object.hasOwn(styles, name) ? name : otherwise];

/** @param {string} name */
export const sectorStyle = (name) => own(page.theme.sectors, name, "other");
/** @param {string} name */
export const statusStyle = (name) => own(page.theme.statuses, name, "unknown");
/** @param {string} name */
export const routeStyle = (name) => own(page.theme.routes, name, "schematic");
/**
 * The family of a sector as the names of colours and classes have it.
 * @param {string} sector
 */
export const familyOf = (sector) => sectorStyle(sector).family.replace("_", "-");
/**
 * The colour that a project is drawn in: that of its sector, or grey.
 * @param {Project} options
 */
export const projectColour = ({status, sector}) =>
  cssColour(statusStyle(status).grey ? "grey" : "family-" + familyOf(sector));
