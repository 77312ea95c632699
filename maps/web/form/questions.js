// What a reader who suggests something is asked first: what it is, where it is, how they know. All else waits, folded.

/** @import {Feature, FormField} from "../types.ts" */
/** @import {Host} from "./form_rows.js" */
import {el, within} from "../core/dom.js";
import {t} from "../core/i18n.js";
import {formSchema} from "../core/lazy.js";
import {rowsOf} from "./form_rows.js";

const WHAT = ["name", "summary", "status"];
const WHERE = ["place"];
const PROOF = ["url", "title"];

/**
 * How a form asks its questions. source: which of the project's sources the reader brings, counted from 0; words: a node
 * in which they say how they know.
 * @typedef {{source: number, words: () => Node}} Questions
 */

/** @param {Questions} questions */
const sourcePath = ({source}) => `sources[${source}].`;

/**
 * The paths of the fields that are asked first.
 * @param {Questions} questions
 */
export const askedFirst = (questions) =>
  new Set([...WHAT, ...WHERE, ...PROOF.map((name) => sourcePath(questions) + name)]);

/**
 * Some of a list's fields, in the order in which they are asked.
 * @param {FormField[]} fields
 * @param {string[]} names
 */
const fieldsOf = (fields, names) => names.flatMap((name) => fields.filter(([field]) => field === name));

const allFields = () => Object.values(formSchema().groups).flat();

/**
 * The source that the reader brings: it stands in the project as soon as something is told of it, and no longer.
 * @param {Record<string, unknown>} properties
 * @param {Host} host
 * @param {Questions} questions
 */
function proof(properties, host, questions) {
  const sources = () => /** @type {Record<string, unknown>[]} */ (properties.sources ?? []);
  const isBegun = questions.source < sources().length;
  const source = isBegun ? sources()[questions.source] : {};
  /** @param {Record<string, unknown>} record */
  const settle = (record) => {
    const others = sources().filter((other) => other !== record);
    if (Object.keys(record).length) properties.sources = sources().includes(record) ? sources() : [...others, record];
    else if (others.length) properties.sources = others;
    else delete properties.sources;
  };
  /** @type {Host} */
  const asking = {
    ...host,
    put(record, key, value, path) {
      record[key] = value;
      if (value === "") delete record[key];
      settle(record);
      host.put(record, key, value, path);
    },
  };
  const [[, , , inner]] = fieldsOf(allFields(), ["sources"]);
  // Only a source that is begun must have a title.
  const asked = fieldsOf(inner, PROOF).map((
    [name, kind, flags, more],
  ) => /** @type {FormField} */ ([name, kind, isBegun ? flags : "", more]));
  return el(
    "div",
    {on: {change: (/** @type {Event} */ event) => entitle(event, source, asking, questions)}},
    ...asked.flatMap((field) => rowsOf(field, source, sourcePath(questions), asking)),
  );
}

/**
 * A page that the reader names by its address alone is called after its site.
 * @param {Event} event
 * @param {Record<string, unknown>} source
 * @param {Host} host
 * @param {Questions} questions
 */
function entitle({target, currentTarget}, source, host, questions) {
  const input = /** @type {HTMLInputElement} */ (target);
  const site = /^https?:\/\/([^/\s]+)/.exec(input.value)?.[1];
  const path = sourcePath(questions);
  if (input.dataset.path !== path + "url" || !site || source.title) return;
  const title = within(/** @type {HTMLElement} */ (currentTarget), `[data-path="${CSS.escape(path + "title")}"]`);
  /** @type {HTMLInputElement} */ (title).value = site;
  host.put(source, "title", site);
}

/**
 * The three questions, each a part with a heading of its own.
 * @param {Feature} feature
 * @param {Host} host
 * @param {Questions} questions
 * @param {Node} place the field for the place
 */
export function askQuestions({properties}, host, questions, place) {
  /**
   * @param {string} key
   * @param {Node[]} rows
   */
  const question = (key, ...rows) =>
    el("section", {class: "form-question"}, el("h3", {}, t("suggest." + key)), ...rows);
  /** @param {string[]} names */
  const rows = (names) => fieldsOf(allFields(), names).flatMap((field) => rowsOf(field, properties, "", host));
  return [
    question("what", ...rows(WHAT)),
    question("where", place, ...rows(WHERE)),
    question("proof", proof(properties, host, questions), questions.words()),
  ];
}
