// The columns of the table: what each says in the files, what it is sorted by, and what is seen.

/** @import {Column} from "../store_types.ts" */
/** @import {Source} from "../records.ts" */
/** @import {FormField, Project} from "../types.ts" */
import {isOld} from "../core/age.js";
import {el} from "../core/dom.js";
import * as formats from "../core/formats.js";
import * as i18n from "../core/i18n.js";
import {t, textEl} from "../core/i18n.js";
import {drawMarker, statusSample} from "../core/icons.js";
import {onGlobe} from "../core/longitudes.js";
import {OWN, ownFields, ownSum, ownText} from "../core/own_fields.js";
import {page} from "../core/page_data.js";
import {codeName, precisionText} from "../core/terms.js";
import {photographsOf, picture} from "./photographs.js";

/**
 * @param {string} facet
 * @param {string} [code]
 */
const coded = (facet, code) => (code ? codeName(facet, code) : "");
/**
 * @param {Project} project
 * @param {string} [date]
 */
function start(project, date = project.start || "") {
  return date && project.start_kind === "planned" ? t("card.planned", {date}) : date;
}

/** @param {Project} project */
function partners(project) {
  return (project.partners || []).map((partner) => {
    const name = i18n.version(partner, "name")[0];
    return partner.country ? `${name} (${i18n.country(partner.country)})` : name;
  });
}

/** @param {Project} project */
function values(project) {
  return (project.value || []).map((value) => {
    const label = i18n.version(value, "label")[0];
    const money = formats.money(value.amount, value.currency, value.qualifier);
    return label ? `${money} (${label})` : money;
  });
}

/**
 * A date as it compares with those above and below it, the year first; on hovering in words.
 * @param {string} [iso]
 */
const dateCell = (iso = "") =>
  /^\d{4}/.test(iso)
    ? el("time", {class: "table-date", datetime: iso, title: formats.date(iso)}, i18n.digits(iso))
    : iso;

/** @type {Record<string, string>} */
const SIGNS = {about: "≈", almost: "≈", more_than: ">", up_to: "≤"};

// Sums of less are told in full, the others in millions.
const SMALL = 10_000;

// A number whose decimals have a place of their own, so that numbers below each other compare.
function numberCells(/** @type {number} */ value) {
  const [, mark] = formats.number(1.5);
  const [whole, decimals] = formats.number(value).split(mark);
  return [whole, el("span", {class: "table-decimals"}, decimals === undefined ? "" : mark + decimals)];
}

/**
 * Sums below each other, all in millions, so that they compare; in words, as the files have them, on hovering.
 * @param {Project} project
 */
const sums = (project) =>
  (project.value || []).map((value, i) => {
    const {amount: sum, currency, qualifier = ""} = value;
    const small = Math.abs(sum) < SMALL;
    const [, after] = small ? [] : t("number.million", {n: "|"}).split("|");
    const label = i18n.version(value, "label")[0];
    return el(
      "span",
      {class: "table-line table-sum", title: values(project)[i]},
      el(
        "span",
        {class: "table-number"},
        SIGNS[qualifier] ? SIGNS[qualifier] + "\u00a0" : null,
        ...numberCells(small ? sum : sum / 1e6),
      ),
      " ",
      el("span", {}, `${after ?? ""} ${currency}`.trim(), label ? el("span", {class: "old"}, ` ${label}`) : null),
    );
  });

/**
 * There are no rates of exchange here: amounts are compared within their currency.
 * @param {Project} options
 */
const amount = ({value: [first] = []}) => (first ? [String(first.currency), Number(first.amount)] : "");

/**
 * Of each column: `text` for the files, `by` to sort by (else the text), `show` for what is seen (else the text).
 * @param {string} key
 * @param {((code: string) => Node) | null} sign
 */
const codes = (key, sign) => {
  /** @param {any} project */
  const text = (project) => coded(key, project[key]);
  return {
    key,
    text,
    show: sign &&
      ((/** @type {any} */ project) =>
        project[key] ? [el("span", {class: "table-coded"}, sign(project[key]), el("span", {}, text(project)))] : []),
  };
};

/** @param {string} key */
const dates = (key) => ({
  key,
  iso: true,
  /** @param {any} project */
  text: (project) => project[key] || "",
  /** @param {any} project */
  show: (project) => [dateCell(project[key])],
});

/**
 * A column of a field that the layer has of its own: numbers and dates sort as such.
 * @param {FormField} field
 * @returns {Column}
 */
function own(field) {
  const [key, kind] = field;
  const plain = (/** @type {any} */ project) => project[key] ?? "";
  const isPlain = ["number", "date"].includes(kind);
  /** @param {Project} project */
  const ownAmount = (project) => {
    const [sum, currency] = ownSum(project, key);
    return typeof sum === "number" ? [currency, sum] : "";
  };
  return {
    key,
    packed: OWN + key,
    iso: kind === "date",
    sums: kind === "money",
    by: kind === "money" ? ownAmount : undefined,
    text: isPlain ? plain : (project) => ownText(project, field),
    show: (project) => [ownText(project, field)],
  };
}

// The first picture, small; in the files the names of all.
/** @type {Column} */
const pictures = {
  key: "images",
  text: (project) => (project.images || []).map(({file}) => file).join("; "),
  show: (project) =>
    photographsOf(project).slice(0, 1).map((image) => picture(image, {class: "table-photo", loading: "lazy"})),
};

/** @type {Column[]} */
export const COLUMNS = [
  {key: "name", text: (project) => i18n.version(project, "name")[0]},
  ...(page.projects.some((project) => project.images?.length) ? [pictures] : []),
  {
    ...codes("sector", null),
    /** @param {Project} project */
    show: (project) => [
      el(
        "span",
        {class: "table-coded"},
        drawMarker(project, {onLine: !project.geometry, size: 28}),
        el("span", {}, coded("sector", project.sector)),
      ),
    ],
  },
  codes("status", (code) => statusSample(code, 14)),
  {
    ...dates("status_date"),
    /** @param {Project} project */
    show: ({status_date: date}) => [
      el("span", isOld(date) ? {class: "old", title: t("age.old")} : {}, dateCell(date)),
    ],
  },
  {
    key: "start",
    iso: true,
    /** @param {Project} project */
    text: (project) => start(project),
    /** @param {Project} project */
    by: (project) => project.start || "",
    /** @param {Project} project */
    show: ({start: date, start_kind: kind}) =>
      date && kind === "planned"
        ? t("card.planned", {date: "|"}).split(/(\|)/).map((part) => (part === "|" ? dateCell(date) : part))
        : [dateCell(date)],
  },
  {
    key: "value",
    text: (project) => values(project).join("; "),
    by: amount,
    sums: true,
    show: sums,
  },
  {
    key: "place",
    /** @param {Project} project */
    text: (project) => i18n.version(project, "place")[0],
    /** @param {Project} project */
    show: (project) => [textEl("span", project, "place")],
  },
  {key: "precision", text: (project) => (project.precision || project.route ? precisionText(project) : "")},
  {key: "countries", text: (project) => i18n.listed((project.countries || []).map(i18n.country))},
  {
    key: "partners",
    text: (project) => partners(project).join("; "),
    show: (project) => [el("span", {title: partners(project).join("; ")}, partners(project).join("; "))],
  },
  ...(page.codes.article.length ? [codes("article", null)] : []),
  dates("checked"),
  ...ownFields.map((field) => own(field)),
];

/** @param {number} axis */
const position = (axis) => (/** @type {Project} */ {geometry}) =>
  geometry?.type === "Point" ? [onGlobe(geometry.coordinates[0]), geometry.coordinates[1]][axis] : "";

// What the files have beside the columns.
/** @type {Column[]} */
export const FILE_COLUMNS = [
  {key: "id", text: (project) => project.id},
  {key: "longitude", text: position(0)},
  {key: "latitude", text: position(1)},
  {
    key: "sources",
    text: (project) =>
      (project.sources || []).map((/** @type {Source} */ source) => source.url).filter(Boolean).join(" "),
  },
];
