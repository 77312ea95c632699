// The legend: every sign explained, and every entry a switch with its count; years and the article's own projects too.
"use strict";

coopmap.tabs.legend = (function () {
  const {el, words, store} = coopmap;
  const t = words.t;

  function switchOf(facet, code, count, drawing) {
    const button = el("button", {
      type: "button", class: "switch", "aria-pressed": String(store.isOn(facet, code)), "data-field": facet, "data-code": code,
      "data-key": `switch-${facet}-${code}`, on: {click: () => store.toggle(facet, code)},
    }, drawing, el("span", {class: "switch-name"}, coopmap.codeName(facet, code)), el("span", {class: "switch-count"}, String(count)));
    const only = el("button", {type: "button", class: "text-button only", "data-key": `only-${facet}-${code}`, "aria-label": t("filter.only_this", {name: coopmap.codeName(facet, code)}), on: {click: () => store.only(facet, [code])}}, t("filter.only"));
    return el("li", {class: "switch-row"}, button, only);
  }

  function switches(facet, order, drawing) {
    const counts = store.counts(facet);
    const codes = [...order.filter((code) => counts.has(code)), ...[...counts.keys()].filter((code) => !order.includes(code))];
    return el("section", {}, el("h2", {}, t("filter." + facet)),
      el("ul", {class: "switches"}, ...codes.map((code) => switchOf(facet, code, counts.get(code), drawing?.(code)))));
  }

  const samples = (coopmap.signs = (function () {
    const {svg} = coopmap;
    const frame = (...shapes) => svg("svg", {viewBox: "0 0 36 24", width: 36, height: 24, "aria-hidden": "true", class: "sample"}, ...shapes);
    const circle = (cx, cy, r, name) => svg("circle", {cx, cy, r, class: name});
    const line = (name, d = "M2 12H34") => svg("path", {d, class: "sample-line " + name});
    const mark = (...under) => () => frame(...under, circle(18, 12, 5, "sample-mark"));
    return {
      site: () => frame(circle(18, 9, 6.5, "sample-mark"), svg("path", {d: "M15 14L18 22L21 14z", class: "sample-dot"})),
      near: mark(circle(18, 12, 8, "sample-disc")),
      town: mark(circle(18, 12, 11.5, "sample-disc")),
      region: mark(circle(18, 12, 10, "sample-vague")),
      // Most of these are listed and not placed.
      country: () => frame(circle(18, 12, 10, "sample-vague")),
      unlocated: () => frame(svg("path", {d: "M14 12H22", class: "sample-line sample-none"})),
      line_schematic: () => frame(line("sample-dashed")),
      line_planned: () => frame(line("sample-dashed"), line("sample-core sample-dashed")),
      line_air: () => frame(line("sample-thin", "M2 18Q18 2 34 18")),
      group: () => frame(circle(16, 13, 8, "sample-mark"), circle(25, 8, 7.5, "mark-count-disc"), svg("text", {x: 25, y: 12.2, class: "sample-count"}, "2")),
    };
  })());

  function explained() {
    const keys = ["line_schematic", "line_planned", "line_air", "group"];
    return el("section", {}, el("h2", {}, t("legend.signs")),
      el("ul", {class: "explained"}, ...keys.map((key) => el("li", {}, samples[key](), el("span", {}, t("legend." + key))))));
  }

  // A bar for each year of start and two handles for the range.
  function years() {
    const counts = store.yearCounts();
    if (counts.length < 2) return null;
    const [first, last] = [counts[0][0], counts[counts.length - 1][0]];
    const [from, to] = store.years || [first, last];
    const most = Math.max(1, ...counts.map(([, count]) => count));
    const bars = counts.map(([year, count]) => {
      const bar = el("span", {class: "bar" + (year < from || year > to ? " bar-off" : ""), title: `${year}: ${count}`});
      bar.style.height = (count / most) * 100 + "%";
      return bar;
    });
    const slider = (key, value, set) =>
      el("label", {}, el("span", {class: "small"}, t(key)), el("input", {type: "range", min: first, max: last, value, "data-key": key, on: {change: (event) => set(Number(event.target.value))}}), el("output", {}, String(value)));
    const set = (a, b) => store.setYears(a <= first && b >= last ? null : [Math.min(a, b), Math.max(a, b)]);
    const without = store.withoutYear();
    return el("section", {class: "years"}, el("h2", {}, t("filter.years")),
      el("div", {class: "histogram", role: "img", "aria-label": counts.map(([year, count]) => `${year}: ${count}`).join(", ")}, ...bars),
      el("p", {class: "small histogram-ends", "aria-hidden": "true"}, el("span", {}, String(first)), el("span", {}, String(last))),
      slider("filter.from", from, (value) => set(value, to)), slider("filter.to", to, (value) => set(from, value)),
      without ? el("p", {class: "small"}, t("filter.no_year", {n: without})) : null);
  }

  return function (body) {
    const {theme} = store.data;
    const n = store.count;
    body.replaceChildren(...[
      el("div", {class: "shown"}, el("p", {class: "small"}, t("legend.shown", {n, shown: store.visible().length})),
        store.isFiltered() ? el("button", {type: "button", class: "text-button", "data-key": "all", on: {click: store.showAll}}, t("legend.all")) : null),
      switches("sector", Object.keys(theme.sectors), coopmap.swatch),
      switches("status", Object.keys(theme.statuses), (code) => coopmap.statusSample(code, 18)),
      switches("precision", Object.keys(samples), (code) => samples[Object.hasOwn(samples, code) ? code : "unlocated"]()),
      explained(),
      switches("country", store.data.focus),
      years(),
      switches("article", ["yes", "inferred", "no"]),
    ].filter(Boolean));
  };
})();
