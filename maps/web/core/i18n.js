// The reader's language: interface texts and the language versions of the data.

/** @import {Attributes, Translated, Values} from "../types.ts" */
import {contained, el} from "./dom.js";
import {page} from "./page_data.js";

export const {languages, entries} = page.words;
export let language = languages[0];
export let isRightToLeft = page.words.right_to_left.includes(language);
// For Intl: a language that the browser does not know is treated as English, as its texts may be.
let locales = [language, "en"];
let plurals = new Intl.PluralRules(locales);
/** @type {((a: string, b: string) => number) | null} */
let compareNames = null;

const TAG = /^[a-z]{2,3}(-\w{2,8})*$/;

/** @param {string} key */
export const known = (key) => Object.hasOwn(entries, key);
/**
 * The codes whose words stand under a beginning, in their order.
 * @param {string} prefix
 */
export const codesUnder = (prefix) =>
  Object.keys(entries).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
/**
 * @param {string} code
 * @param {string} key
 */
export const nameOf = (code, key) => (known(key) ? entries[key][languages.indexOf(code)] ?? entries[key][0] : key);
/** @param {string} key */
export const entry = (key) => nameOf(language, key);

/**
 * A number, a year or a date that is written with 0 to 9, in the language's own digits.
 * @param {string | number} written
 */
export const digits = (written) =>
  String(written).replace(/\d/g, (digit) => [...entry("number.digits")][Number(digit)]);
/**
 * A whole number in the language's groups of three.
 * @param {string} whole
 */
export const grouped = (whole) => whole.replace(/\B(?=(\d{3})+$)/g, entry("number.group"));

// The arrow keys that lead on and back.
export const forward = () => (isRightToLeft ? "ArrowLeft" : "ArrowRight");
export const backward = () => (isRightToLeft ? "ArrowRight" : "ArrowLeft");

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/**
 * A text within another: one that runs the other way does not turn its surroundings around.
 * @param {string} text
 */
export const isolated = (text) =>
  (isRightToLeft ? /\p{Script=Latin}|\p{Script=Cyrillic}/u : RIGHT_TO_LEFT).test(text)
    ? `\u2068${text}\u2069`
    : contained(text);

// What stands between the "{a}" and the "{b}" of the language's pattern.
export const comma = () => entry("list.pair").slice("{a}".length, -"{b}".length);
/**
 * Parts one after the other with the language's comma between them, empty ones left out.
 * @param {(string | number | null | undefined | false)[]} parts
 */
export const listed = (parts) => parts.filter(Boolean).join(comma());

/**
 * Puts values into "{n} of {total}"; "{n.many}" asks an entry with forms for that very form.
 * @param {string} pattern
 * @param {Values} values
 */
export const fillIn = (pattern, values) =>
  pattern.replace(/\{(\w+)(?:\.(\w+))?\}/g, (whole, name, form) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (typeof value === "function") return value(form);
    // Counts of five digits and more; a year has four.
    if (typeof value === "number") return digits(value >= 1e4 ? grouped(String(value)) : value);
    return isolated(value);
  });

/**
 * An entry with forms is an object without those that are like "other"; `form` wins over the number's own form.
 * @param {string | Record<string, string>} forms
 * @param {number} count
 * @param {string} [form]
 */
export const formOf = (forms, count, form) =>
  typeof forms === "object" ? forms[form || plurals.select(count)] || forms.other : forms;

/**
 * @param {string} key
 * @param {Values} [values]
 */
export const t = (key, values = {}) => fillIn(formOf(entry(key), Number(values.n)), values);

// Uzbek's letters of two signs stand after z, in this order; browsers do not know it, but sort these signs so.
/** @type {Record<string, string>} */
const UZBEK = {o: "ʒ", g: "þ", s: "ƿ", c: "ʔ"};
/** @param {string} text */
const inUzbek = (text) => text.toLowerCase().replace(/[og][\u02bb\u2018'`]|[sc]h/g, ([first]) => UZBEK[first]);

/**
 * Compares texts as a language sorts them.
 * @param {string} tag
 */
export function comparerOf(tag) {
  const {compare} = new Intl.Collator([tag, "en"], {numeric: true, ignorePunctuation: true});
  return /^uz\b/.test(tag)
    ? (/** @type {string} */ a, /** @type {string} */ b) => compare(inUzbek(a), inUzbek(b))
    : compare;
}

// The same in the reader's language; to make a collator takes long, so it is made once.
export const comparer = () => (compareNames ??= comparerOf(language));

/**
 * The layer's language that a tag means: that very one, else one that begins alike, as "pt" for pt-BR.
 * @param {string | null} tag
 */
export const matching = (tag) =>
  tag ? languages.find((code) => code === tag) ?? languages.find((code) => primary(code) === primary(tag)) : undefined;
const primary = (/** @type {string} */ tag) => tag.split("-")[0].toLowerCase();

/** @param {string} code */
export function use(code) {
  language = languages.includes(code) ? code : languages[0];
  isRightToLeft = page.words.right_to_left.includes(language);
  locales = [language, "en"];
  plurals = new Intl.PluralRules(locales);
  compareNames = null;
}

/**
 * The versions of a field that a record has: [text, its language], the reader's first, the interface's before others.
 * @param {Translated} record
 * @param {string} field
 */
export function versions(record, field) {
  const tagged = Object.entries(record).filter(([key]) => key.startsWith(field + "_")).map((
    [key, text],
  ) => [text, key.slice(field.length + 1)]);
  const order = [language, ...languages];
  const rank = (/** @type {string} */ code) => order.indexOf(code) + 1 || Infinity;
  return tagged.filter(([text, code]) => text && TAG.test(code)).sort((a, b) => rank(a[1]) - rank(b[1]) || 0);
}

/**
 * The language version of a field, else the first there is: [text, its language]. A name that stands without a language
 * is that of every language which has none of its own.
 * @param {Translated} record
 * @param {string} field
 */
export function version(record, field) {
  const texts = /** @type {Record<string, string>} */ (record);
  const text = texts[field + "_" + language] || texts[field];
  return text ? [text, language] : versions(record, field)[0] || ["", language];
}

/**
 * A country's name; for those without a word of ours, as the browser knows it.
 * @param {string} code
 */
export function country(code) {
  if (known("country." + code)) return t("country." + code);
  try {
    return new Intl.DisplayNames(locales, {type: "region"}).of(code) ?? code;
  } catch {
    return code;
  }
}

/**
 * No line ends at the hyphen of "2025-yil" and "22-dekabr"; a reader's search on the page finds it all the same.
 * @param {string} text
 */
export const whole = (text) => text.replace(/(?<=\d)-(?=\p{L})/gu, "-\u2060");

/**
 * An element with the language version of a field; a version in another language than the reader's is marked as such.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Translated} record
 * @param {string} field
 * @param {Attributes} [attributes]
 */
export function textEl(tag, record, field, attributes = {}) {
  const [text, code] = version(record, field);
  return el(tag, {...attributes, lang: code === language ? null : code}, whole(text));
}
