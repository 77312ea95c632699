// The speaker's own window (#present=notes): what to say now, what comes next on a small map, how long it has lasted.

/** @import {Dispatch, Presentation, Stop} from "../types.ts" */
import {activeElement, byTag, el, within} from "../core/dom.js";
import {on} from "../core/events.js";
import * as i18n from "../core/i18n.js";
import {t, textEl} from "../core/i18n.js";
import {page} from "../core/page_data.js";
import * as selection from "../data/selection.js";
import {borrowView, map} from "../map/viewport.js";
import {sourceList} from "../panel/source_list.js";
import * as story from "./story.js";

// The state as the presenting window tells it, and what is asked of it.
/** @type {Presentation} */
let show;
/** @type {Dispatch} */
let act;

// Of more stops than this no list is shown.
const MANY = 60;

const lasted = el("b");
const clock = el("span");
const notes = el("section", {class: "notes"});
/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");

function time() {
  const now = new Date();
  const seconds = show.began && !show.idle ? Math.max(0, Math.floor((now.getTime() - show.began) / 1000)) : 0;
  lasted.textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  clock.textContent = `${two(now.getHours())}:${two(now.getMinutes())}`;
}

/**
 * @param {string} key
 * @param {string} what
 */
const button = (key, what) =>
  el("button", {
    type: "button",
    "data-key": what,
    "aria-pressed": what === "black" ? String(show.black) : null,
    on: {click: () => act(what)},
  }, t(key));

function head() {
  return el(
    "header",
    {},
    el("p", {class: "notes-time"}, lasted, clock),
    el(
      "p",
      {class: "notes-bar"},
      button("present.previous", "previous"),
      button("present.next", "next"),
      button("present.black", "black"),
      button("present.restart", "restart"),
    ),
  );
}

/** @param {Stop} stop */
function current(stop) {
  const sources = story.sourcesOf(stop);
  return el(
    "article",
    {tabindex: "0"},
    el("p", {class: "small"}, t("card.of", {i: show.at + 1, n: show.stops.length})),
    textEl("h1", ...stop.heading),
    el("div", {class: "notes-text"}, ...story.notes(stop)),
    sources.length ? el("div", {class: "sources"}, el("h2", {}, t("card.sources")), sourceList(sources)) : null,
  );
}

/** @param {Stop} [stop] */
function following(stop) {
  return el(
    "aside",
    {class: stop ? null : "end"},
    el("h2", {}, t("present.next")),
    stop ? textEl("p", ...stop.heading) : el("p", {}, t("present.end")),
    show.stops.length > MANY ? null : el("ol", {}, ...show.stops.map(entry)),
  );
}

/**
 * @param {Stop} options
 * @param {number} i
 */
const entry = ({heading}, i) =>
  el(
    "li",
    {},
    el(
      "button",
      {
        type: "button",
        "data-key": "go-" + i,
        "aria-current": i === show.at ? "step" : null,
        on: {click: () => act("go", {stop: i + 1})},
      },
      el("span", {}, String(i + 1)),
      textEl("span", ...heading),
    ),
  );

function draw() {
  const {stops, at} = show;
  const held = activeElement()?.dataset.key;
  document.title = `${t("present.notes")} · ${i18n.version(page.layer, "title")[0]}`;
  notes.setAttribute("aria-label", t("present.notes"));
  notes.classList.toggle("idle", show.idle);
  notes.replaceChildren(head(), current(stops[at]), following(stops[at + 1]));
  time();
  if (held) within(notes, `[data-key="${held}"]`)?.focus();
}

// The map shows the next stop; after the last one it goes.
function look() {
  const next = show.stops[show.at + 1];
  if (!next) return;
  selection.spotlight(next.projects);
  map.fitBounds(story.boundsOf(next), {animate: false, maxZoom: 9, padding: [16, 16]});
}

export const covers = () => ({left: 0, top: 0, right: 0, bottom: 0});

/** @param {boolean} isMoved */
export function drawStop(isMoved) {
  draw();
  if (isMoved) look();
}

export function open() {
  borrowView(true);
  document.body.classList.add("presenting", "second");
  byTag("main").append(notes);
  // The presenting window may have been loaded anew: it is asked time and again how it stands.
  const ask = () => window.opener && act("state");
  setInterval(() => {
    time();
    ask();
  }, 1000);
  ask();
}

export const close = () => window.close();

/**
 * state: {stops, at, black, began, idle}; dispatch: called with what the buttons ask for.
 * @param {Presentation} state
 * @param {Dispatch} dispatch
 */
export function start(state, dispatch) {
  [show, act] = [state, dispatch];
  on("language", () => notes.isConnected && draw());
  map.on("resize", () => notes.isConnected && look());
}
