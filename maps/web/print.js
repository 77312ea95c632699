// Printing: the map with legend, title, date, the list of what is visible and its sources; or one project on a page. An
// open table is printed by itself.
"use strict";

(function () {
  const {el, textEl, words, store} = coopmap;
  const t = words.t;
  let only = null;

  function line(project, cited) {
    const place = project.geometry ? words.version(project, "place")[0] : `${t("unplaced.title")}: ${coopmap.unplaced(project)}`;
    const status = [t("status." + project.status), words.date(project.status_date)].filter(Boolean).join(", ");
    return el("li", {}, coopmap.swatch(project.sector), el("div", {},
      textEl("b", project, "name"), el("span", {class: "refs"}, cited(project)),
      el("div", {}, coopmap.statusSample(project.status, 12), [status, place].filter(Boolean).join(" · "))));
  }

  // Every source once, and for a project the numbers of its own.
  function citations(projects) {
    const idOf = ({title, url}) => title + "\n" + url;
    const found = new Map(projects.flatMap(({sources = []}) => sources).map((source) => [idOf(source), source]));
    const numbers = new Map([...found.keys()].map((id, i) => [id, i + 1]));
    const cited = ({sources = []}) => sources.map((source) => numbers.get(idOf(source))).toSorted((a, b) => a - b).join(", ");
    return [[...found.values()], cited];
  }

  function legend(shown) {
    const codes = (facet) => store.codes(facet).filter((code) => shown.some((project) => project[facet] === code));
    const lines = shown.filter(({geometry}) => geometry?.type.endsWith("LineString"));
    const signs = {
      line_schematic: lines.some(({route}) => route === "schematic"),
      line_planned: lines.some(({status}) => store.statusStyle(status).fill === "empty"),
      line_air: lines.some(({route}) => route === "great_circle"),
      group: document.querySelector(".mark-count"),
    };
    const entry = (sign, name) => el("span", {}, sign, name);
    return el("div", {class: "print-legend"},
      ...codes("sector").map((code) => entry(coopmap.swatch(code), t("sector." + code))),
      ...codes("status").map((code) => entry(coopmap.statusSample(code, 16), t("status." + code))),
      ...Object.keys(coopmap.signs).filter((code) => codes("precision").includes(code)).map((code) => entry(coopmap.signs[code](), t("precision." + code))),
      ...Object.keys(signs).filter((key) => signs[key]).map((key) => entry(coopmap.signs[key](), t("legend." + key))));
  }

  function head() {
    const {layer} = store.data;
    return el("header", {class: "print"}, textEl("h1", layer, "title"),
      layer.as_of ? el("p", {}, words.asOf("page.as_of", layer.as_of)) : null);
  }

  function sheet() {
    if (only) return el("section", {class: "print"}, coopmap.card.render(only));
    const shown = store.ordered().slice(0, 1000).filter((project) => store.need([project]));
    const [sources, cited] = citations(shown);
    const credits = el("p", {class: "print-credits"}, ["land", "water", "towns", "airports", "map"].map((key) => t("credits." + key)).join(". "));
    return el("section", {class: "print"}, legend(shown), el("ul", {class: "print-list"}, ...shown.map((project) => line(project, cited))),
      sources.length ? el("div", {class: "print-sources"}, el("h2", {}, t("card.sources")), coopmap.card.sourceList(sources)) : null, credits);
  }

  // The map is laid out for the paper before the browser takes its picture, and as it was again after that.
  coopmap.print = function (map) {
    let view = null;
    addEventListener("beforeprint", () => {
      // The view of the paper is not the reader's: it does not go into the address.
      coopmap.print.busy = true;
      view = {center: map.getCenter(), zoom: map.getZoom(), bounds: map.getBounds()};
      document.body.classList.add("printing");
      document.body.classList.toggle("print-one", Boolean(only));
      document.body.prepend(head());
      document.body.append(sheet());
      map.invalidateSize({animate: false, pan: false});
      if (coopmap.address.get("view")) map.fitBounds(view.bounds, {animate: false});
      else coopmap.home(map);
    });
    addEventListener("afterprint", () => {
      for (const part of document.querySelectorAll("body > .print")) part.remove();
      document.body.classList.remove("printing", "print-one");
      only = null;
      if (view) {
        map.invalidateSize({animate: false, pan: false});
        map.setView(view.center, view.zoom, {animate: false});
      }
      coopmap.print.busy = document.body.classList.contains("presenting");
    });
  };

  coopmap.printCard = function (project) {
    only = project;
    print();
  };
})();
