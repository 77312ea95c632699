// Sources as a numbered list; only addresses of the web become links.

/** @import {Source} from "../records.ts" */
import {el} from "../core/dom.js";
import * as formats from "../core/formats.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {page} from "../core/page_data.js";
import {publisherOf} from "../core/terms.js";

/**
 * The language of a title, for a voice that reads it. Titles of pages in other languages are often told in English:
 * it is one in Latin letters of a page in another script, and one with the small words of English.
 * @param {Source} options
 */
function titleLanguage({language, title}) {
  if (/(?![\p{Script=Latin}\p{Script=Common}])\p{L}/u.test(title)) return language;
  if (/\b(?:the|of|and|for|with|between|to be) /i.test(title)) return "en";
  try {
    if (language && new Intl.Locale(language).maximize().script !== "Latn") return "en";
    // Names alone are of no language.
    return language === "en" || /\s\p{Ll}|[^\p{ASCII}]/u.test(title) ? language : null;
  } catch {
    return null;
  }
}

// As the check has it: a host, and nothing that cannot be seen.
const OF_THE_WEB = new RegExp(page.codes.url, "u");
/** @param {string} url */
export const isOfTheWeb = (url) => OF_THE_WEB.test(url) && !/[\p{C}\p{Zl}\p{Zp}]/u.test(url);

/**
 * Only addresses of the web become links; they open when the reader clicks, and tell the site nothing of this page.
 * @param {string | undefined} url
 * @param {Node | string} text
 */
export const webLink = (url, text) =>
  isOfTheWeb(url || "")
    ? el("a", {href: url, target: "_blank", rel: "noopener noreferrer", title: t("card.new_window")}, text)
    : text;

/**
 * @param {Source} source
 * @param {number} i
 */
function item(source, i) {
  const {title, url, date, accessed, archive_url: archive} = source;
  const read = accessed ? formats.asOf("source.accessed", accessed) : "";
  const notes = i18n.listed([publisherOf(source), formats.date(date), read]);
  const copy = isOfTheWeb(archive || "") ? webLink(archive, t("source.archive")) : null;
  const entry = el(
    "li",
    {},
    webLink(url, el("span", {lang: titleLanguage(source)}, title)),
    " ",
    el("span", {class: "small"}, notes, notes && copy ? ", " : null, copy),
  );
  entry.style.listStyleType = `"${i18n.digits(i + 1)}. "`;
  return entry;
}

/** @param {Source[]} list */
export const sourceList = (list) => el("ol", {}, ...list.map(item));
