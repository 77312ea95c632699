// The words for codes and places: how precisely a place is known, who publishes a source, why a project has no place.

/** @import {Source} from "../records.ts" */
/** @import {Project} from "../types.ts" */
import {isOld} from "./age.js";
import * as formats from "./formats.js";
import * as i18n from "./i18n.js";
import {t} from "./i18n.js";
import {isOwnKey} from "./own_fields.js";
import {precisionStyle} from "./theme.js";

/**
 * The name of a code in the reader's language; of none, that it is not stated.
 * @param {string} facet how the keys of the words for its codes begin
 * @param {string} [code]
 */
export function codeName(facet, code) {
  if (!code) return t(isOwnKey(facet) ? "not_stated.article" : "not_stated." + facet);
  if (facet === "country") return i18n.country(code);
  return i18n.known(`${facet}.${code}`) ? t(`${facet}.${code}`) : code;
}

/**
 * How precisely the place is known; of a route, how its course is. Nothing is said so of what has no place.
 * @param {Project} options
 */
export function precisionText({route, precision, uncertainty_m: metres, geometry}) {
  if (route) return codeName("route", route);
  if (!precision && !geometry) return "";
  const isApproximate = precision && (metres ?? 0) > (precisionStyle(precision).approximate_m ?? Infinity);
  return codeName("precision", isApproximate ? precision + "_about" : precision);
}

/**
 * As of when a status holds, and whether that is old today; "" when nobody said so.
 * @param {Project} project
 */
export const statusHeld = ({status_date: date}) =>
  date ? formats.asOf(isOld(date) ? "age.status" : "status.as_of", date) : "";

/**
 * How far the place may be off. Of a region nothing where its outline is drawn; else that the ring is no outline.
 * @param {Project} options
 */
export function reachTexts({route, precision, uncertainty_m: metres, area}) {
  const isRegion = precision === "region";
  if (!metres || route || (isRegion && area)) return [];
  const within = t("precision.within", {distance: formats.distance(metres)});
  return isRegion ? [within, t("place.ring")] : [within];
}

/** @param {Source} source */
export const publisherOf = (source) => i18n.version(source, "publisher")[0];

/**
 * Why a project is not on the map; where nobody said how well it is known, what is called its place.
 * @param {Project} project
 */
export function unplacedReason(project) {
  const {precision, countries} = project;
  if (!precision) return i18n.version(project, "place")[0] || t("not_stated.place");
  if (precision !== "country" || !countries?.length) return t("unplaced.reason.unlocated");
  return t("unplaced.reason.country", {country: i18n.listed(countries.map(i18n.country))});
}

/**
 * Where a project is, or that and why it is not on the map; "" when nobody named the place of its mark.
 * @param {Project} project
 */
export const whereabouts = (project) =>
  project.geometry ? i18n.version(project, "place")[0] : `${t("unplaced.title")}: ${unplacedReason(project)}`;
