// The inputs of the form: choices, lists of choices, texts and numbers.

/** @import {Attributes, Choices} from "../types.ts" */
import {el} from "../core/dom.js";
import {t} from "../core/i18n.js";
import {formSchema} from "../lazy.js";

/**
 * What is of another kind than the schema says stays as it is until it is typed anew.
 * @param {unknown} value
 */
export function textOf(value) {
  if (value === undefined || value === null) return "";
  return typeof value === "object" && !Array.isArray(value) ? JSON.stringify(value) : String(value);
}

/**
 * @param {Choices} list
 * @param {string} value
 * @param {Attributes} attributes
 */
export function select(list, value, attributes) {
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
export function several(list, value, {path, name, needed, set}) {
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

// How the text of a field becomes its value, by the kind of the field.
/** @type {Record<string, (text: string) => unknown>} */
const READERS = {
  /** @param {string} text */
  number: (text) => Number.parseFloat(text),
  /** @param {string} text */
  metres: (text) => Number.parseFloat(text),
  /** @param {string} text */
  regions: (text) => text.split(/[\s,;]+/).filter(Boolean),
};

/**
 * A line or an area of text. `put` is called with each value that is typed, `paused` when the reader goes on.
 * @param {string} kind
 * @param {string} value
 * @param {{attributes: Attributes, put: (value: unknown) => void, paused: () => void}} options
 */
export function textField(kind, value, {attributes, put, paused}) {
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
    placeholder: example,
    title: example,
    on: {input: () => put(read(field.value)), change: paused},
  });
  field.value = value;
  return field;
}
