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
    const sectors = [...store.counts("sector").keys()].map((code) => el("span", {}, coopmap.swatch(code), t("sector." + code)));
    const statuses = [...store.counts("status").keys()].map((code) => el("span", {}, coopmap.statusSample(code, 16), t("status." + code)));
    return el("div", {class: "print-legend"}, ...sectors, ...statuses);
  }

  function sheet() {
    const {layer} = store.data;
    const date = layer.as_of ? el("p", {}, t("page.as_of", {date: words.date(layer.as_of)})) : null;
    const credits = el("p", {class: "print-credits"}, ["land", "water", "towns", "map"].map((key) => t("credits." + key)).join(". "));
    if (only) return [coopmap.card.render(only), el("footer", {}, textEl("p", layer, "title"), date)];
    return [textEl("h1", layer, "title"), date, legend(), el("ul", {class: "print-list"}, ...store.visible().map(line)), credits].filter(Boolean);
  }

  addEventListener("beforeprint", () => {
    document.getElementById("print")?.remove();
    document.body.classList.toggle("print-one", Boolean(only));
    document.body.append(el("section", {id: "print", class: "print"}, ...sheet()));
  });
  addEventListener("afterprint", () => {
    document.getElementById("print")?.remove();
    document.body.classList.remove("print-one");
    only = null;
  });

  coopmap.printCard = function (project) {
    only = project;
    print();
  };
})();
