// The parts of the table view: the bar above it, the sortable headers, the area that scrolls.

/** @import {Column} from "../store_types.ts" */
/** @import {TableActions} from "../types.ts" */
import {el} from "../core/dom.js";
import * as formats from "../core/formats.js";
import {t, textEl} from "../core/i18n.js";
import {ownLabel} from "../core/own_fields.js";
import {page} from "../core/page_data.js";
import {search} from "../data/search.js";
import {store} from "../data/store.js";
import {COLUMNS} from "./table_columns.js";
import {copyTable, saveCsv, saveGeojson} from "./table_files.js";

/**
 * @param {Column} column
 * @param {(key: string) => void} sortBy
 */
function header(column, sortBy) {
  const {key} = column;
  const label = el("button", {
    type: "button",
    class: "table-sort",
    "data-key": "sort-" + key,
    on: {click: () => sortBy(key)},
  }, ownLabel(key) ?? t("table." + key));
  if (!store.sortable(column)) label.disabled = true;
  return el("th", {scope: "col", class: "column-" + key, "data-column": key}, label);
}

/**
 * The bar above the table: what it is, how many rows it has, the search, and what is done with the rows.
 * @param {TableActions} options
 */
function head({close, rows}) {
  /**
   * @param {string} key
   * @param {(event: any) => void} act
   */
  const button = (key, act) =>
    el("button", {type: "button", class: "table-button", "data-key": key, on: {click: act}}, t(key));
  const searchField = el("input", {
    type: "search",
    class: "search",
    autocomplete: "off",
    spellcheck: "false",
    "data-key": "search",
    "aria-label": t("search.label"),
    placeholder: t("search.label"),
    on: {input: () => search(searchField.value)},
  });
  const count = el("p", {class: "small", role: "status"});
  const chips = el("div");
  const shut = el("button", {
    type: "button",
    class: "icon-button table-close",
    "data-key": "close",
    "aria-label": t("table.close"),
    title: t("table.close"),
    on: {click: close},
  }, "×");
  const heading = el("h2", {id: "table-title", tabindex: "-1", "data-key": "title"}, t("table.title"));
  const buttons = el(
    "div",
    {class: "table-buttons"},
    button("table.save_csv", () => saveCsv(rows())),
    button("table.save_geojson", () => saveGeojson(rows())),
    button("table.copy", ({currentTarget}) => copyTable(rows(), currentTarget)),
  );
  const node = el(
    "header",
    {class: "table-head"},
    el("div", {class: "table-told"}, heading, count, chips),
    searchField,
    buttons,
    shut,
  );
  return {node, heading, count, chips, searchField};
}

/**
 * actions: what the parts ask for: {sortBy, close, keys, fill, rows}, the last one giving the rows as they stand now.
 * @param {TableActions} actions
 */
export function buildTable(actions) {
  const {layer} = page;
  const {node, ...parts} = head(actions);
  const none = el("p", {class: "table-none"}, t("list.nothing"));
  const spacer = () => el("tr", {"aria-hidden": "true", class: "table-spacer"}, el("td", {colspan: COLUMNS.length}));
  const [top, bottom] = [spacer(), spacer()];
  const body = el("tbody", {}, top, bottom);
  const asOf = layer.as_of ? ". " + formats.asOf("page.as_of", layer.as_of) : "";
  const caption = el("caption", {id: "table-caption"}, el("span", {}, textEl("span", layer, "title"), asOf));
  const table = el(
    "table",
    {},
    caption,
    el("thead", {}, el("tr", {"aria-rowindex": 1}, ...COLUMNS.map((column) => header(column, actions.sortBy)))),
    body,
  );
  table.style.setProperty("--columns", String(COLUMNS.length));
  const area = el(
    "div",
    {
      class: "table-area",
      tabindex: "0",
      role: "region",
      "aria-labelledby": "table-caption",
      "data-key": "area",
      on: {scroll: actions.fill, focusin: actions.fill},
    },
    table,
    none,
  );
  // The edge fades as long as there are columns beyond it.
  const fade = () => area.classList.toggle("more", area.scrollWidth - area.clientWidth - Math.abs(area.scrollLeft) > 4);
  area.addEventListener("scroll", fade);
  new ResizeObserver(fade).observe(area);
  const section = el(
    "section",
    {
      class: "table-view",
      role: "dialog",
      "aria-modal": "true",
      "aria-labelledby": "table-title",
      on: {keydown: actions.keys},
    },
    node,
    area,
  );
  return {...parts, section, area, table, body, top, bottom, none, drawn: new Map()};
}
