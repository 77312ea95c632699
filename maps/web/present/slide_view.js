// What the audience sees: the map, and beside it (on a phone below it) one stop in large type.

/** @import {Dispatch, Presentation, Stop} from "../types.ts" */
import {activeElement, byTag, el, lineIcon} from "../core/dom.js";
import {closeCard, on} from "../core/events.js";
import * as formats from "../core/formats.js";
import {t} from "../core/i18n.js";
import {page} from "../core/page_data.js";
import * as selection from "../data/selection.js";
import {store} from "../data/store.js";
import {paintInFlight} from "../map/base_layer.js";
import {afterZoom, asPageRuns, big, borrowView, map, setBig} from "../map/viewport.js";
import {photos} from "../panel/photographs.js";
import * as story from "./story.js";

// The state of the presentation, and what the buttons ask for.
/** @type {Presentation} */
let show;
/** @type {Dispatch} */
let act;

const {classList} = document.body;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const MANY = 24;
const body = el("div", {class: "stage-body", "aria-live": "polite"});
const foot = el("div", {class: "stage-foot"});
const slide = el("section", {class: "stage", tabindex: "-1"}, body, foot);

/**
 * @param {string} key
 * @param {string | Node} sign
 * @param {string} what
 */
const button = (key, sign, what) =>
  el("button", {
    type: "button",
    class: "icon-button",
    title: t(key),
    "aria-label": t(key),
    on: {click: () => act(what)},
  }, sign);

// A part for each stop, or one bar for many.
function progress() {
  const {stops, at} = show;
  if (stops.length <= MANY) return stops.map((_, i) => el("i", {class: i <= at ? "past" : null}));
  const bar = el("i");
  bar.style.background = `linear-gradient(90deg, var(--accent) ${((at + 1) / stops.length) * 100}%, var(--rule) 0)`;
  return [bar];
}

/** @param {Stop} stop */
function drawFoot(stop) {
  const cited = story.publishers(stop);
  const {as_of: date} = page.layer;
  const sources = cited.length
    ? `${t("card.sources")}: ${cited.join(" · ")}`
    : date
    ? formats.asOf("page.as_of", date)
    : "";
  foot.replaceChildren(
    el("p", {class: "stage-sources"}, sources),
    el(
      "div",
      {class: "stage-bar"},
      el("span", {}, t("card.of", {i: show.at + 1, n: show.stops.length})),
      button("present.previous", "‹", "previous"),
      button("present.next", "›", "next"),
      button("present.notes", lineIcon("M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3"), "notes"),
      document.fullscreenEnabled
        ? button("present.full", lineIcon("M2.5 6.5v-4h4M9.5 2.5h4v4M13.5 9.5v4h-4M6.5 13.5h-4v-4"), "full")
        : null,
      button("present.leave", "×", "leave"),
    ),
    el("p", {class: "stage-progress", "aria-hidden": "true"}, ...progress()),
  );
}

// Type is set smaller, step by step, where a caption is longer than its column.
function fit() {
  for (let size = 1; size > 0.5; size -= 0.05) {
    slide.style.setProperty("--fit", String(size));
    const long = body.scrollHeight > body.clientHeight;
    body.classList.toggle("long", long);
    body.tabIndex = long ? 0 : -1;
    if (!long) return;
  }
}

/**
 * The photograph of a stop that is one project's.
 * @param {Stop} stop
 */
const photosAt = ({projects}) => (projects.length === 1 ? photos(projects[0]).slice(0, 1) : []);

function draw() {
  const stop = show.stops[show.at];
  store.need(stop.projects);
  classList.toggle("black", show.black);
  slide.setAttribute("aria-label", t("present.start"));
  // The button that was pressed keeps the focus, so that a key presses it again.
  const held = [...foot.querySelectorAll("button")].indexOf(/** @type {HTMLButtonElement} */ (activeElement()));
  body.replaceChildren(...story.caption(stop), ...photosAt(stop));
  drawFoot(stop);
  if (held >= 0) foot.querySelectorAll("button")[held].focus({preventScroll: true});
  fit();
}

// How much of the map lies under the caption, if it stands beside it, and under the scale and the credits.
export const covers = () => ({left: slide.offsetTop ? 0 : slide.offsetWidth, top: 0, right: 0, bottom: 48});

// Marks and names grow with the window, so that they are as legible on any screen.
function enlarge() {
  setBig(Math.max(1, Math.min(innerWidth / 1000, innerHeight / 562)));
  document.body.style.setProperty("--big", String(big));
}

/** @param {boolean} [fly] */
function move(fly) {
  if (afterZoom(() => slide.isConnected && move(fly))) return;
  const {left, right, bottom} = asPageRuns(covers());
  const {x, y} = map.getSize();
  const edge = Math.min(x - left - right, y - bottom) * 0.07;
  if (fly && !calm.matches) {
    classList.add("flying");
    paintInFlight(true);
  }
  selection.spotlight(show.stops[show.at].projects);
  map[fly ? "flyToBounds" : "fitBounds"](story.boundsOf(show.stops[show.at]), {
    animate: fly,
    duration: 1.8,
    maxZoom: 9,
    // A mark on a foot stands above its point.
    paddingTopLeft: [left + edge, edge + 16],
    paddingBottomRight: [right + edge, bottom + edge],
  });
}

/** @type {{center: L.LatLng, zoom: number, focus: HTMLElement | null}} */
let before;

/**
 * @param {boolean} isMoved
 * @param {boolean} [fly]
 */
export function drawStop(isMoved, fly) {
  draw();
  if (isMoved) move(fly);
}

export function open() {
  before = {center: map.getCenter(), zoom: map.getZoom(), focus: activeElement()};
  closeCard();
  classList.add("presenting");
  // As that of the paper, the view of a presentation is not the reader's, and does not go into the address.
  borrowView(true);
  byTag("main").append(slide);
  map.invalidateSize({animate: false, pan: false});
  enlarge();
  // A frame does not take the keys away from the page around it.
  if (document.hasFocus()) slide.focus({preventScroll: true});
}

export function close() {
  setBig(1);
  map.setView(before.center, before.zoom, {animate: false});
  borrowView(false);
  classList.remove("presenting", "flying", "black", "still");
  paintInFlight(false);
  slide.remove();
  map.invalidateSize({animate: false, pan: false});
  selection.spotlight(null);
  before.focus?.focus({preventScroll: true});
}

/**
 * state: {stops, at, black}; dispatch: called with what the buttons ask for.
 * @param {Presentation} state
 * @param {Dispatch} dispatch
 */
export function start(state, dispatch) {
  [show, act] = [state, dispatch];
  // In flight lines and names are away, and the ground is painted anew in each frame.
  map.on("moveend", () => {
    if (!classList.contains("flying")) return;
    classList.remove("flying");
    paintInFlight(false);
  });
  map.on("resize", () => {
    if (!slide.isConnected || show.at < 0) return;
    enlarge();
    fit();
    move(false);
  });
  on("language texts", () => slide.isConnected && draw());
}
