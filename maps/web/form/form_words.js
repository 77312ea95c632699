// What the form calls the fields of the schema and their codes.

/** @import {Choices} from "../types.ts" */
import * as i18n from "../core/i18n.js";
import {known, t} from "../core/i18n.js";
import {page} from "../core/page_data.js";
import {isOwnKey, ownLabel} from "../core/own_fields.js";
import {store} from "../data/store.js";
import {formSchema} from "../core/lazy.js";

const fieldNames = () => Object.values(formSchema().groups).flat().map(([name]) => name);

/**
 * The card, the table and the form name the same things.
 * @param {string} name
 * @param {string} [owner]
 */
export const label = (name, owner) =>
  ownLabel(name) ??
    t([`form.${owner}.`, "form.", "table.", "card.", "tab.", "edit."].map((start) => start + name).find(known) || name);
/** @param {string} prefix */
const codes = (prefix) =>
  i18n.codesUnder(prefix).filter((code) => isOwnKey(prefix) || !/(^|\.)(as_of|within)$/.test(code));
/**
 * @param {string[]} list
 * @param {(code: string) => string} name
 */
const named = (list, name) =>
  /** @type {Choices} */ (list.map((code) => [code, name(code)])).sort((a, b) =>
    a[1].localeCompare(b[1], i18n.language)
  );

// The layer's own countries stand first.
const countries = () => {
  const all = formSchema().countries ||
    [...new Set([...codes("country."), ...store.codes("country").filter(Boolean)])];
  const isOwn = (/** @type {string} */ code) => page.focus.includes(code);
  return [...named(all.filter(isOwn), i18n.country), ...named(all.filter((code) => !isOwn(code)), i18n.country)];
};
const currencies = () =>
  named(
    formSchema().currencies || codes("money.").filter((code) => code.length === 3),
    (code) => (known("money." + code) ? t("money." + code, {n: ""}).trim() : code),
  );
const names = () => [...fieldNames(), "geometry"].map((name) => /** @type {[string, string]} */ ([name, label(name)]));

// For each kind of field with a choice: its codes and what they are called, [[code, name], ...].
/** @type {Record<string, (prefix: string) => Choices>} */
export const options = {
  country: countries,
  countries,
  currency: currencies,
  "field name": names,
  "field names": names,
  /** @param {string} prefix */
  choice: (prefix) =>
    codes(prefix + ".").map((code) => /** @type {[string, string]} */ ([code, t(`${prefix}.${code}`, {n: ""}).trim()])),
};
