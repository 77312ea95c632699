// The years of the timeline: a slider, and a button that plays them; the map shows what had started by then.

import {el} from "../core/dom.js";
import {t} from "../core/i18n.js";
import {page} from "../core/page_data.js";
import * as selection from "../data/selection.js";

// Milliseconds that a year lasts while they are played.
const YEAR = 900;

/** @param {string | undefined} date */
const yearOf = (date) => Number(/^\d{4}/.exec(date || "")?.[0]) || 0;

let playing = 0;

export function stopPlaying() {
  clearInterval(playing);
  playing = 0;
  if (selection.state.alone) selection.spotlight(null);
}

/**
 * What starts later is away from the map, and what happens later is faint.
 * @param {HTMLElement} timeline
 * @param {number} year
 * @param {boolean} isLast
 */
function show(timeline, year, isLast) {
  const started = page.projects.filter(({start}) => yearOf(start) && yearOf(start) <= year);
  selection.spotlight(isLast ? null : started);
  for (const section of /** @type {NodeListOf<HTMLElement>} */ (timeline.querySelectorAll(".event-year"))) {
    section.classList.toggle("event-later", Number(section.dataset.year) > year);
  }
}

/**
 * The slider for a timeline; null where there are not two years.
 * @param {HTMLElement} timeline
 */
export function timeSlider(timeline) {
  const years = [...page.projects.map(({start}) => yearOf(start)), ...page.milestones.map(({date}) => yearOf(date))]
    .filter(Boolean);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  if (!(first < last)) return null;
  const output = el("output", {});
  const slider = el("input", {type: "range", min: first, max: last, value: last, on: {input: move}});
  const play = el("button", {type: "button", class: "text-button", on: {click: toggle}});
  function label() {
    output.textContent = t("events.until", {year: Number(slider.value)});
    slider.setAttribute("aria-label", t("filter.years"));
    play.textContent = t(playing ? "events.stop" : "events.play");
  }
  function move() {
    show(timeline, Number(slider.value), Number(slider.value) === last);
    label();
  }
  function step() {
    if (Number(slider.value) >= last) {
      clearInterval(playing);
      playing = 0;
    } else slider.value = String(Number(slider.value) + 1);
    move();
  }
  function toggle() {
    if (playing) {
      clearInterval(playing);
      playing = 0;
      return label();
    }
    if (Number(slider.value) >= last) slider.value = String(first);
    playing = setInterval(step, YEAR);
    move();
  }
  label();
  // Where less motion is asked for, nothing plays: the slider alone moves the years.
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return el("div", {class: "time-slider"}, slider, output, calm ? null : play);
}
