// The list of a split layer: the hits of a search, or the projects in view where these are few.

/** @import {Project} from "../types.ts" */
import {byId, el} from "../core/dom.js";
import {fire, on} from "../core/events.js";
import * as formats from "../core/formats.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {copyText} from "../core/notice.js";
import * as urlState from "../core/url_state.js";
import {state} from "../data/selection.js";
import {store} from "../data/store.js";
import {FEW, marksInView} from "../map/clusters.js";
import {map} from "../map/viewport.js";
import {filterChips} from "../panel/filter_chips.js";
import {entry} from "../panel/project_list.js";
import {allLeft, countLeft} from "./choices.js";
import {hasFailed, isFromDisk} from "./files.js";
import {hasMore, hitCount, hitsNow, isOpenEnded, isSearching, lookFurther} from "./hits.js";
import {list} from "./store.js";
import {countUnplaced, isListed, toggleUnplaced, unplacedNow} from "./unplaced.js";
import {countsInSight, isInSight, isViewKnown} from "./view.js";

/**
 * @param {string} key
 * @param {string} label
 * @param {() => void} act
 */
const button = (key, label, act) =>
  el("button", {type: "button", class: "text-button", "data-key": key, on: {click: act}}, label);

const copyLink = () => copyText(urlState.link());

/** Shows what has no place on the map instead of what is in view, and takes that back. */
function unplacedButton() {
  const n = countUnplaced();
  if (!n) return null;
  const toggle = button("unplaced", `${t("unplaced.title")}: ${formats.number(n)}`, toggleUnplaced);
  toggle.setAttribute("aria-pressed", String(isListed()));
  return toggle;
}

/** How many projects in view the choices leave. */
const countInView = () => countLeft(countsInSight());

/** What a search has found, as a sentence. */
function foundText() {
  const n = hitCount() ?? 0;
  if (isSearching() && !n) return t("split.searching");
  if (!n && !isOpenEnded()) return t("list.nothing");
  return t(!isOpenEnded() ? "split.hits" : n ? "split.more_than" : "split.so_far", {n});
}

/** What is in view, as a sentence. */
function viewText() {
  // That something could not be read is told beside the map.
  if (!isViewKnown()) return isFromDisk || hasFailed() ? "" : t("split.reading");
  return t("split.in_view", {n: countInView()});
}

/** @param {Project[]} projects */
function byName(projects) {
  const compare = i18n.comparer();
  /** @param {Project} project */
  const nameOf = (project) => i18n.version(project, "name")[0];
  return [...projects].sort((a, b) => compare(nameOf(a), nameOf(b)));
}

/** @param {Project[]} projects */
const entries = (projects) => el("ul", {class: "entries"}, ...projects.map((project) => el("li", {}, entry(project))));

/** What stands in the place of a list that is too long. */
const hint = () => el("p", {class: "nothing"}, t("split.zoom_in", {n: FEW}));

/** @param {HTMLElement} body */
export function drawViewList(body) {
  const hits = state.query ? hitsNow() ?? [] : null;
  const unplaced = !hits && isListed();
  const projects = hits ?? byName(unplaced ? unplacedNow() : marksInView().filter(isInSight));
  list(projects);
  const n = store.count;
  const isAll = allLeft() === n;
  const told = hits ? [foundText()] : [isAll ? "" : t("legend.shown", {n, shown: allLeft()}), viewText()];
  const isLong = !hits && !unplaced && !projects.length && isViewKnown() && countInView() > 0;
  body.replaceChildren(...[
    el(
      "div",
      {class: "shown"},
      el("div", {class: "small"}, ...told.filter(Boolean).map((text) => el("p", {}, text))),
      el("span", {class: "actions"}, hits ? null : unplacedButton(), button("link", t("link.copy"), copyLink)),
    ),
    filterChips(),
    projects.length ? entries(projects) : null,
    isLong ? hint() : null,
    hits && hasMore() && !isSearching() ? button("further", t("split.further"), lookFurther) : null,
  ].filter((part) => part !== null));
}

let telling = 0;

// A screen reader hears how many are in view once the map has come to rest.
function tell() {
  clearTimeout(telling);
  telling = setTimeout(() => (byId("count-status").textContent = state.query ? "" : viewText()), 800);
}

/** The list and the counts follow the view. */
export function startViewList() {
  // Events of one move come together.
  let drawing = 0;
  const draw = () => {
    drawing ||= requestAnimationFrame(() => {
      drawing = 0;
      fire("order");
    });
  };
  on("texts trouble", draw);
  map.on("moveend", draw);
  map.on("moveend", tell);
}
