// What happened when: a timeline by year; an event that has a place can be shown on the map.
"use strict";

coopmap.tabs.events = (function () {
  const {el, svg, textEl, words, store} = coopmap;
  const t = words.t;
  const ICONS = {
    treaty: "M4 2.3h5.2L12 5.1v8.6H4zM9 2.5v2.8h2.8M6 8h4M6 10.6h2.6",
    visit: "M4.2 13.8V2.4M4.2 3h7.6l-1.8 2.6 1.8 2.6H4.2",
    forum: "M2.4 3.2h8.2v5.4H6.4L4 10.8V8.6H2.4zM12.4 6h1.2v5.2h-1.4v2l-2.2-2H7.6",
    institution: "M2.2 6.2L8 2.6l5.8 3.6zM3.9 6.6v5M6.6 6.6v5M9.4 6.6v5M12.1 6.6v5M2.2 12.6h11.6",
  };

  const icon = (kind) =>
    el("span", {class: "event-icon", "aria-hidden": "true"},
      svg("svg", {viewBox: "0 0 16 16", width: 15, height: 15}, svg("path", {d: ICONS[kind] || "M5 8h6", class: "icon-path"})));

  // A button that puts the event on the map, and takes it away again.
  function button(milestone, map) {
    if (!Number.isFinite(milestone.lon) || !Number.isFinite(milestone.lat)) return null;
    const press = () => coopmap.showEvent(map, coopmap.showEvent.shown === milestone ? null : milestone);
    return el("button", {
      type: "button", class: "text-button", "aria-pressed": String(coopmap.showEvent.shown === milestone), "data-key": "event-" + milestone.id,
      "aria-label": `${t("events.show")}: ${words.version(milestone, "name")[0]}`, on: {click: press},
    }, t("events.show"));
  }

  function item(milestone, map) {
    const {date, end, kind, article, disputes = [], sources = []} = milestone;
    // The year alone stands above the event already.
    const when = /^\d{4}$/.test(date) && !end ? "" : words.period([date, end].filter(Boolean).join("/"));
    const facts = [words.known("event." + kind) ? t("event." + kind) : "", when, words.version(milestone, "place")[0]];
    return el("li", {class: "event" + (article === "yes" ? " event-article" : ""), "data-event": milestone.id},
      icon(kind),
      article === "yes" ? el("span", {class: "offscreen"}, t("filter.article")) : null,
      el("p", {class: "small"}, facts.filter(Boolean).join(" · ")),
      textEl("h3", milestone, "name"),
      words.version(milestone, "summary")[0] ? textEl("p", milestone, "summary") : null,
      disputes.length ? el("div", {class: "disputes"}, el("h4", {}, t("card.disputes")), ...disputes.map((dispute) => textEl("p", dispute, "text"))) : null,
      el("div", {class: "event-foot"},
        button(milestone, map),
        sources.length ? el("details", {class: "sources"}, el("summary", {}, `${t("card.sources")} (${sources.length})`), coopmap.card.sourceList(sources)) : null));
  }

  let drawn = null;
  return function (body, map) {
    if (drawn?.node.isConnected && drawn.language === words.language) return;
    const years = Map.groupBy(store.data.milestones, (milestone) => (milestone.date || "").slice(0, 4));
    const sample = (key, name) => el("li", {class: name}, el("span", {class: "event-icon"}), t(key));
    const key = el("ul", {class: "key", "aria-hidden": "true"}, sample("figures.article", "event-article"), sample("figures.others", ""));
    const node = el("div", {class: "timeline"}, key, ...[...years].map(([year, milestones]) =>
      el("section", {class: "event-year"}, el("h2", {}, year), el("ol", {}, ...milestones.map((milestone) => item(milestone, map))))));
    if (!years.size) node.replaceChildren(el("p", {class: "nothing"}, t("panel.nothing")));
    drawn = {node, language: words.language};
    body.replaceChildren(node);
    // The mark goes when the timeline goes; in another language it gets its new name.
    coopmap.showEvent.leave ??= new MutationObserver(() => {
      if (!body.querySelector(".timeline")) coopmap.showEvent(map, null);
    });
    coopmap.showEvent.leave.observe(body, {childList: true});
    if (coopmap.showEvent.shown) coopmap.showEvent(map, coopmap.showEvent.shown, {move: false});
  };
})();

// Shows one event on the map, with its name, in place of the one before; none takes the mark away, as Escape does.
coopmap.showEvent = function (map, milestone, {move = true} = {}) {
  const {el, words, showEvent} = coopmap;
  showEvent.mark?.remove();
  showEvent.shown = milestone;
  showEvent.escape ??= document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && showEvent.shown) showEvent(map, null);
  }) ?? true;
  for (const button of document.querySelectorAll(".event [aria-pressed]")) {
    button.setAttribute("aria-pressed", String(Boolean(milestone) && button.dataset.key === "event-" + milestone.id));
  }
  if (!milestone) return;
  if (!map.getPane("event")) {
    map.createPane("event").style.zIndex = 660;
    map.getPane("event").style.pointerEvents = "none";
  }
  const [name, language] = words.version(milestone, "name");
  const label = el("span", {class: "event-label", lang: language === words.language ? null : language}, name);
  const icon = L.divIcon({className: "event-mark", iconSize: [28, 28], html: label});
  showEvent.mark = L.marker([milestone.lat, milestone.lon], {pane: "event", icon, interactive: false, keyboard: false}).addTo(map);
  if (!move) return;
  coopmap.panel.uncover();
  map.invalidateSize({animate: false});
  // The place comes to the middle of what the panel leaves free.
  const {left, top, right, bottom} = coopmap.panel.covers();
  const zoom = Math.max(map.getZoom(), Math.min(6, map.getMinZoom() + 2));
  const shift = L.point(left - right, top - bottom).divideBy(2);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  map.setView(map.unproject(map.project([milestone.lat, milestone.lon], zoom).subtract(shift), zoom), zoom, {animate: !still});
};
