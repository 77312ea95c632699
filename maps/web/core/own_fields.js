// The fields that a layer has of its own: what they are called, and their values in the reader's language.

/** @import {FormField, Project} from "../types.ts" */
import * as formats from "./formats.js";
import * as i18n from "./i18n.js";
import {known, t} from "./i18n.js";
import {page} from "./page_data.js";

// As the form has them: [name, kind, flags, more].
/** @type {FormField[]} */
export const ownFields = page.own || [];

/** Whether a key of the interface texts is one of theirs. @param {string} key */
export const isOwnKey = (key) => key.startsWith("own.");

/**
 * What an own field is called, or a text of it in a language; undefined of any other.
 * @param {string} key
 */
export function ownLabel(key) {
  if (key === "own" && ownFields.length) return t("own.");
  const field = ownFields.find(([name, , flags]) =>
    key === name || (flags.includes("t") && key.startsWith(name + "_"))
  );
  return field && t("own." + field[0]);
}

/**
 * The value of an own field as a reader writes it; "" where a project has none.
 * @param {Project} project
 * @param {FormField} field
 */
export function ownText(project, [name, kind, flags]) {
  if (flags.includes("t")) return i18n.version(project, name)[0];
  const value = /** @type {Record<string, any>} */ (project)[name];
  if (value === undefined || value === "") return "";
  if (kind === "choice") return known(`own.${name}.${value}`) ? t(`own.${name}.${value}`) : String(value);
  if (kind === "date") return formats.date(value);
  if (kind !== "number") return String(value);
  const unit = known(`own.${name}.unit`) ? t(`own.${name}.unit`) : "";
  return `${formats.number(value)} ${unit}`.trim();
}
