// The inputs of the form: choices, lists of choices, texts and numbers.

/** @import {Attributes, Choices, FormField} from "../types.ts" */
import {label, options} from "./form_words.js";
import {el} from "../core/dom.js";
import {languages, t} from "../core/i18n.js";
import {page} from "../core/page_data.js";
import {isoDate} from "./date_text.js";
import {formSchema} from "../core/lazy.js";
import {pictureField} from "./picture_field.js";

/**
 * What is of another kind than the schema says stays as it is until it is typed anew.
 * @param {unknown} value
 */
function textOf(value) {
  if (value === undefined || value === null) return "";
  return typeof value === "object" && !Array.isArray(value) ? JSON.stringify(value) : String(value);
}

/**
 * @param {Choices} list
 * @param {string} value
 * @param {Attributes} attributes
 */
function select(list, value, attributes) {
  const all = !value || list.some(([code]) => code === value) ? list : [...list, [value, value]];
  const choice = el(
    "select",
    attributes,
    el("option", {value: ""}, "—"),
    ...all.map(([code, name]) => el("option", {value: code}, name)),
  );
  choice.value = value;
  return choice;
}

/**
 * Several of a list: those that are chosen, each with a button that takes it away, and a choice of the others. `set` is
 * called with what is then chosen.
 * @param {Choices} list
 * @param {string[]} value
 * @param {{path: string, name: string, needed: boolean, set: (codes: string[]) => void}} options
 */
function several(list, value, {path, name, needed, set}) {
  const names = new Map(list);
  /** @param {string} code */
  const chip = (code) =>
    el(
      "button",
      {
        type: "button",
        class: "filter-chip",
        "aria-label": `${t("form.remove")}: ${names.get(code) || code}`,
        on: {click: () => set(value.filter((other) => other !== code))},
      },
      names.get(code) || textOf(code),
      " ×",
    );
  const more = select(list.filter(([code]) => !value.includes(code)), "", {
    "data-path": path,
    "aria-label": name,
    required: needed && !value.length,
    on: {change: () => more.value && set([...value, more.value])},
  });
  return el("span", {class: "several"}, ...value.map(chip), more);
}

// What is written from left to right in every language: codes, numbers, addresses.
const LEFT_TO_RIGHT = new Set(["slug", "number", "metres", "date", "language", "url", "regions"]);

/**
 * The direction of a field while it is still empty, too.
 * @param {string} kind
 * @param {string | null} [lang] the language of its text
 */
function directionOf(kind, lang) {
  if (LEFT_TO_RIGHT.has(kind)) return "ltr";
  return lang ? page.words.right_to_left.includes(lang) ? "rtl" : "ltr" : null;
}

// How the text of a field becomes its value, by the kind of the field.
/** @type {Record<string, (text: string) => unknown>} */
const READERS = {
  /** @param {string} text */
  number: (text) => Number.parseFloat(text),
  /** @param {string} text */
  metres: (text) => Number.parseFloat(text),
  date: (text) => isoDate(text).trim(),
  /** @param {string} text */
  regions: (text) => text.split(/[\s,;]+/).filter(Boolean),
};

/**
 * A line or an area of text. `put` is called with each value that is typed, `paused` when the reader goes on.
 * @param {string} kind
 * @param {string} value
 * @param {{attributes: Attributes, put: (value: unknown) => void, paused: () => void}} options
 */
function textField(kind, value, {attributes, put, paused}) {
  const isLong = ["note", "summary"].includes(kind);
  const isNumber = ["number", "metres"].includes(kind);
  const [pattern, example] = formSchema().patterns[kind] || [];
  const read = READERS[kind] || ((text) => (text.trim() ? text : ""));
  const field = el(isLong ? "textarea" : "input", {
    ...attributes,
    rows: isLong ? 4 : null,
    type: isLong ? null : isNumber ? "number" : "text",
    step: isNumber ? "any" : null,
    min: kind === "metres" ? 0 : null,
    pattern,
    dir: directionOf(kind, attributes.lang),
    placeholder: example,
    title: example,
    on: {
      input: () => put(read(field.value)),
      change: () => {
        if (kind === "date") field.value = isoDate(field.value).trim();
        paused();
      },
    },
  });
  field.value = value;
  return field;
}

/**
 * Whether a field cannot be left empty: a text, in all languages; what is told in another than the form has is told.
 * @param {FormField} field
 * @param {Record<string, unknown>} record
 */
export const isNeeded = ([name, , flags], record) =>
  flags.includes("r") &&
  (!flags.includes("t") ||
    !Object.keys(record).some((key) => key.startsWith(name + "_") && !languages.includes(key.slice(name.length + 1))));

/**
 * The input for a field of a record.
 * @param {FormField} field
 * @param {string} key the field's name, with the language of its text
 * @param {unknown} value
 * @param {object} options
 * @param {string} options.path where the field stands in the project
 * @param {boolean} options.required
 * @param {boolean} options.fixed whether it cannot be changed
 * @param {(value: unknown, isTyped?: boolean) => void} options.put takes what is chosen or typed
 * @param {(value: unknown) => void} options.redraw takes it and draws the form anew
 * @param {() => void} options.paused called when the reader goes on to something else
 * @param {Omit<import("./picture_field.js").PictureHost, "redraw">} options.picture prepares a picture
 */
export function inputFor([name, kind, , more], key, value, {path, required, fixed, put, redraw, paused, picture}) {
  if (["countries", "field names"].includes(kind)) {
    const chosen = Array.isArray(value) ? value : [];
    return several(options[kind](kind), chosen, {path, name: label(key), needed: required, set: redraw});
  }
  const text = textOf(value);
  const lang = key === name ? null : key.slice(name.length + 1);
  // Of a text one language is enough.
  const needed = lang ? {"data-needed": required && path.slice(0, -lang.length - 1)} : {required};
  const attributes = {"data-path": path, ...needed};
  const list = options[kind]?.(more);
  if (list) {
    const choice = select(list, text, {...attributes, on: {change: () => put(choice.value)}});
    return choice;
  }
  const input = textField(kind, text, {
    attributes: {...attributes, maxlength: more, readonly: fixed, lang},
    put: (typed) => put(typed, true),
    paused,
  });
  return kind === "file" ? pictureField(text, input, {...picture, redraw}) : input;
}
