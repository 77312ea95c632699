// The fields that a layer has of its own: what they are called, and their values in the reader's language.

/** @import {FormField, Project} from "../types.ts" */
import * as formats from "./formats.js";
import * as i18n from "./i18n.js";
import {known, t} from "./i18n.js";
import {page} from "./page_data.js";

// As the form has them: [name, kind, flags, more].
/** @type {FormField[]} */
export const ownFields = page.own || [];

// What their names begin with among those of filters and of what is packed.
export const OWN = "own.";

// Those that are filters: fields of codes, as many as a reader can look over.
const MOST_FILTERS = 20;
export const filterFields = ownFields.filter(([, kind]) => kind === "choice").slice(0, MOST_FILTERS);

/** Whether a key of the interface texts is one of theirs. @param {string} key */
export const isOwnKey = (key) => key.startsWith("own.");

/**
 * What an own field is called, or a text of it in a language; undefined of any other.
 * @param {string} key
 */
export function ownLabel(key) {
  if (key === "own" && ownFields.length) return t("own.");
  const field = ownFields.find(([name, kind, flags]) =>
    key === name || (flags.includes("t") && key.startsWith(name + "_")) ||
    (kind === "money" && [name + "_amount", name + "_currency"].includes(key))
  );
  if (!field) return undefined;
  const currency = field[1] === "money" && key.endsWith("_currency");
  return t("own." + field[0]) + (currency ? `: ${t("form.currency")}` : "");
}

/**
 * An own field as the form asks for it: of a sum its amount and its currency.
 * @param {FormField} field
 * @returns {FormField[]}
 */
export const partsOf = (field) =>
  field[1] === "money" ? [[field[0] + "_amount", "number", ""], [field[0] + "_currency", "currency", ""]] : [field];

/**
 * Amount and currency of an own sum, as they stand in a project.
 * @param {Project} project
 * @param {string} name
 * @returns {[amount: any, currency: string]}
 */
export function ownSum(project, name) {
  const record = /** @type {Record<string, any>} */ (project);
  return [record[name + "_amount"], record[name + "_currency"] ?? ""];
}

/**
 * The value of an own field as a reader writes it; "" where a project has none.
 * @param {Project} project
 * @param {FormField} field
 */
export function ownText(project, [name, kind, flags]) {
  if (flags.includes("t")) return i18n.version(project, name)[0];
  if (kind === "money") {
    const [amount, currency] = ownSum(project, name);
    return typeof amount === "number" ? formats.money(amount, currency).trim() : "";
  }
  const value = /** @type {Record<string, any>} */ (project)[name];
  if (value === undefined || value === "") return "";
  if (kind === "choice") return known(`own.${name}.${value}`) ? t(`own.${name}.${value}`) : String(value);
  if (kind === "date") return formats.date(value);
  if (kind !== "number") return String(value);
  const unit = known(`own.${name}.unit`) ? t(`own.${name}.unit`) : "";
  return `${formats.number(value)} ${unit}`.trim();
}
