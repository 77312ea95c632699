// What the audience sees: the map, and beside it (on a phone below it) one stop in large type.
"use strict";

coopmap.big = 1;

// show: {stops, at, black}, the state of the presentation; act: what the buttons ask for.
coopmap.stage = function (map, show, act) {
  const {el, svg, words, store, story} = coopmap;
  const t = words.t;
  const {classList} = document.body;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const MANY = 24;

  const body = el("div", {class: "stage-body", "aria-live": "polite"});
  const foot = el("div", {class: "stage-foot"});
  const stage = el("section", {class: "stage", tabindex: "-1"}, body, foot);

  const button = (key, sign, what) =>
    el("button", {type: "button", class: "icon-button", title: t(key), "aria-label": t(key), on: {click: () => act(what)}}, sign);
  const icon = (d) => svg("svg", {viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", class: "icon"}, svg("path", {d, class: "icon-path"}));

  // A part for each stop, or one bar for many.
  function progress() {
    const {stops, at} = show;
    if (stops.length <= MANY) return stops.map((_, i) => el("i", {class: i <= at ? "past" : null}));
    const bar = el("i");
    bar.style.background = `linear-gradient(90deg, var(--accent) ${((at + 1) / stops.length) * 100}%, var(--rule) 0)`;
    return [bar];
  }

  function drawFoot(stop) {
    const cited = story.publishers(stop);
    const {as_of: date} = store.data.layer;
    const sources = cited.length ? `${t("card.sources")}: ${cited.join(" · ")}` : date ? words.asOf("page.as_of", date) : "";
    foot.replaceChildren(el("p", {class: "stage-sources"}, sources),
      el("div", {class: "stage-bar"}, el("span", {}, t("card.of", {i: show.at + 1, n: show.stops.length})),
        button("present.previous", "‹", "previous"), button("present.next", "›", "next"),
        button("present.notes", icon("M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3"), "notes"),
        document.fullscreenEnabled ? button("present.full", icon("M2.5 6.5v-4h4M9.5 2.5h4v4M13.5 9.5v4h-4M6.5 13.5h-4v-4"), "full") : null,
        button("present.leave", "×", "leave")),
      el("p", {class: "stage-progress", "aria-hidden": "true"}, ...progress()));
  }

  // Type is set smaller, step by step, where a caption is longer than its column.
  function fit() {
    for (let size = 1; size > 0.5; size -= 0.05) {
      stage.style.setProperty("--fit", size);
      const long = body.scrollHeight > body.clientHeight;
      body.classList.toggle("long", long);
      body.tabIndex = long ? 0 : -1;
      if (!long) return;
    }
  }

  function draw() {
    const stop = show.stops[show.at];
    store.need(stop.projects);
    classList.toggle("black", show.black);
    stage.setAttribute("aria-label", t("present.start"));
    // The button that was pressed keeps the focus, so that a key presses it again.
    const held = [...foot.querySelectorAll("button")].indexOf(document.activeElement);
    body.replaceChildren(...story.caption(stop));
    drawFoot(stop);
    if (held >= 0) foot.querySelectorAll("button")[held].focus({preventScroll: true});
    fit();
  }

  // How much of the map lies under the caption, if it stands beside it, and under the scale and the credits.
  const covers = () => ({left: stage.offsetTop ? 0 : stage.offsetWidth, top: 0, right: 0, bottom: 48});

  // Marks and names grow with the window, so that they are as legible on any screen.
  function enlarge() {
    coopmap.big = Math.max(1, Math.min(innerWidth / 1000, innerHeight / 562));
    document.body.style.setProperty("--big", coopmap.big);
  }

  function move(fly) {
    const {left, bottom} = covers();
    const {x, y} = map.getSize();
    const edge = Math.min(x - left, y - bottom) * 0.07;
    if (fly && !calm.matches) {
      classList.add("flying");
      coopmap.ground.flying(true);
    }
    store.spotlight(show.stops[show.at].projects);
    map[fly ? "flyToBounds" : "fitBounds"](story.boundsOf(show.stops[show.at]), {
      animate: fly, duration: 1.8, maxZoom: 9, paddingTopLeft: [left + edge, edge], paddingBottomRight: [edge, bottom + edge],
    });
  }

  // In flight lines and names are away, and the ground is painted anew in each frame.
  map.on("moveend", () => {
    if (!classList.contains("flying")) return;
    classList.remove("flying");
    coopmap.ground.flying(false);
  });
  map.on("resize", () => {
    if (!stage.isConnected || show.at < 0) return;
    enlarge();
    fit();
    move(false);
  });
  store.on("language texts", () => stage.isConnected && draw());

  let before = null;
  return {
    covers,
    draw(moved, fly) {
      draw();
      if (moved) move(fly);
    },
    open() {
      before = {center: map.getCenter(), zoom: map.getZoom(), focus: document.activeElement};
      coopmap.card.close();
      classList.add("presenting");
      // As that of the paper, the view of a presentation is not the reader's, and does not go into the address.
      coopmap.print.busy = true;
      document.querySelector("main").append(stage);
      map.invalidateSize({animate: false, pan: false});
      enlarge();
      // A frame does not take the keys away from the page around it.
      if (document.hasFocus()) stage.focus({preventScroll: true});
    },
    close() {
      coopmap.big = 1;
      map.setView(before.center, before.zoom, {animate: false});
      coopmap.print.busy = false;
      classList.remove("presenting", "flying", "black", "still");
      coopmap.ground.flying(false);
      stage.remove();
      map.invalidateSize({animate: false, pan: false});
      store.spotlight(null);
      before.focus?.focus({preventScroll: true});
    },
  };
};
