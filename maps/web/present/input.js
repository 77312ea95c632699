// What drives a presentation: the keys of a keyboard or a clicker, digits, a finger; and when the pointer rests.

/** @import {Dispatch, Presentation} from "../types.ts" */
import {backward, forward, isRightToLeft} from "../core/i18n.js";

// The state of the presentation, and what is asked for.
/** @type {Presentation} */
let show;
/** @type {Dispatch} */
let act;

// show: {stops, at}, the state of the presentation; act: what is asked for.
/** @type {Record<string, string>} */
const STEPS = {
  PageDown: "next",
  ArrowDown: "next",
  " ": "next",
  Enter: "next",
  PageUp: "previous",
  ArrowUp: "previous",
  Backspace: "previous",
  Home: "first",
  End: "last",
  ".": "black",
  Escape: "leave",
};

// Letters by where they are, so that a Cyrillic layout changes nothing.
/** @type {Record<string, string>} */
const LETTERS = {KeyP: "leave", KeyB: "black", KeyF: "full", KeyN: "notes"};

const isOn = () => show.at >= 0;

// Digits make a number: at once where no longer one could be meant, else after a moment or with Enter.
let typed = "";

let waiting = 0;

function jump() {
  clearTimeout(waiting);
  act("go", {stop: Number(typed)});
  typed = "";
}

/** @param {string} key */
function digit(key) {
  clearTimeout(waiting);
  typed += key;
  if (Number(typed) * 10 > show.stops.length) jump();
  else waiting = setTimeout(jump, 1200);
}

/**
 * Keys that mean something where they are pressed: in a field, on a button, in a card that was opened on the map.
 * @param {any} options
 */
function isTaken({key, target}) {
  const place = target.closest ? target : document.body;
  if (place.closest("input, textarea, select, [contenteditable], .card-frame, .table-view")) return true;
  if (key === "Escape") return Boolean(document.querySelector(".card-frame"));
  return (key === " " || key === "Enter") && Boolean(place.closest("button, a, summary, .mark"));
}

/** @param {KeyboardEvent} options */
function asked({key, code, shiftKey}) {
  if (!isOn()) return code === "KeyP" ? "first" : null;
  if (key === " " && shiftKey) return "previous";
  if (key === forward()) return "next";
  if (key === backward()) return "previous";
  return Object.hasOwn(STEPS, key) ? STEPS[key] : LETTERS[code];
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || isTaken(event)) return;
  const isDigit = isOn() && /^\d$/.test(event.key);
  const action = asked(event);
  if (!isDigit && !action) return;
  event.preventDefault();
  event.stopPropagation();
  if (isDigit) digit(event.key);
  else if (event.key === "Enter" && typed) jump();
  else if (action) act(action);
}

// One finger turns the stops; two are the map's.
/** @type {Touch | null} */
let from = null;
/** @param {any} event */
function touched(event) {
  from = isOn() && event.touches.length === 1 && !event.target.closest(".card-frame") ? event.touches[0] : null;
  if (from && event.target.closest(".folium-map")) event.stopPropagation();
}
/** @param {TouchEvent} event */
function lifted(event) {
  if (!from) return;
  const [to] = event.changedTouches;
  const [x, y] = [to.clientX - from.clientX, to.clientY - from.clientY];
  from = null;
  if (Math.abs(x) > 40 && Math.abs(x) > 1.5 * Math.abs(y)) act(x < 0 !== isRightToLeft ? "next" : "previous");
}

// The pointer and the buttons go away while the mouse lies still.
let resting = 0;
function moved() {
  clearTimeout(resting);
  document.body.classList.remove("still");
  if (isOn()) resting = setTimeout(() => document.body.classList.toggle("still", isOn()), 2500);
}

/**
 * state: {stops, at}; dispatch: called with what is asked for.
 * @param {Presentation} state
 * @param {Dispatch} dispatch
 */
export function startInput(state, dispatch) {
  [show, act] = [state, dispatch];
  addEventListener("keydown", pressed, true);
  addEventListener("touchstart", touched, {capture: true, passive: true});
  addEventListener("touchend", lifted, {capture: true, passive: true});
  addEventListener("pointermove", moved);
}
