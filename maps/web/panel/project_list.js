// The list of the projects that the reader's choices leave; those without a place say why.

/** @import {Rows} from "../store_types.ts" */
/** @import {Project} from "../types.ts" */
import {isOld} from "../core/age.js";
import {activeElement, el, within} from "../core/dom.js";
import {on, openCard} from "../core/events.js";
import * as formats from "../core/formats.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {drawMarker} from "../core/icons.js";
import {copyText} from "../core/notice.js";
import {codeName, whereabouts} from "../core/terms.js";
import * as urlState from "../core/url_state.js";
import {elsewhere, marked} from "../data/search.js";
import * as selection from "../data/selection.js";
import {store} from "../data/store.js";
import * as lazy from "../core/lazy.js";
import {filterChips} from "./filter_chips.js";

// Above this many the list draws only what is seen, in rows of one height.
const LONG = 200;

const ROW = 64;

// More rows than one sees at first: while somebody types, the others come once these are painted, and hold up no letter.
const FIRST = 40;

// More rows than this a browser cannot place; a filter or a search shows the others.
const MOST = 500_000;

let scrolling = new AbortController();

// Draws anew what had no texts yet.
/** @type {() => void} */
let refresh;

/**
 * A row has room for the date alone; that it is old is seen by its italics, and said to who cannot see it.
 * @param {string} [iso]
 */
const oldDate = (iso) =>
  el(
    "span",
    {class: "old", title: t("age.old")},
    formats.date(iso),
    el("span", {class: "offscreen"}, i18n.comma() + t("age.old")),
  );

/** @param {Project} project */
export function entry(project) {
  const [name, code] = i18n.version(project, "name");
  /** @param {string} text */
  const mark = (text) => marked(text, selection.state.query);
  const where = whereabouts(project);
  const [, tag] = i18n.version(project, "place");
  const hit = elsewhere(project, selection.state.query);
  return el(
    "button",
    {
      type: "button",
      class: "entry",
      "data-id": project.id,
      "data-key": "entry-" + project.id,
      on: {click: () => openCard(project, {among: store.ordered()})},
    },
    drawMarker(project, {onLine: !project.geometry, size: 32}),
    el(
      "span",
      {class: "entry-text"},
      el("span", {class: "entry-name", lang: code === i18n.language ? null : code}, ...mark(name)),
      el(
        "span",
        {class: "small entry-place" + (hit ? " entry-replaced" : "")},
        codeName("status", project.status),
        ...(isOld(project.status_date) ? [i18n.comma(), oldDate(project.status_date)] : []),
        where && " · ",
        el("span", {lang: project.geometry && tag !== i18n.language ? tag : null}, ...mark(where)),
      ),
      hit,
    ),
  );
}

function nothing() {
  if (!store.count) return el("p", {class: "nothing"}, t("list.empty"));
  return el(
    "div",
    {class: "nothing"},
    el("p", {}, t("list.nothing")),
    el(
      "button",
      {type: "button", class: "text-button", "data-key": "nothing", on: {click: selection.showAll}},
      t("legend.all"),
    ),
  );
}

/**
 * @param {HTMLElement} item
 * @param {Project} project
 */
function renew(item, project) {
  const held = item.contains(activeElement());
  item.replaceChildren(entry(project));
  if (held) /** @type {HTMLElement} */ (item.firstChild).focus({preventScroll: true});
}

/**
 * @param {HTMLElement} body
 * @param {Rows} projects
 */
function longList(body, projects) {
  // Keys can be faster than the frames that tell of the scrolling: the next row is there when one has the focus.
  const list = el("ul", {class: "entries entries-long", on: {focusin: fill}});
  /** @type {Map<number, HTMLElement>} */
  const rows = new Map();
  const projectAt = (/** @type {number} */ i) => /** @type {Project} */ (projects.at(i));
  list.style.height = Math.min(projects.length, MOST) * ROW + "px";
  function fill() {
    const from = Math.max(0, Math.floor((body.scrollTop - list.offsetTop) / ROW) - 5);
    const to = Math.min(projects.length, MOST, from + Math.ceil(body.clientHeight / ROW) + 10);
    // Rows that stay are left as they are, and so is the one that has the focus.
    for (const [i, item] of rows) {
      if ((i >= from && i < to) || item.contains(activeElement())) continue;
      item.remove();
      rows.delete(i);
    }
    for (let i = from; i < to; i++) {
      if (rows.has(i)) continue;
      const item = el("li", {"aria-setsize": projects.length, "aria-posinset": i + 1}, entry(projectAt(i)));
      item.style.top = i * ROW + "px";
      list.insertBefore(item, rows.get(Math.min(...[...rows.keys()].filter((other) => other > i))) || null);
      rows.set(i, item);
    }
    store.need([...rows.keys()].map(projectAt));
  }
  refresh = () => {
    for (const [i, item] of rows) if (!within(item, ".entry-name").textContent) renew(item, projectAt(i));
  };
  body.addEventListener("scroll", fill, {signal: scrolling.signal});
  requestAnimationFrame(fill);
  return list;
}

/** @param {Project[]} projects */
function shortList(projects) {
  const row = (/** @type {Project} */ project) => el("li", {}, entry(project));
  const isTyping = activeElement()?.matches(".search");
  const first = isTyping ? FIRST : projects.length;
  const list = el("ul", {class: "entries"}, ...projects.slice(0, first).map(row));
  const more = () => list.append(...projects.slice(first).map(row));
  if (projects.length > first) requestAnimationFrame(() => requestAnimationFrame(more));
  return list;
}

/** @param {HTMLElement} body */
export function drawList(body) {
  const projects = store.ordered();
  const n = store.count;
  const actions = el(
    "div",
    {class: "shown"},
    el("p", {class: "small"}, t("legend.shown", {n, shown: projects.length})),
    el(
      "span",
      {class: "actions"},
      el("button", {
        type: "button",
        class: "text-button",
        "data-key": "table",
        on: {click: () => lazy.showTable()},
      }, t("table.open")),
      el("button", {
        type: "button",
        class: "text-button",
        "data-key": "link",
        on: {click: () => copyText(urlState.link())},
      }, t("link.copy")),
      el("button", {
        type: "button",
        class: "text-button",
        "data-key": "print",
        on: {click: () => store.when(store.ordered().slice(0, 1000), print)},
      }, t("print.card")),
      lazy.suggestButton(),
    ),
  );
  scrolling.abort();
  scrolling = new AbortController();
  refresh = () => drawList(body);
  if (projects.length <= LONG) store.need(projects.slice());
  const list = projects.length > LONG ? longList(body, projects) : shortList(projects.slice());
  body.replaceChildren(...[actions, filterChips(), projects.length ? list : nothing()].filter((part) => part !== null));
}

export function startList() {
  on("texts", () => document.querySelector("#panel-body .entries") && refresh());
}
