// What happened when: a timeline by year; an event that has a place can be shown on the map.

/** @import {Milestone} from "../records.ts" */
/** @import {Placed} from "./event_on_map.js" */
import {el, lineIcon} from "../core/dom.js";
import {grouped} from "../core/grouped.js";
import * as formats from "../core/formats.js";
import * as i18n from "../core/i18n.js";
import {t, textEl} from "../core/i18n.js";
import {page} from "../core/page_data.js";
import {codeName} from "../core/terms.js";
import {showEvent, shownEvent} from "./event_on_map.js";
import {sourceList} from "./source_list.js";
import {stopPlaying, timeSlider} from "./time_slider.js";

/** @param {string} kind */
const icon = (kind) =>
  el("span", {class: "event-icon", "aria-hidden": "true"}, lineIcon(page.theme.events[kind] || "M5 8h6", 15));

/**
 * @param {Milestone} milestone
 * @returns {milestone is Placed}
 */
const isPlaced = (milestone) => Number.isFinite(milestone.lon) && Number.isFinite(milestone.lat);

/**
 * A button that puts the event on the map, and takes it away again.
 * @param {Milestone} milestone
 */
function button(milestone) {
  const placed = isPlaced(milestone) ? milestone : null;
  if (!placed) return null;
  const press = () => showEvent(shownEvent === placed ? null : placed);
  return el("button", {
    type: "button",
    class: "text-button",
    "aria-pressed": String(shownEvent === milestone),
    "data-key": "event-" + milestone.id,
    "aria-label": `${t("events.show")}: ${i18n.version(milestone, "name")[0]}`,
    on: {click: press},
  }, t("events.show"));
}

/** @param {Milestone} milestone */
function item(milestone) {
  const {date, end, kind, article, disputes = [], sources = []} = milestone;
  // The year alone stands above the event already.
  const when = /^\d{4}$/.test(date) && !end ? "" : formats.period([date, end].filter(Boolean).join("/"));
  const facts = [kind && codeName("event", kind), when, i18n.version(milestone, "place")[0]];
  return el(
    "li",
    {class: "event" + (article === "yes" ? " event-article" : ""), "data-event": milestone.id},
    icon(kind),
    article === "yes" ? el("span", {class: "offscreen"}, t("filter.article")) : null,
    el("p", {class: "small"}, facts.filter(Boolean).join(" · ")),
    textEl("h3", milestone, "name"),
    i18n.version(milestone, "summary")[0] ? textEl("p", milestone, "summary") : null,
    disputes.length
      ? el(
        "div",
        {class: "disputes"},
        el("h4", {}, t("card.disputes")),
        ...disputes.map((dispute) => textEl("p", dispute, "text")),
      )
      : null,
    el(
      "div",
      {class: "event-foot"},
      button(milestone),
      sources.length
        ? el(
          "details",
          {class: "sources"},
          el("summary", {}, `${t("card.sources")} (${formats.number(sources.length)})`),
          sourceList(sources),
        )
        : null,
    ),
  );
}

/** @type {{node: HTMLElement, language: string} | null} */
let drawn = null;

/** @type {MutationObserver | null} */
let leaving = null;

/** @param {HTMLElement} body */
export function drawTimeline(body) {
  if (drawn?.node.isConnected && drawn.language === i18n.language) return;
  const years = grouped(page.milestones, (milestone) => (milestone.date || "").slice(0, 4));
  /**
   * @param {string} key
   * @param {string} name
   */
  const sample = (key, name) => el("li", {class: name}, el("span", {class: "event-icon"}), t(key));
  const key = el(
    "ul",
    {class: "key", "aria-hidden": "true"},
    sample("figures.article", "event-article"),
    sample("figures.others", ""),
  );
  const node = el(
    "div",
    {class: "timeline"},
    key,
    ...[...years].map(([year, milestones]) =>
      el(
        "section",
        {class: "event-year", "data-year": year},
        el("h2", {}, i18n.digits(year)),
        el("ol", {}, ...milestones.map(item)),
      )
    ),
  );
  const slider = timeSlider(node);
  if (slider) node.prepend(slider);
  if (!years.size) node.replaceChildren(el("p", {class: "nothing"}, t("panel.nothing")));
  drawn = {node, language: i18n.language};
  body.replaceChildren(node);
  // The mark goes when the timeline goes; in another language it gets its new name.
  leaving ??= new MutationObserver(() => {
    if (body.querySelector(".timeline")) return;
    showEvent(null);
    stopPlaying();
  });
  leaving.observe(body, {childList: true});
  if (shownEvent) showEvent(shownEvent, {move: false});
}
