// The words for codes and places: how precisely a place is known, who publishes a source, why a project has no place.

/** @import {Source} from "../records.ts" */
/** @import {Project} from "../types.ts" */
import * as i18n from "./i18n.js";
import {t} from "./i18n.js";

/**
 * How precisely the place is known; of a route, how its course is.
 * @param {Project} options
 */
export function precisionText({route, precision, uncertainty_m: metres}) {
  if (route) return t("route." + route);
  return precision === "site" && (metres ?? 0) > 100 ? t("precision.site_about") : t("precision." + precision);
}

/** @param {Source} source */
export const publisherOf = (source) => i18n.version(source, "publisher")[0] || source.publisher;

/** @param {Project} project */
export function unplacedReason(project) {
  const key = "unplaced.reason." + (project.precision === "country" ? "country" : "unlocated");
  return t(key, {country: (project.countries || []).map(i18n.country).join(", ")});
}

/**
 * The name of a code of a facet in the reader's language.
 * @param {string} facet
 * @param {string} code
 */
export const codeName = (facet, code) => facet === "country" ? i18n.country(code) : t(facet + "." + code);
