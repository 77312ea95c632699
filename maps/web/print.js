// Printing: the map with legend, title, date, the list of what is visible and its sources; or one project on a page.
"use strict";

(function () {
  const {el, textEl, words, store} = coopmap;
  const t = words.t;
  let only = null;

  function line(project) {
    const place = project.geometry ? words.version(project, "place")[0] : t("unplaced.title");
    const status = [t("status." + project.status), project.status_date ? words.date(project.status_date) : ""].filter(Boolean).join(", ");
    return el("li", {}, coopmap.swatch(project.sector), el("div", {},
      textEl("b", project, "name"), el("span", {}, " " + [place, status].filter(Boolean).join(". ")),
      el("div", {class: "print-sources"}, (project.sources || []).map((source) => [source.title, source.publisher, source.date].filter(Boolean).join(", ")).join(" · "))));
  }

  function legend() {
    const shown = store.visible();
    const codes = (facet) => store.codes(facet).filter((code) => shown.some((project) => project[facet] === code));
    const sectors = codes("sector").map((code) => el("span", {}, coopmap.swatch(code), t("sector." + code)));
    const statuses = codes("status").map((code) => el("span", {}, coopmap.statusSample(code, 16), t("status." + code)));
    return el("div", {class: "print-legend"}, ...sectors, ...statuses);
  }

  function head() {
    const {layer} = store.data;
    return el("header", {class: "print"}, textEl("h1", layer, "title"),
      layer.as_of ? el("p", {}, words.asOf("page.as_of", layer.as_of)) : null);
  }

  function sheet() {
    if (only) return el("section", {class: "print"}, coopmap.card.render(only));
    const credits = el("p", {class: "print-credits"}, ["land", "water", "towns", "map"].map((key) => t("credits." + key)).join(". "));
    return el("section", {class: "print"}, legend(), el("ul", {class: "print-list"}, ...coopmap.ordered().map(line)), credits);
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
