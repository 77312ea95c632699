// The table: all that is visible, sortable by each column, over the whole window; saved and copied from here.

/** @import {Rows} from "../store_types.ts" */
/** @import {Project} from "../types.ts" */
import {activeElement, byId, el, within} from "../core/dom.js";
import {on, openCard} from "../core/events.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import * as urlState from "../core/url_state.js";
import {marked, search} from "../data/search.js";
import * as selection from "../data/selection.js";
import {store} from "../data/store.js";
import {filterChips} from "./filter_chips.js";
import {COLUMNS} from "./table_columns.js";
import {buildTable} from "./table_view.js";

// Above this many only the rows in view are drawn, all of one height (as in table.css).
const LONG = 300;

const ROW = 56;

// More rows than this a browser cannot place; a filter or a search shows the others.
const MOST = 500_000;

// What is drawn while the table is open, and what had the focus before.
/** @type {ReturnType<typeof buildTable>} */
let view = /** @type {any} */ (null);

const isOpen = () => Boolean(view);
const rowAt = (/** @type {number} */ i) => /** @type {Project} */ (rows.at(i));

/** @type {HTMLElement | null} */
let before = null;
/** @type {Rows} */
let rows = [];
/** @type {{key: string, down: boolean} | null} */
let sort = null;
/** @type {[number, number]} */
let scrolled = [0, 0];
/**
 * @param {any} a
 * @param {any} b
 */
const plain = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// The visible projects in the order chosen; those that have nothing in the column come last both ways.
function sorted() {
  const column = COLUMNS.find(({key}) => key === sort?.key);
  if (!column) return store.ordered();
  const compare = column.sums
    ? (/** @type {[string, number]} */ a, /** @type {[string, number]} */ b) => plain(a[0], b[0]) || a[1] - b[1]
    : column.iso
    ? plain
    : i18n.comparer();
  const sign = sort?.down ? -1 : 1;
  return store.sorted(column, (a, b) => (a && b ? sign * compare(a, b) : plain(!a, !b)));
}

/**
 * A column is sorted upwards, then downwards, then not at all.
 * @param {string} key
 */
function sortBy(key) {
  const down = sort?.key === key;
  sort = down && sort?.down ? null : {key, down};
  drawRows();
  urlState.write();
}

/** @param {Project} project */
function choose(project) {
  close({focus: false});
  openCard(project, {among: rows});
}

/**
 * @param {Project} project
 * @param {number} index
 */
function row(project, index) {
  const [name, code] = i18n.version(project, "name");
  const button = el("button", {
    type: "button",
    class: "table-name cell",
    lang: code === i18n.language ? null : code,
    "data-key": "row-" + project.id,
    on: {click: () => choose(project)},
  }, ...marked(name || project.id || "", selection.state.query));
  return el(
    "tr",
    {"aria-rowindex": index + 2},
    el("th", {scope: "row"}, button),
    ...COLUMNS.slice(1).map(({text, show}) =>
      el("td", {}, el("div", {class: "cell"}, ...(show ? show(project) : [String(text(project))])))
    ),
  );
}

// Draws the rows that are in view and leaves the others out; what stays is not touched, so the focus stays too.
function fill(all = false) {
  if (!view) return; // closed before the browser told of a scroll
  const {area, body, top, bottom, drawn} = view;
  const long = rows.length > LONG && !all;
  const from = long ? Math.max(0, Math.floor(area.scrollTop / ROW) - 8) : 0;
  const to = long ? Math.min(rows.length, MOST, from + Math.ceil(area.clientHeight / ROW) + 16) : rows.length;
  for (const [i, node] of drawn) {
    if (i >= from && i < to) continue;
    if (node.contains(activeElement())) area.focus({preventScroll: true});
    node.remove();
    drawn.delete(i);
  }
  let next = bottom;
  for (let i = to - 1; i >= from; i--) {
    const node = drawn.get(i) || row(rowAt(i), i);
    if (!drawn.has(i)) body.insertBefore(node, next);
    drawn.set(i, node);
    next = node;
  }
  /** @type {HTMLElement} */ (top.firstChild).style.height = from * ROW + "px";
  /** @type {HTMLElement} */ (bottom.firstChild).style.height = (Math.min(rows.length, MOST) - to) * ROW + "px";
  store.need([...drawn.keys()].map(rowAt));
}

// Draws anew the rows that had no texts yet.
function renew() {
  for (const [i, node] of view.drawn) {
    if (node.querySelector("button").textContent) continue;
    const held = node.contains(activeElement());
    view.drawn.set(i, row(rowAt(i), i));
    node.replaceWith(view.drawn.get(i));
    if (held) view.drawn.get(i).querySelector("button").focus({preventScroll: true});
  }
}

function drawRows() {
  const {section, table, count, chips, none, searchField, drawn} = view;
  const focused = activeElement()?.dataset.key;
  rows = sorted();
  for (const node of drawn.values()) node.remove();
  drawn.clear();
  for (const cell of /** @type {NodeListOf<HTMLElement>} */ (table.querySelectorAll("thead th"))) {
    const isSorted = cell.dataset.column === sort?.key;
    if (isSorted) cell.setAttribute("aria-sort", sort?.down ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
  }
  table.setAttribute("aria-rowcount", String(rows.length + 1));
  table.classList.toggle("table-long", rows.length > LONG);
  count.textContent = t("legend.shown", {n: store.count, shown: rows.length});
  chips.replaceChildren(filterChips() || "");
  none.hidden = rows.length > 0;
  if (searchField.value !== selection.state.query) searchField.value = selection.state.query;
  fill();
  if (focused && !section.contains(activeElement())) {
    (within(section, `[data-key="${CSS.escape(focused)}"]:not([hidden])`) || searchField).focus({
      preventScroll: true,
    });
  }
}

// What the parts of the view ask for.
const actions = {sortBy, close: () => close(), keys, fill: () => fill(), rows: () => rows};

// Puts the view into the page, in place of the one that was there in another language.
function draw() {
  const focused = activeElement()?.dataset.key;
  const fresh = buildTable(actions);
  if (view) view.section.replaceWith(fresh.section);
  else document.body.append(fresh.section);
  document.body.classList.add("with-table");
  view = fresh;
  drawRows();
  if (focused) within(view.section, `[data-key="${CSS.escape(focused)}"]`)?.focus();
}

/** @param {boolean} inert */
function shutOut(inert) {
  for (const node of document.body.children) {
    if (node !== view.section && node.getAttribute("role") !== "status") {
      /** @type {HTMLElement} */ (node).inert = inert;
    }
  }
}

export function openTable() {
  if (isOpen()) return;
  before = activeElement();
  draw();
  shutOut(true);
  view.area.scrollTo(...scrolled);
  view.heading.focus();
  urlState.write(true);
}

function close({focus = true} = {}) {
  if (!view) return;
  scrolled = [view.area.scrollLeft, view.area.scrollTop];
  shutOut(false);
  view.section.remove();
  document.body.classList.remove("with-table");
  view = /** @type {any} */ (null);
  if (!focus) return;
  // The button that opened the table may have been drawn anew.
  const opener = before?.isConnected && before !== document.body
    ? before
    : within(byId("panel-body"), "[data-key=table]");
  (opener || byId("panel-body")).focus();
  urlState.write(true);
}

/** @param {KeyboardEvent} event */
function keys(event) {
  if (event.key === "Escape") {
    // In the search, Escape first takes back what is searched.
    if (event.target === view.searchField && selection.state.query) search("");
    else close();
    event.preventDefault();
    event.stopPropagation();
  }
  if (event.key !== "Tab") return;
  const stops = [
    .../** @type {NodeListOf<HTMLElement>} */ (view.section.querySelectorAll(
      "button:not([hidden]), input, [tabindex='0']",
    )),
  ];
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const at = activeElement();
  if (event.shiftKey ? at !== first && at !== view.heading : at !== last) return;
  (event.shiftKey ? last : first).focus();
  event.preventDefault();
}

// The column that the table is sorted by, as the address has it: "" when it is closed, "1" for the list's own order.
const sortText = () => (view ? (sort ? (sort.down ? "-" : "") + sort.key : "1") : "");

export function startTable() {
  urlState.part("table", sortText, (value) => {
    if (value === sortText()) return;
    if (!value) {
      close();
      return;
    }
    const [, sign, key] = /^(-?)(\w+)$/.exec(value) || [];
    sort = COLUMNS.some((column) => column.key === key) ? {key, down: sign === "-"} : null;
    if (view) drawRows();
    else openTable();
  });
  // Paper has all rows.
  addEventListener("beforeprint", () => view && fill(true));
  addEventListener("afterprint", () => view && fill());
  on("filter query order", () => view && drawRows());
  on("language", () => view && draw());
  on("texts", () => view && renew());
}
