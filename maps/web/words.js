// The reader's language: interface texts, language versions of the data, numbers, dates and quantities.
"use strict";

coopmap.words = (function () {
  const {languages, entries} = coopmap.store.data.words;
  let language = languages[0];
  let plurals = new Intl.PluralRules(language);
  let collator = null;

  const known = (key) => Object.hasOwn(entries, key);
  const nameOf = (code, key) => (known(key) ? entries[key][languages.indexOf(code)] ?? entries[key][0] : key);
  const entry = (key) => nameOf(language, key);

  // Puts values into "{n} of {total}"; "{n.many}" asks an entry with forms for that very form.
  const fillIn = (pattern, values) =>
    pattern.replace(/\{(\w+)(?:\.(\w+))?\}/g, (whole, name, form) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === "function" ? value(form) : String(value);
    });

  // An entry with forms is an object without those that are like "other"; `form` wins over the number's own form.
  const formOf = (found, count, form) =>
    typeof found === "object" ? found[form || plurals.select(count)] || found.other : found;

  const t = (key, values = {}) => fillIn(formOf(entry(key), values.n), values);

  function group(digits) {
    if (digits.length <= 4 && language !== "en") return digits;
    return digits.replace(/\B(?=(\d{3})+$)/g, entry("number.group"));
  }

  // A plain number in the language's digits grouping, at most two decimals.
  function number(value) {
    const [whole, decimals] = Math.abs(value).toFixed(2).replace(/\.?0+$/, "").split(".");
    return (value < 0 ? "−" : "") + group(whole) + (decimals ? entry("number.decimal") + decimals : "");
  }

  // Millions and more are told in words: 4.27 billion.
  function large(value) {
    for (const [size, key] of [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]]) {
      if (Math.abs(value) >= size) return t("number." + key, {n: number(value / size)});
    }
    return number(value);
  }

  // A number with its unit or currency and "more than" and the like; `key` is an entry such as unit.jobs.
  function quantity(value, key, qualifier) {
    const found = entry(key);
    // A plain number and the word after it stay on one line.
    const told = (form) => fillIn(formOf(found, value >= 1e6 ? 1e6 : value, form).replace("{n} ", value < 1e6 ? "{n}\u00a0" : "{n} "), {n: large(value)});
    return qualifier ? fillIn(entry("qualifier." + qualifier), {n: told}) : told();
  }

  // No line ends at the hyphen of "2025-yil" and "22-dekabr"; a reader's search on the page finds it all the same.
  const whole = (text) => text.replace(/(?<=\d)-(?=\p{L})/gu, "-\u2060");
  const dated = (key, values, form) => fillIn(formOf(entry(key), 0, form), values).replaceAll("-", "-\u2060");

  // A date of reduced precision, ISO 8601: 2025, 2025-12 or 2025-12-29; `form` is a case that a text asks for.
  function date(iso, form) {
    const parts = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(iso || "");
    if (!parts) return iso || "";
    const [, year, month, day] = parts;
    const named = (months) => entry(form ? "date.months_at" : months)[month - 1];
    if (day) return dated("date.day", {day: Number(day), month: named("date.months_after_day"), year});
    if (month) return dated("date.month", {month: named("date.months"), year});
    return dated("date.year", {year}, form);
  }

  // A date, or from one to another ("2025-01/2025-09"), as briefly as the language tells it.
  function period(iso) {
    const [from, to] = (iso || "").split("/");
    if (!to) return date(from);
    const [[year, month, first], [year2, month2, last]] = [from.split("-"), to.split("-")];
    if (year === year2 && month && month2 && !first && !last) {
      return dated("date.months_range", {from: entry("date.months")[month - 1], to: entry("date.months")[month2 - 1], year});
    }
    if (year === year2 && first && last) {
      const months = [month, month2].map((each) => entry("date.months_after_day")[each - 1]);
      return dated(month === month2 ? "date.days_range" : "date.months_days_range", {day: Number(first), month: months[0], day2: Number(last), month2: months[1], year});
    }
    return t("date.range", {from: date(from), to: date(to)});
  }

  return {
    languages,
    t,
    known,
    number,
    whole,
    quantity,
    date,
    period,
    asOf: (key, iso) => t(key, {date: (form) => date(iso, form)}),
    // Compares texts as the reader's language sorts them; to make a collator takes long, so it is made once.
    get compare() {
      return (collator ??= new Intl.Collator(language, {numeric: true, ignorePunctuation: true})).compare;
    },
    get language() {
      return language;
    },
    nameOf,
    use(code) {
      language = languages.includes(code) ? code : languages[0];
      plurals = new Intl.PluralRules(language);
      collator = null;
    },
    unit: (value, unit, qualifier) =>
      known("unit." + unit) ? quantity(value, "unit." + unit, qualifier) : [large(value), unit].filter(Boolean).join(" "),
    money: (value, currency, qualifier) =>
      known("money." + currency) ? quantity(value, "money." + currency, qualifier) : large(value) + " " + currency,
    distance: (metres) =>
      metres < 1000 ? t("distance.m", {n: number(metres)}) : t("distance.km", {n: number(metres / 1000)}),
    // The language version of a field, else the first there is: [text, its language].
    version(record, field) {
      for (const code of [language, ...languages]) {
        const text = record[field + "_" + code];
        if (text) return [text, code];
      }
      return ["", language];
    },
    // A country's name; for those without a word of ours, as the browser knows it.
    country(code) {
      if (known("country." + code)) return t("country." + code);
      try {
        return new Intl.DisplayNames([language], {type: "region"}).of(code);
      } catch {
        return code;
      }
    },
  };
})();

// An element with the language version of a field; a version in another language than the reader's is marked as such.
coopmap.textEl = function (tag, record, field, attributes = {}) {
  const [text, code] = coopmap.words.version(record, field);
  return coopmap.el(tag, {...attributes, lang: code === coopmap.words.language ? null : code}, coopmap.words.whole(text));
};
