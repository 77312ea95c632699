// What the card has no place of its own for: further fields of the schema, the layer's own ones, and what is in none.

/** @import {FormField, Project} from "../types.ts" */
import {el} from "../core/dom.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {ownFields, ownLabel, ownText} from "../core/own_fields.js";
import {page} from "../core/page_data.js";
import {codeName} from "../core/terms.js";
import {webLink} from "./source_list.js";

/** @param {Project} project @param {string} key */
const fieldOf = (project, key) => /** @type {any} */ (project)[key];

/**
 * Fields of the schema that the card has no place for, each with its name in the reader's language if it has one.
 * @param {Project} project
 * @returns {[name: string, value: unknown][]}
 */
const unplaced = (project) =>
  page.codes.more.map((name) => [
    t(["card.", "table.", "form."].map((start) => start + name).find(i18n.known) ?? name),
    i18n.version(project, name)[0] || (fieldOf(project, name) && codeName(name, fieldOf(project, name))),
  ]);

/**
 * The value of an own field: an address of the web leads there.
 * @param {Project} project
 * @param {FormField} field
 */
function ownNode(project, field) {
  const text = ownText(project, field);
  return text && field[1] === "url" ? webLink(text, text) : text;
}

/**
 * What the card has no place for, and what the layer says beyond the schema, is shown as it stands.
 * @param {Project} project
 */
export function moreOf(project) {
  const own = ownFields.map((field) => [ownLabel(field[0]), ownNode(project, field)]);
  const fields = [...unplaced(project), ...own, ...Object.entries(project.extra || {})].filter(([, value]) =>
    value !== undefined && value !== null && value !== ""
  );
  if (!fields.length) return null;
  /** @param {unknown} value */
  const worded = (value) => (typeof value === "string" || value instanceof Node ? value : JSON.stringify(value));
  return el(
    "section",
    {},
    el("h3", {}, t("card.more")),
    el("dl", {class: "extra"}, ...fields.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, worded(value))])),
  );
}
