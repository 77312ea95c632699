// What the page holds: the layer, its companions and the reader's choices; the one place that knows how data is kept.
"use strict";

coopmap.store = (function () {
  const data = JSON.parse(document.getElementById("coopmap-data").textContent);
  const events = new L.Evented();
  // Sources stand once in the page; whoever cites one has its number and what it supports there.
  const cite = ([number, supports]) => Object.assign({}, data.sources[number], supports && {supports});
  for (const record of [...data.projects, ...data.indicators.flatMap(({values}) => values), ...data.milestones]) {
    if (record.sources) record.sources = record.sources.map(cite);
  }

  // What can be filtered: the codes of a project under each name.
  const facets = {
    sector: (project) => [project.sector],
    status: (project) => [project.status],
    country: (project) => project.countries || [],
    precision: (project) => [project.precision],
    article: (project) => [project.article || "no"],
  };
  const names = Object.keys(facets);
  const nothing = () => Object.fromEntries(names.map((name) => [name, new Set()]));
  // What is switched off, a set of codes for each facet; the years of start that are wanted, or null; what is searched,
  // and what that found; what alone is on the map while it is presented, or null when that is everything visible.
  const choices = {facets, off: nothing(), years: null, query: "", found: null, spot: null};
  const held = coopmap.holding(data, choices, events);

  // What stands under a name, and not what every object has, such as "constructor".
  const own = (record, name, otherwise) => record[Object.hasOwn(record, name) ? name : otherwise];

  function changed() {
    held.changed();
    events.fire("filter");
  }
  events.on("language", held.renamed);

  return {
    ...held,
    data,
    facets: names,
    on: events.on.bind(events),
    fire: events.fire.bind(events),
    sector: (name) => own(data.theme.sectors, name, "other"),
    statusStyle: (name) => own(data.theme.statuses, name, "unknown"),
    routeStyle: (name) => own(data.theme.routes, name, "schematic"),
    spotlight(wanted) {
      choices.spot = wanted?.length ? new Set(wanted) : null;
      events.fire("spot");
    },
    hidden: (facet) => held.codes(facet).filter((code) => choices.off[facet].has(code)),
    isOn: (facet, code) => !choices.off[facet].has(code),
    isFiltered: () => Boolean(choices.query || choices.years || names.some((name) => choices.off[name].size)),
    get query() {
      return choices.query;
    },
    get years() {
      return choices.years;
    },
    toggle(facet, code) {
      const off = choices.off[facet];
      if (!off.delete(code)) off.add(code);
      changed();
    },
    // Leaves only the given codes of a facet on; all of them when none is given.
    only(facet, wanted) {
      choices.off[facet] = new Set(wanted.length ? held.codes(facet).filter((code) => !wanted.includes(code)) : []);
      changed();
    },
    setYears(range) {
      choices.years = range;
      changed();
    },
    search(text) {
      choices.query = text;
      choices.found = coopmap.search.find(text);
      changed();
    },
    showAll() {
      Object.assign(choices, {off: nothing(), years: null, query: "", found: null});
      changed();
    },
  };
})();
