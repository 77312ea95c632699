// The story to scroll, for readers: the stops of the presentation one below the other, and the map follows what is read.

/** @import {Stop} from "../types.ts" */
import {byId, el, within} from "../core/dom.js";
import {fire, on} from "../core/events.js";
import {t} from "../core/i18n.js";
import * as selection from "../data/selection.js";
import {borrowView, fit} from "../map/viewport.js";
import {showInPanel} from "../panel/panel.js";
import {boundsOf, caption, stops} from "./story.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const body = byId("panel");

/** @type {HTMLElement | null} */
let story = null;
/** @type {Stop | null} */
let read = null;

/** @param {Stop} stop */
function follow(stop) {
  if (stop === read) return;
  read = stop;
  selection.spotlight(stop.projects);
  fit(boundsOf(stop), 24, {animate: !calm.matches, maxZoom: 9});
}

// When something else stands in the panel, the map is the reader's again.
function left() {
  if (!story || story.isConnected) return;
  story = read = null;
  borrowView(false);
  selection.spotlight(null);
}

/**
 * @param {string} key
 * @param {() => void} act
 */
const button = (key, act) => el("button", {type: "button", class: "text-button", on: {click: act}}, t(key));

function open() {
  const parts = new Map(stops().map((stop) => [el("section", {class: "story-stop"}, ...caption(stop)), stop]));
  const bar = el(
    "div",
    {class: "card-bar card-bar-panel"},
    button("card.back", () => showInPanel(null)),
    button("present.start", () => fire("present")),
  );
  story = el("div", {class: "story", role: "region", "aria-label": t("story.tell")}, bar, ...parts.keys());
  read = null;
  borrowView(true);
  showInPanel(story, story);
  within(bar, "button").focus({preventScroll: true});
  const reading = new IntersectionObserver((entries) => {
    const entry = entries.find(({isIntersecting}) => isIntersecting);
    const stop = entry && parts.get(/** @type {HTMLElement} */ (entry.target));
    if (stop && story?.isConnected) follow(stop);
  }, {root: story.parentElement, rootMargin: "-30% 0px -65% 0px"});
  for (const part of parts.keys()) reading.observe(part);
}

export function startStoryScroll() {
  on("tell-story", open);
  on("language", () => story?.isConnected && open());
  new MutationObserver(left).observe(body, {childList: true, subtree: true});
}
