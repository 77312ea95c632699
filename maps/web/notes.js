// The speaker's own window (#present=notes): what to say now, what comes next on a small map, how long it has lasted.
"use strict";

// show: {stops, at, black, began, idle}, the state as the presenting window tells it; act: what is asked of it.
coopmap.notes = function (map, show, act) {
  const {el, textEl, words, store, story} = coopmap;
  const t = words.t;
  // Of more stops than this no list is shown.
  const MANY = 60;
  const lasted = el("b");
  const clock = el("span");
  const page = el("section", {class: "notes"});

  const two = (number) => String(number).padStart(2, "0");
  function time() {
    const now = new Date();
    const seconds = show.began && !show.idle ? Math.max(0, Math.floor((now - show.began) / 1000)) : 0;
    lasted.textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
    clock.textContent = `${two(now.getHours())}:${two(now.getMinutes())}`;
  }

  const button = (key, what) => el("button", {type: "button", "data-key": what, "aria-pressed": what === "black" ? String(show.black) : null, on: {click: () => act(what)}}, t(key));

  function head() {
    return el("header", {}, el("p", {class: "notes-time"}, lasted, clock),
      el("p", {class: "notes-bar"}, button("present.previous", "previous"), button("present.next", "next"), button("present.black", "black"), button("present.restart", "restart")));
  }

  function current(stop) {
    const sources = story.sourcesOf(stop);
    return el("article", {tabindex: "0"}, el("p", {class: "small"}, t("card.of", {i: show.at + 1, n: show.stops.length})),
      textEl("h1", ...stop.heading),
      el("div", {class: "notes-text"}, ...story.notes(stop)),
      sources.length ? el("div", {class: "sources"}, el("h2", {}, t("card.sources")), coopmap.card.sourceList(sources)) : null);
  }

  function following(stop) {
    return el("aside", {class: stop ? null : "end"}, el("h2", {}, t("present.next")), stop ? textEl("p", ...stop.heading) : el("p", {}, t("present.end")),
      show.stops.length > MANY ? null : el("ol", {}, ...show.stops.map(entry)));
  }

  const entry = ({heading}, i) =>
    el("li", {}, el("button", {type: "button", "data-key": "go-" + i, "aria-current": i === show.at ? "step" : null, on: {click: () => act("go", {stop: i + 1})}}, el("span", {}, String(i + 1)), textEl("span", ...heading)));

  function draw() {
    const {stops, at} = show;
    const held = document.activeElement?.dataset.key;
    document.title = `${t("present.notes")} · ${words.version(store.data.layer, "title")[0]}`;
    page.setAttribute("aria-label", t("present.notes"));
    page.classList.toggle("idle", show.idle);
    page.replaceChildren(head(), current(stops[at]), following(stops[at + 1]));
    time();
    if (held) page.querySelector(`[data-key="${held}"]`)?.focus();
  }

  // The map shows the next stop; after the last one it goes.
  function look() {
    const next = show.stops[show.at + 1];
    if (!next) return;
    store.spotlight(next.projects);
    map.fitBounds(story.boundsOf(next), {animate: false, maxZoom: 9, padding: [16, 16]});
  }

  store.on("language", () => page.isConnected && draw());
  map.on("resize", () => page.isConnected && look());
  return {
    covers: () => ({left: 0, top: 0, right: 0, bottom: 0}),
    draw(moved) {
      draw();
      if (moved) look();
    },
    open() {
      coopmap.print.busy = true;
      document.body.classList.add("presenting", "second");
      document.querySelector("main").append(page);
      // The presenting window may have been loaded anew: it is asked time and again how it stands.
      const ask = () => window.opener && act("state");
      setInterval(() => time() ?? ask(), 1000);
      ask();
    },
    close: () => window.close(),
  };
};
