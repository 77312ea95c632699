// The panel: title, search, tabs and the open card; beside the map, or on a phone a sheet that is pulled up.

import {monthsSince} from "../core/age.js";
import {activeElement, byId, el, within} from "../core/dom.js";
import {closeCard, fire, on} from "../core/events.js";
import * as formats from "../core/formats.js";
import * as i18n from "../core/i18n.js";
import {t, textEl} from "../core/i18n.js";
import {page} from "../core/page_data.js";
import * as urlState from "../core/url_state.js";
import {prepare, search} from "../data/search.js";
import * as selection from "../data/selection.js";
import {store} from "../data/store.js";
import {height, opener, panel, wide} from "./covers.js";
import {lede, oldStatuses} from "./lede.js";
import {drawHandle, setHeight, startSheet} from "./sheet.js";

// The names of the tabs, in their order.
let names = ["projects", "legend", "figures", "events"];
// What the tabs show: name -> function that draws into the panel's body.
/** @type {Record<string, (body: HTMLElement) => void>} */
const tabs = {};
// Brings the tabs that are unpacked when they are first wanted.
/** @type {() => Promise<unknown>} */
let unpack;

let tab = names[0];
/** @type {unknown} */
let project = null;
let listScroll = 0;
let begun = false;
const head = el("header", {class: "panel-head"});
const told = el("div", {class: "lede"});
const tools = el("div", {class: "panel-tools"});
const body = el("div", {class: "panel-body", id: "panel-body", tabindex: "-1"});

// As of when the layer holds, and how old that is on the day on which the page is opened.
function age() {
  const months = monthsSince(page.layer.as_of);
  return [
    page.layer.as_of ? formats.asOf("page.as_of", page.layer.as_of) + "." : "",
    months ? t("age.since", {n: months}) : "",
    oldStatuses(),
  ].filter(Boolean).join(" ");
}

function drawHead() {
  const layer = page.layer;
  const close = el("button", {
    type: "button",
    class: "icon-button panel-close",
    "aria-label": t("panel.close"),
    title: t("panel.close"),
    on: {
      click: () => {
        setHeight("closed");
        opener.focus();
      },
    },
  }, "×");
  head.replaceChildren(
    close,
    textEl("h1", layer, "title"),
    el("p", {class: "small"}, age()),
  );
  opener.replaceChildren("☰ ", i18n.version(layer, "title")[0]);
  opener.title = t("panel.open");
  panel.setAttribute("aria-label", i18n.version(layer, "title")[0]);
  byId("skip").textContent = t("panel.skip");
}

const searchField = el("input", {
  type: "search",
  class: "search",
  autocomplete: "off",
  spellcheck: "false",
  on: {
    input: () => search(searchField.value),
    focus: () => prepare(20),
    /** @param {KeyboardEvent} event */
    keydown: (event) => {
      if (event.key === "Escape" && searchField.value) search("");
    },
  },
});

function drawLede() {
  const held = /** @type {HTMLElement | null | undefined} */ (activeElement()?.closest?.(".lede [data-key]"))?.dataset
    .key;
  const story = page.has_story
    ? el("button", {type: "button", class: "story-button", on: {click: () => fire("tell-story")}}, t("story.tell"))
    : null;
  told.replaceChildren(...lede(), ...(story ? [story] : []));
  if (held !== undefined) within(told, `[data-key="${CSS.escape(held)}"]`)?.focus();
}

function drawTools() {
  searchField.setAttribute("aria-label", t("search.label"));
  searchField.placeholder = t("search.label");
  /** @param {string} name */
  const button = (name) =>
    el("button", {
      type: "button",
      role: "tab",
      id: "tab-" + name,
      "aria-controls": "panel-body",
      "aria-selected": String(name === tab),
      tabindex: name === tab ? "0" : "-1",
      on: {click: () => choose(name), keydown: stepTab},
    }, t("tab." + name));
  tools.replaceChildren(
    searchField,
    el("div", {class: "tabs", role: "tablist", "aria-label": t("panel.tabs")}, ...names.map(button)),
  );
}

/** @param {KeyboardEvent} event */
function stepTab(event) {
  const by = {[i18n.forward()]: 1, [i18n.backward()]: -1}[event.key];
  if (!by) return;
  choose(names[(names.indexOf(tab) + by + names.length) % names.length]);
  within(tools, `#tab-${tab}`).focus();
}

/** @param {string} name */
function choose(name) {
  tab = name;
  project = null;
  if (!wide.matches && height() === "closed") setHeight("half");
  draw();
  body.scrollTop = 0;
  urlState.write(true);
}

/**
 * Gives, where the tab has to be unpacked first, when that is done.
 * @returns {Promise<unknown> | void}
 */
function drawBody() {
  if (project || !begun) return;
  // Figures and events are unpacked when they are first wanted.
  if (!tabs[tab]) return unpack().then(() => tabs[tab] && drawBody());
  body.setAttribute("role", "tabpanel");
  body.setAttribute("aria-labelledby", "tab-" + tab);
  const focused = /** @type {HTMLElement | null | undefined} */ (activeElement()?.closest?.("#panel-body [data-key]"))
    ?.dataset.key;
  tabs[tab](body);
  if (focused) (within(body, `[data-key="${CSS.escape(focused)}"]`) || body).focus();
}

function draw() {
  if (!begun) return;
  drawHead();
  drawLede();
  drawHandle();
  drawTools();
  panel.classList.toggle("has-card", Boolean(project));
  return drawBody();
}

/** @param {Record<string, (body: HTMLElement) => void>} more */
export const addTabs = (more) => Object.assign(tabs, more);

/**
 * Shows a project's card in place of the tab, or the tab again where it was.
 * @param {HTMLElement | null} node
 * @param {any} [subject]
 */
export function showInPanel(node, subject) {
  if (node && !project) listScroll = body.scrollTop;
  project = node ? subject : null;
  panel.classList.toggle("has-card", Boolean(node));
  if (node) {
    body.removeAttribute("role");
    body.removeAttribute("aria-labelledby");
    body.replaceChildren(node);
    body.scrollTop = 0;
    if (height() === "closed") setHeight(wide.matches ? "full" : "half");
  } else {
    drawBody();
    body.scrollTop = listScroll;
    // A long list draws the rows that are now in view at once, so that the focus finds its own.
    body.dispatchEvent(new Event("scroll"));
  }
}

// What is open in place of a tab: a project whose card is, or null; and the tab.
export const subject = () => project;
export const tabShown = () => tab;

/** Shows the tab for the first time; gives, where it has to be unpacked, when that is done. */
export function fillPanel() {
  begun = true;
  return draw();
}

/** @param {Event} event */
function skipToList(event) {
  event.preventDefault();
  closeCard();
  choose(names[0]);
  if (height() === "closed") setHeight("full");
  (within(body, ".entry") || body).focus();
}

// A screen reader hears the new count, once the reader has typed to the end.
const countStatus = byId("count-status");

let telling = 0;

function tell() {
  clearTimeout(telling);
  telling = setTimeout(
    () => (countStatus.textContent = t("legend.shown", {n: store.count, shown: store.visible().length})),
    400,
  );
}

/**
 * first: the tabs that are there from the start; unpackTabs: brings the others, which add themselves; without it there
 * are none.
 * @param {Record<string, (body: HTMLElement) => void>} first
 * @param {() => Promise<unknown>} [unpackTabs]
 */
export function startPanel(first, unpackTabs) {
  addTabs(first);
  if (unpackTabs) unpack = unpackTabs;
  else names = Object.keys(first);
  panel.append(head, startSheet(), told, tools, body);
  opener.addEventListener("click", () => {
    setHeight("full");
    searchField.focus();
  });
  byId("skip").addEventListener("click", skipToList);
  on("filter query", () => {
    tell();
    if (searchField.value !== selection.state.query) searchField.value = selection.state.query;
    drawHandle();
    drawLede();
    drawBody();
  });
  on("language", draw);
  on("order", drawBody);
  urlState.part("tab", () => (tab === names[0] ? "" : tab), (value) => {
    const to = names.includes(value) ? value : names[0];
    if (to === tab) return;
    tab = to;
    if (value && height() === "closed") setHeight(wide.matches ? "full" : "half");
    draw();
  });
}
