// The panel: title, legend whose entries are switches, and the projects that nobody can place.
"use strict";

coopmap.panel = function () {
  const {el, textEl, words, store} = coopmap;
  const t = words.t;
  const panel = document.getElementById("panel");
  const wide = matchMedia("(min-width: 760px)");
  let shownCard = null;
  let openBefore = false;

  function heading() {
    const layer = store.data.layer;
    return el("header", {class: "panel-head"},
      textEl("h1", layer, "title"),
      layer.as_of ? el("p", {class: "small"}, t("page.as_of", {date: words.date(layer.as_of)})) : null);
  }

  function switchOf(field, code, count, drawing) {
    const button = el("button", {
      type: "button", class: "switch", "aria-pressed": String(store.isOn(field, code)), "data-field": field, "data-code": code,
      on: {click: () => store.toggle(field, code)},
    }, drawing, el("span", {class: "switch-name"}, t(field + "." + code)), el("span", {class: "switch-count"}, String(count)));
    return el("li", {}, button);
  }

  function switches(field, title, order, drawing) {
    const counts = store.counts(field);
    const codes = order.filter((code) => counts.has(code));
    return el("section", {}, el("h2", {}, title),
      el("ul", {class: "switches"}, ...codes.map((code) => switchOf(field, code, counts.get(code), drawing(code)))));
  }

  const sectorDrawing = (code) =>
    el("span", {class: "swatch family-" + store.sector(code).family.replace("_", "-")}, coopmap.icon(code, 14));

  function precision() {
    const entry = (key, drawing) => el("li", {}, drawing, el("span", {}, t("legend." + key)));
    const sample = (name) => coopmap.panel.samples[name]();
    return el("section", {}, el("h2", {}, t("legend.precision")),
      el("ul", {class: "explained"}, ...["site", "disc", "hollow", "line_schematic", "line_planned", "line_air", "group"].map((key) => entry(key, sample(key)))));
  }

  function reason(one) {
    const key = "unplaced.reason." + (one.precision === "country" ? "country" : "unlocated");
    return t(key, {country: (one.countries || []).map(words.country).join(", ")});
  }

  const open = (one) =>
    coopmap.card.open(one, {focusBack: () => panel.querySelector(`[data-id="${CSS.escape(one.id)}"]`)});

  function unplaced() {
    const list = store.visible().filter((one) => !one.geometry);
    if (!list.length) return null;
    return el("section", {class: "unplaced"}, el("h2", {}, t("unplaced.title"), " ", el("span", {class: "switch-count"}, String(list.length))),
      el("ul", {}, ...list.map((one) =>
        el("li", {}, el("button", {type: "button", class: "entry", "data-id": one.id, on: {click: () => open(one)}},
          sectorDrawing(one.sector),
          el("span", {}, textEl("span", one, "name", {class: "entry-name"}), el("span", {class: "small"}, reason(one))))))));
  }

  function shownCount() {
    const n = store.projects.length;
    const shown = store.visible().length;
    return el("div", {class: "shown"}, el("p", {class: "small", role: "status"}, t("legend.shown", {n, shown})),
      store.isFiltered() ? el("button", {type: "button", class: "text-button", on: {click: store.showAll}}, t("legend.all")) : null);
  }

  function legend() {
    const styles = store.data.theme;
    return [
      shownCount(),
      switches("sector", t("legend.sectors"), Object.keys(styles.sectors), sectorDrawing),
      switches("status", t("legend.statuses"), Object.keys(styles.statuses), (code) => coopmap.statusSample(code, 18)),
      unplaced(),
      precision(),
    ];
  }

  function isOpen() {
    return panel.dataset.open === "true";
  }
  function setOpen(on) {
    panel.dataset.open = String(on);
    draw();
  }

  // On a phone the panel is a sheet whose handle opens it.
  function handle() {
    const on = isOpen();
    return el("button", {type: "button", class: "handle", "aria-expanded": String(on), "aria-controls": "panel-body", "aria-label": t(on ? "legend.close" : "legend.open"), on: {click: () => setOpen(!on)}},
      el("span", {}, t("legend.title")), el("span", {"aria-hidden": "true"}, on ? "⌄" : "⌃"));
  }

  function draw() {
    const focused = document.activeElement?.closest?.("#panel [data-code]")?.dataset;
    const body = el("div", {class: "panel-body", id: "panel-body"}, ...(shownCard ? [shownCard] : legend()));
    panel.replaceChildren(heading(), shownCard ? "" : handle(), body);
    if (focused) panel.querySelector(`[data-field="${focused.field}"][data-code="${CSS.escape(focused.code)}"]`)?.focus();
  }

  store.on("language filter", draw);
  setOpen(wide.matches);
  wide.addEventListener("change", () => setOpen(wide.matches));

  coopmap.panel.isNarrow = () => !wide.matches;

  // Shows a card in place of the legend, or the legend again.
  coopmap.panel.show = function (node) {
    if (node && !shownCard) openBefore = isOpen();
    shownCard = node;
    setOpen(node ? true : openBefore);
    panel.scrollTop = 0;
  };

  // Moves the map so that a place is seen above the sheet; near enough that the map can be moved so far.
  coopmap.panel.uncover = function ({map, at}) {
    const zoom = Math.max(map.getZoom(), map.getMinZoom() + 1.75);
    const hidden = panel.getBoundingClientRect().height - coopmap.panel.covers().top;
    map.setView(map.unproject(map.project(at, zoom).add([0, hidden / 2]), zoom), zoom);
  };

  // How many pixels of the map lie under the panel and the bars, at each side.
  coopmap.panel.covers = () => {
    if (!wide.matches) return {left: 0, top: panel.querySelector(".panel-head").offsetHeight + 8, bottom: 56, right: 0};
    return {left: panel.offsetWidth + 12, top: 0, bottom: 24, right: 48};
  };
};

// Samples of the signs that the legend explains.
coopmap.panel.samples = (function () {
  const {svg} = coopmap;
  const frame = (...shapes) => svg("svg", {viewBox: "0 0 36 24", width: 36, height: 24, "aria-hidden": "true", class: "sample"}, ...shapes);
  const circle = (cx, cy, r, name) => svg("circle", {cx, cy, r, class: name});
  const line = (name, d = "M2 12H34") => svg("path", {d, class: "sample-line " + name});
  return {
    site: () => frame(circle(18, 9, 6.5, "sample-mark"), svg("path", {d: "M18 16V22", class: "sample-stem"}), circle(18, 22, 1.6, "sample-dot")),
    disc: () => frame(circle(18, 12, 11, "sample-disc"), circle(18, 12, 5, "sample-mark")),
    hollow: () => frame(circle(18, 12, 10, "sample-vague"), circle(18, 12, 6.5, "sample-mark")),
    line_schematic: () => frame(line("sample-dashed")),
    line_planned: () => frame(line("sample-dashed"), line("sample-core sample-dashed")),
    line_air: () => frame(line("sample-thin", "M2 18Q18 2 34 18")),
    group: () => frame(circle(16, 13, 8, "sample-mark"), circle(24, 7, 5.5, "mark-count-disc"), svg("text", {x: 24, y: 10, class: "sample-count"}, "2")),
  };
})();
