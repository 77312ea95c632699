// The presenter's mode: which stop is shown, and who may change it. The slide view, or in a second window the notes, show it.

/** @import {Presentation} from "../types.ts" */
import {el, lineIcon} from "../core/dom.js";
import {on} from "../core/events.js";
import {t} from "../core/i18n.js";
import {say} from "../core/notice.js";
import * as urlState from "../core/url_state.js";
import {addControl, coverBy} from "../map/viewport.js";
import {startInput} from "./input.js";
import {askOpener, startMessages, tellAll, tellState} from "./messages.js";
import * as story from "./story.js";
import {startStoryScroll} from "./story_scroll.js";

import * as slideView from "./slide_view.js";
import * as speakerNotes from "./speaker_notes.js";

// The stops; the number of the one that is shown, from 0, or -1; whether the screen is black; when it began, in ms.
/** @type {Presentation} */
const show = {stops: [], at: -1, black: false, began: 0, idle: false};
// Whether this is the second window, with the speaker's notes.
const second = urlState.get("present") === "notes";
const view = second ? speakerNotes : slideView;

/**
 * Shows a stop. Beyond the first and the last nothing changes, but whoever listens hears of it.
 * @param {number} next
 */
function go(next) {
  const {at, stops} = show;
  if (!(next in stops)) return tellAll({coopmap: "end", by: next < 0 ? -1 : 1});
  Object.assign(show, {at: next, black: false});
  view.drawStop(next !== at, at >= 0);
  urlState.write(at < 0);
  tellState();
}

/** @param {number} stop */
function to(stop) {
  if (show.at < 0 && show.stops.length) {
    show.began = Date.now();
    view.open();
    if (!second && parent === window) fullScreen();
  }
  go(show.at < 0 ? Math.max(0, stop) : stop);
}

function leave() {
  if (show.at < 0) return;
  show.at = -1;
  view.close();
  // The browser tells of the change a frame later, when the reader may have come back already: that is no second leaving.
  isFull = false;
  if (document.fullscreenElement) document.exitFullscreen();
  urlState.write(true);
  tellState();
}

/** @param {unknown} stop */
const find = (
  stop,
) => (typeof stop === "string"
  ? show.stops.findIndex(({id}, i) => id === stop || (/^\d+$/.test(stop) && i === Number(stop) - 1))
  : Number.isInteger(stop)
  ? Number(stop) - 1
  : -1);

/** @type {Record<string, (values: Record<string, unknown>) => void>} */
const actions = {
  leave,
  next: () => to(show.at + 1),
  previous: () => to(show.at - 1),
  first: () => to(0),
  last: () => to(show.stops.length - 1),
  /** @param {Record<string, unknown>} options */
  go: ({stop}) => find(stop) in show.stops && to(find(stop)),
  state: () => tellState(),
  /** @param {Record<string, unknown>} options */
  black({on: isBlack}) {
    if (show.at < 0) return;
    show.black = typeof isBlack === "boolean" ? isBlack : !show.black;
    view.drawStop(false);
    tellState();
  },
  restart() {
    show.began = Date.now();
    tellState();
  },
};

/**
 * What anyone may ask for who is admitted.
 * @param {string} what
 * @param {Record<string, unknown>} [values]
 */
function obey(what, values = {}) {
  if (!Object.hasOwn(actions, what)) return;
  if (show.at < 0 && what !== "state") show.stops = story.stops();
  actions[what](values);
}

/**
 * What is asked for in this window.
 * @param {string} what
 * @param {Record<string, unknown>} [values]
 */
function dispatch(what, values) {
  if (what === "full") fullScreen();
  else if (what === "notes") openNotes();
  else if (second && window.opener) askOpener(what, values);
  else obey(what, values);
}

/**
 * What the presenting window tells the second one.
 * @param {Record<string, unknown>} options
 */
function follow({coopmap: said, id, black, began}) {
  const at = show.stops.findIndex((stop) => stop.id === id);
  if (!second || said !== "at") return;
  const now = {
    at: at < 0 ? show.at : at,
    black: black === true,
    idle: at < 0,
    began: Number.isFinite(began) ? began : 0,
  };
  const moved = now.at !== show.at;
  const changed = moved || now.black !== show.black || now.idle !== show.idle;
  Object.assign(show, now);
  if (changed) view.drawStop(moved);
}

// The browser fills the screen only where the reader has just done something: else it waits for the next key or click.
let isFull = false;

function fullScreen() {
  if (document.fullscreenElement) {
    isFull = false;
    document.exitFullscreen();
  } else if (navigator.userActivation?.isActive) document.documentElement.requestFullscreen?.().catch(() => {});
  else {for (const event of ["keydown", "click"]) {
      addEventListener(event, () => show.at >= 0 && !document.fullscreenElement && fullScreen(), {once: true});
    }}
}

// The same file once more, with the same choices of the reader; it stays in step by messages, from disk too.
function openNotes() {
  if (
    !second &&
    !window.open(urlState.link({present: "notes", embed: ""}), "coopmap-notes", "popup,width=1000,height=720")
  ) say(t("present.blocked"));
}

export function startPresentButton() {
  const starter = el(
    "button",
    {type: "button", on: {click: () => dispatch("first")}},
    lineIcon("M2 2.8h12M3.2 2.8v7.4h9.6V2.8M8 10.2v1.6M5 13.8l3-2 3 2"),
  );
  addControl(el("div", {class: "leaflet-bar zoom-buttons"}, starter), "topright");
  const name = () => {
    starter.title = t("present.start") + " (P)";
    starter.setAttribute("aria-label", t("present.start"));
  };
  on("language", name);
  name();
}

export function startPresentation() {
  view.start(show, dispatch);
  const {classList} = document.body;
  coverBy(() => (classList.contains("presenting") && !classList.contains("printing") ? view.covers() : null));
  // Who leaves the full screen by Escape, a key that the browser keeps for itself, ends the presentation.
  document.addEventListener("fullscreenchange", () => {
    if (isFull && !document.fullscreenElement) leave();
    isFull = show.at >= 0 && Boolean(document.fullscreenElement);
  });
  urlState.part("present", () => (second ? "notes" : show.stops[show.at]?.id ?? ""), (value) => {
    if (!urlState.has("present")) leave();
    else if (show.at < 0 || !second) {
      if (show.at < 0) show.stops = story.stops();
      to(Math.max(0, find(value)));
    }
  });
  on("present", () => dispatch("first"));
  startStoryScroll();
  startInput(show, dispatch);
  startMessages(show, obey, follow);
}
