// What Python's check finds, in the reader's language: its rules by their codes, else as the server says it.

/** @import {Problem} from "../types.ts" */
import * as i18n from "../core/i18n.js";
import {known, t} from "../core/i18n.js";

// What a column is taken for that fills no field by its name (geo/tables/incoming.py).
/** @type {Record<string, string>} */
const USES = {"own field": "edit.own_field", "left out": "edit.left_out", coordinates: "form.geometry"};

/** @param {Problem} problem */
export function worded({rule, got, expected, fix, values}) {
  const key = "edit.finding." + (rule === "first-language" ? "translation" : rule);
  if (!known(key)) return `${got && got + " → "}${expected}: ${fix}`;
  const absent = values.languages?.split(", ") ?? []; // of a text that some languages lack
  return t(key, {got, languages: i18n.listed(absent.map((code) => i18n.nameOf(code, "language.short")))});
}

/**
 * What a field is called: the path of a finding without numbers and the language.
 * @param {string} path
 * @param {(name: string) => string} label
 */
export function fieldName(path, label) {
  const key = path.replace(/\[\d+\]/g, "").split(".")[0].replace(/_\d+_\w+$/, "");
  const language = i18n.languages.find((code) => key.endsWith("_" + code));
  return label(language ? key.slice(0, -language.length - 1) : key);
}

/**
 * What a column of a file was taken for: fields, joined by commas, with a unit behind in brackets.
 * @param {string} use
 * @param {(name: string) => string} label
 */
export function columnUse(use, label) {
  if (USES[use]) return t(USES[use]);
  const [, fields, unit] = /^([^(]*?)( \(.*\))?$/.exec(use) ?? [];
  return i18n.listed((fields ?? use).split(", ").map((field) => fieldName(field, label))) + (unit ?? "");
}
