// What the page holds: the layer, its companions and the reader's choices; the one place that knows how data is kept.
"use strict";

coopmap.store = (function () {
  const data = JSON.parse(document.getElementById("coopmap-data").textContent);
  const {projects} = data;
  // Sources stand once in the page; whoever cites one has its number and what it supports there.
  const cite = ([number, supports]) => Object.assign({}, data.sources[number], supports && {supports});
  for (const record of [...projects, ...data.indicators.flatMap(({values}) => values), ...data.milestones]) {
    if (record.sources) record.sources = record.sources.map(cite);
  }
  const byId = new Map(projects.map((project) => [project.id, project]));
  const events = new L.Evented();

  // What can be filtered: the codes of a project under each name.
  const facets = {
    sector: (project) => [project.sector],
    status: (project) => [project.status],
    country: (project) => project.countries || [],
    precision: (project) => [project.precision],
    article: (project) => [project.article || "no"],
  };
  const names = Object.keys(facets);
  // What is switched off, a set of codes for each facet; the years of start that are wanted, or null; what is searched.
  const off = Object.fromEntries(names.map((name) => [name, new Set()]));
  let years = null;
  let query = "";
  let found = null;
  let seen = null;
  // What alone is on the map while it is presented; null when that is everything visible.
  let spot = null;

  // What stands under a name, and not what every object has, such as "constructor".
  const own = (record, name, otherwise) => record[Object.hasOwn(record, name) ? name : otherwise];

  // The codes of each facet that some project has.
  const codes = Object.fromEntries(names.map((name) => [name, [...new Set(projects.flatMap(facets[name]))]]));

  const starts = new Map(projects.map((project) => [project, Number(/^\d{4}/.exec(project.start || "")?.[0]) || null]));
  const yearOf = (project) => starts.get(project);
  const inYears = (project) => !years || (yearOf(project) !== null && yearOf(project) >= years[0] && yearOf(project) <= years[1]);

  // A project passes a facet when one of its codes is on; one that has no code passes while nothing is off.
  function passes(project, name) {
    if (!off[name].size) return true;
    return facets[name](project).some((code) => !off[name].has(code));
  }
  const matches = (project, except) =>
    (except === "query" || !found || found.has(project)) &&
    (except === "years" || inYears(project)) &&
    names.every((name) => name === except || passes(project, name));

  function changed() {
    seen = null;
    events.fire("filter");
  }

  function visible() {
    if (!seen) {
      seen = new Set(projects.filter((project) => matches(project)));
      if (found) seen = new Set([...seen].toSorted((a, b) => found.get(b) - found.get(a)));
    }
    return seen;
  }

  return {
    data,
    projects,
    facets: names,
    on: events.on.bind(events),
    fire: events.fire.bind(events),
    get: (id) => byId.get(id),
    sector: (name) => own(data.theme.sectors, name, "other"),
    statusStyle: (name) => own(data.theme.statuses, name, "unknown"),
    routeStyle: (name) => own(data.theme.routes, name, "schematic"),
    // The projects that the reader's choices leave, the best hits of a search first.
    visible: () => [...visible()],
    isVisible: (project) => visible().has(project),
    onMap: () => [...(spot || visible())],
    isOnMap: (project) => (spot || visible()).has(project),
    spotlight(wanted) {
      spot = wanted?.length ? new Set(wanted) : null;
      events.fire("spot");
    },
    codes: (facet) => codes[facet],
    hidden: (facet) => codes[facet].filter((code) => off[facet].has(code)),
    isOn: (facet, code) => !off[facet].has(code),
    isFiltered: () => Boolean(query || years || names.some((name) => off[name].size)),
    yearOf,
    get query() {
      return query;
    },
    get years() {
      return years;
    },
    // The codes of a facet that some project has, each with how many of them the other choices leave.
    counts(facet) {
      const counts = new Map();
      for (const project of projects) {
        const one = matches(project, facet) ? 1 : 0;
        for (const code of facets[facet](project)) counts.set(code, (counts.get(code) || 0) + one);
      }
      return counts;
    },
    // How many projects start in each year, the other choices applied: [[year, count], ...] without gaps.
    yearCounts() {
      const all = projects.map(yearOf).filter(Boolean);
      if (!all.length) return [];
      const first = Math.min(...all);
      const counts = Array.from({length: Math.max(...all) - first + 1}, (_, i) => [first + i, 0]);
      for (const project of projects) if (yearOf(project) && matches(project, "years")) counts[yearOf(project) - first][1]++;
      return counts;
    },
    // How many of those that the other choices leave have no year of start.
    withoutYear: () => projects.filter((project) => !yearOf(project) && matches(project, "years")).length,
    toggle(facet, code) {
      if (!off[facet].delete(code)) off[facet].add(code);
      changed();
    },
    // Leaves only the given codes of a facet on; all of them when none is given.
    only(facet, wanted) {
      off[facet] = new Set(wanted.length ? codes[facet].filter((code) => !wanted.includes(code)) : []);
      changed();
    },
    setYears(range) {
      years = range;
      changed();
    },
    search(text) {
      query = text;
      coopmap.search.ask(text, (hits) => {
        if (query !== text) return;
        found = hits;
        changed();
      });
    },
    showAll() {
      for (const name of names) off[name] = new Set();
      years = null;
      query = "";
      found = null;
      changed();
    },
  };
})();
