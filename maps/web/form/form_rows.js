// The rows of the form: an input for each field, one for each language of a text, records within records.

/** @import {FormField} from "../types.ts" */
import {el} from "../core/dom.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {label} from "./form_words.js";
import {inputFor, isNeeded} from "./inputs.js";

/**
 * The form as its rows see it. language: whose texts are seen; fixed: names that cannot be changed; put takes a value,
 * redraw takes one and draws the form anew; paused: what is typed from here on is a step of its own; asked: the paths of
 * fields that stand elsewhere in the form; picture prepares pictures.
 * @typedef {{
 *   language: () => string,
 *   fixed: string[],
 *   put: (record: Record<string, unknown>, key: string, value: unknown, path?: string) => void,
 *   redraw: (record: Record<string, unknown>, key: string, value: unknown) => void,
 *   paused: () => void,
 *   asked?: Set<string>,
 *   picture: Omit<import("./picture_field.js").PictureHost, "redraw">,
 * }} Host
 */

/**
 * @param {FormField} field
 * @param {Record<string, unknown>} record
 * @param {string} key
 * @param {string} path where the record stands in the project, with a dot behind it, or ""
 * @param {Host} host
 */
function input(field, record, key, path, host) {
  return inputFor(field, key, record[key], {
    path,
    required: isNeeded(field, record),
    fixed: host.fixed.includes(key),
    put: (value, isTyped) => host.put(record, key, value, isTyped ? path : ""),
    redraw: (value) => host.redraw(record, key, value),
    paused: () => host.paused(),
    picture: host.picture,
  });
}

/**
 * A row of the form; what is told in several languages has a row for each, of which the chosen one is seen.
 * @param {FormField} field
 * @param {Record<string, unknown>} record
 * @param {string} path where the record stands in the project, with a dot behind it, or ""
 * @param {Host} host
 * @returns {Node[]}
 */
export function rowsOf(field, record, path, host) {
  const [name, kind, flags, more] = field;
  if (host.asked?.has(path + name)) return [];
  if (kind === "records") return [records(name, more, record, path + name, host)];
  return (flags.includes("t") ? i18n.languages : [""]).map((code) => {
    const key = code ? `${name}_${code}` : name;
    const tool = input(field, record, key, path + key, host);
    const title = [
      label(name, path.split("[")[0]),
      code && ` · ${i18n.nameOf(code, "language.short")}`,
      isNeeded(field, record) && (!code || code === i18n.languages[0]) && " *",
    ];
    return el(
      tool.matches(".several") ? "div" : "label",
      {class: "field", "data-tag": code || null, hidden: Boolean(code) && code !== host.language()},
      el("span", {}, ...title.map((part) => part || null)),
      tool,
    );
  });
}

/**
 * @param {string} name
 * @param {FormField[]} inner
 * @param {Record<string, unknown>} record
 * @param {string} path where the record stands in the project, with a dot behind it, or ""
 * @param {Host} host
 * @returns {Node}
 */
function records(name, inner, record, path, host) {
  const list = Array.isArray(record[name]) ? record[name] : [];
  /**
   * @param {string} text
   * @param {() => void} act
   * @param {string} [key]
   */
  const button = (text, act, key) =>
    el("button", {type: "button", class: "text-button", "data-path": key, on: {click: act}}, text);
  /** @param {unknown} entry */
  const remove = (entry) => host.redraw(record, name, list.filter((other) => other !== entry));
  /**
   * @param {Record<string, unknown>} entry
   * @param {number} i
   */
  const fieldset = (entry, i) =>
    el(
      "fieldset",
      {},
      el("legend", {}, `${label(name)} ${i + 1} `, button(t("form.remove"), () => remove(entry))),
      ...inner.flatMap((field) => rowsOf(field, entry, `${path}[${i}].`, host)),
    );
  return el(
    "div",
    {},
    ...list.filter((entry) => entry && typeof entry === "object").map(fieldset),
    button("+ " + label(name), () => host.redraw(record, name, [...list, {}]), path),
  );
}
