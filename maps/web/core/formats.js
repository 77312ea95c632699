// Numbers, quantities, dates and periods as the reader's language writes them.

/** @import {Values} from "../types.ts" */
import {digits, entry, fillIn, formOf, grouped, known, language, t} from "./i18n.js";

/** @param {string} whole */
const group = (whole) => (whole.length <= 4 && language !== "en" ? whole : grouped(whole));

/**
 * A plain number in the language's digits grouping, at most two decimals.
 * @param {number} value
 */
export function number(value) {
  const [whole, decimals] = Math.abs(value).toFixed(2).replace(/\.?0+$/, "").split(".");
  return digits((value < 0 ? "−" : "") + group(whole) + (decimals ? entry("number.decimal") + decimals : ""));
}

// The sizes that have a word, the largest first: those of number.myriads in a language that counts in ten thousands.
function sizes() {
  const [e4, e8, e12] = entry("number.myriads");
  if (e4) return [[1e12, e12], [1e8, e8], [1e4, e4]];
  return [[1e12, entry("number.trillion")], [1e9, entry("number.billion")], [1e6, entry("number.million")]];
}

/**
 * Millions and more are told in words: 4.27 billion.
 * @param {number} value
 */
function large(value) {
  if (Math.abs(value) < 1e6) return number(value);
  const [size, word] = sizes().find(([least]) => Math.abs(value) >= least) ?? [1, "{n}"];
  return fillIn(formOf(word, Math.round((value / size) * 100) / 100), {n: number(value / size)});
}

/**
 * Where a number stands in a text, or all of it.
 * @param {string} text
 */
export const digitsIn = (text) => /\p{Nd}(?:[\p{Nd}\s.,٫٬]*\p{Nd})?/u.exec(text) || [text];

/**
 * Two digits of a number of thousands or more, and its size in a word or a letter: 1.2K, 12 млн.
 * @param {number} value a whole number
 */
export function short(value) {
  const steps = entry("number.myriads").length ? [1e4, 1e8] : [1e3, 1e6];
  // 999,500 is a million when it is rounded.
  const at = value >= 0.9995 * steps[1] ? 1 : 0;
  if (value < steps[0]) return digits(value);
  const n = value / steps[at];
  return fillIn(entry("number.short")[at], {n: number(n < 9.95 ? Math.round(n * 10) / 10 : Math.round(n))});
}

/**
 * A number with its unit or currency and "more than" and the like; `key` is an entry such as unit.jobs.
 * @param {number} value
 * @param {string} key
 * @param {string} [qualifier]
 */
function quantity(value, key, qualifier) {
  const forms = entry(key);
  /**
   * A plain number and the word after it stay on one line.
   * @param {string} [form]
   */
  const inWords = (form) =>
    fillIn(formOf(forms, value >= 1e6 ? 1e6 : value, form).replace("{n} ", value < 1e6 ? "{n}\u00a0" : "{n} "), {
      n: large(value),
    });
  return qualifier ? fillIn(entry("qualifier." + qualifier), {n: inWords}) : inWords();
}

/**
 * @param {string} key
 * @param {Values} values
 * @param {string} [form]
 */
const dated = (key, values, form) => fillIn(formOf(entry(key), 0, form), values).replaceAll("-", "-\u2060");

/**
 * A date of reduced precision, ISO 8601: 2025, 2025-12 or 2025-12-29; `form` is a case that a text asks for.
 * @param {string} [iso]
 * @param {string} [form]
 */
export function date(iso, form) {
  const parts = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(iso || "");
  if (!parts) return iso || "";
  const [, , month, day] = parts;
  const year = digits(parts[1]);
  /** @param {string} months */
  const named = (months) => entry(form ? "date.months_at" : months)[Number(month) - 1];
  if (day) return dated("date.day", {day: Number(day), month: named("date.months_after_day"), year});
  if (month) return dated("date.month", {month: named("date.months"), year});
  return dated("date.year", {year}, form);
}

/**
 * A date, or from one to another ("2025-01/2025-09"), as briefly as the language tells it.
 * @param {string} [iso]
 */
export function period(iso) {
  const [from, to] = (iso || "").split("/");
  if (!to) return date(from);
  const [[year, month, first], [year2, month2, last]] = [from.split("-"), to.split("-")];
  if (year === year2 && month && month2 && !first && !last) {
    return dated("date.months_range", {
      from: entry("date.months")[Number(month) - 1],
      to: entry("date.months")[Number(month2) - 1],
      year: digits(year),
    });
  }
  if (year === year2 && first && last) {
    const months = [month, month2].map((each) => entry("date.months_after_day")[Number(each) - 1]);
    return dated(month === month2 ? "date.days_range" : "date.months_days_range", {
      day: Number(first),
      month: months[0],
      day2: Number(last),
      month2: months[1],
      year: digits(year),
    });
  }
  return t("date.range", {from: date(from), to: date(to)});
}

/**
 * @param {string} key
 * @param {string} [iso]
 */
export const asOf = (key, iso) => t(key, {date: (/** @type {string | undefined} */ form) => date(iso, form)});

/**
 * @param {number} value
 * @param {string} name
 * @param {string} [qualifier]
 */
export const unit = (value, name, qualifier) =>
  known("unit." + name) ? quantity(value, "unit." + name, qualifier) : [large(value), name].filter(Boolean).join(" ");

/**
 * @param {number} value
 * @param {string} currency
 * @param {string} [qualifier]
 */
export const money = (value, currency, qualifier) =>
  known("money." + currency) ? quantity(value, "money." + currency, qualifier) : large(value) + " " + currency;

/**
 * An amount of money or of another unit, whichever the name is of.
 * @param {number} value
 * @param {string} name
 * @param {string} [qualifier]
 */
export const amount = (value, name, qualifier) => (known("money." + name) ? money : unit)(value, name, qualifier);

/** @param {number} metres */
export const distance = (metres) =>
  metres < 1000 ? t("distance.m", {n: number(metres)}) : t("distance.km", {n: number(metres / 1000)});
