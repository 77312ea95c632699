// The table as a file or on the clipboard: CSV, GeoJSON, tab-separated.

/** @import {Rows} from "../store_types.ts" */
import {t} from "../core/i18n.js";
import {ownLabel} from "../core/own_fields.js";
import {copyText, download} from "../core/notice.js";
import {page} from "../core/page_data.js";
import {featureOf} from "../data/feature.js";
import {store} from "../data/store.js";
import {COLUMNS, FILE_COLUMNS} from "./table_columns.js";

/**
 * A cell that a spreadsheet would take for a formula gets an apostrophe before it; our own numbers stay numbers.
 * @param {string | number} cell
 */
const harmless = (
  cell,
) => (typeof cell === "string" && /^(?:[\t\r]|[\s\p{Cc}]*[=+\-@＝＋－＠])/u.test(cell) ? "'" + cell : String(cell));

/**
 * A text of all rows, each told by `line`; a line of the columns' names stands before them.
 * @param {Rows} rows
 * @param {(cells: (string | number)[]) => string} line
 */
async function joined(rows, line) {
  const columns = [...COLUMNS, ...FILE_COLUMNS];
  const all = [line(columns.map(({key}) => ownLabel(key) ?? t("table." + key)))];
  await store.each(rows, (project) => all.push(line(columns.map(({text}) => text(project)))));
  return all;
}

/**
 * RFC 4180; the mark at the start tells spreadsheets that it is UTF-8.
 * @param {Rows} rows
 */
function csv(rows) {
  /** @param {string} text */
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return joined(rows, (cells) => cells.map((cell) => quoted(harmless(cell))).join(",") + "\r\n").then((
    all,
  ) => ["\ufeff", ...all]);
}

/** @param {Rows} rows */
function tabbed(rows) {
  /** @param {string | number} cell */
  const flat = (cell) => (typeof cell === "string" ? cell.replaceAll(/[\t\r\n]+/g, " ") : cell);
  return joined(rows, (cells) => cells.map((cell) => harmless(flat(cell))).join("\t")).then((all) => all.join("\n"));
}

/**
 * RFC 7946, a line a project.
 * @param {Rows} rows
 */
async function geojson(rows) {
  /** @type {string[]} */
  const all = [];
  await store.each(rows, (project) => all.push((all.length ? ",\n" : "\n") + JSON.stringify(featureOf(project))));
  return [JSON.stringify({type: "FeatureCollection", ...page.layer, features: []}).slice(0, -2), ...all, "\n]}\n"];
}

/** @param {Rows} rows */
export const saveCsv = async (rows) => download("projects.csv", "text/csv;charset=utf-8", await csv(rows));
/** @param {Rows} rows */
export const saveGeojson = async (rows) => download("projects.geojson", "application/geo+json", await geojson(rows));

/**
 * Without leave to write to the clipboard the copying takes the focus for a moment.
 * @param {Rows} rows
 * @param {HTMLElement} [button]
 */
export async function copyTable(rows, button) {
  await copyText(await tabbed(rows));
  button?.focus();
}
