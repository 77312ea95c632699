// What in a form is not filled in rightly, said in the page's own words and not in the browser's.

import {grouped} from "../core/grouped.js";
import {t} from "../core/i18n.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Tool */

/** @param {Tool} tool */
function fault(tool) {
  if (tool.validity.valueMissing) return t("form.needed");
  if (tool.type === "number") return t("form.number");
  return t("form.expected", {example: tool.title});
}

/**
 * What must be told and is not in any language: an input of each such text, that of the language seen if there is one.
 * @param {Element} form
 * @param {string} language
 */
function untold(form, language) {
  const inputs = /** @type {NodeListOf<Tool>} */ (form.querySelectorAll("[data-needed]"));
  return [...grouped(inputs, (tool) => tool.dataset.needed).values()]
    .filter((group) => group.every((tool) => !tool.value.trim()))
    .map((group) => group.find((tool) => tool.lang === language) ?? group[0]);
}

/**
 * [path of a field, what is wrong there, class] for each field that is not filled in rightly.
 * @param {Element} form
 * @param {string} language whose texts are seen
 * @returns {[path: string, text: string, look: string][]}
 */
export function faults(form, language) {
  const invalid = /** @type {NodeListOf<Tool>} */ (form.querySelectorAll(":is(input, select, textarea):invalid"));
  return [
    ...untold(form, language).map((tool) => [tool, t("form.one_language")]),
    ...[...invalid].map((tool) => [tool, fault(tool)]),
  ].map(([tool, text]) => [/** @type {Tool} */ (tool).dataset.path ?? "", String(text), "problem-error"]);
}
