// How the page holds its projects: plain records. In the page of a large layer packed/holding.js stands in its place.
"use strict";

// data: the page's JSON; choices: what the reader has chosen, as the store keeps it.
coopmap.holding = function (data, choices) {
  const {projects} = data;
  const byId = new Map(projects.map((project) => [project.id, project]));
  const {facets} = choices;
  const names = Object.keys(facets);
  // The codes of each facet that some project has.
  const codes = Object.fromEntries(names.map((name) => [name, [...new Set(projects.flatMap(facets[name]))]]));
  const starts = new Map(projects.map((project) => [project, Number(/^\d{4}/.exec(project.start || "")?.[0]) || null]));
  const yearOf = (project) => starts.get(project);
  let seen = null;
  let ranks = null;

  const inYears = (project) => !choices.years || (yearOf(project) !== null && yearOf(project) >= choices.years[0] && yearOf(project) <= choices.years[1]);

  // A project passes a facet when one of its codes is on; one that has no code passes while nothing is off.
  function passes(project, name) {
    if (!choices.off[name].size) return true;
    return facets[name](project).some((code) => !choices.off[name].has(code));
  }
  const matches = (project, except) =>
    (except === "query" || !choices.found || choices.found.has(project)) &&
    (except === "years" || inYears(project)) &&
    names.every((name) => name === except || passes(project, name));

  function visible() {
    if (!seen) {
      const {found} = choices;
      seen = new Set(projects.filter((project) => matches(project)));
      if (found) seen = new Set([...seen].toSorted((a, b) => found.get(b) - found.get(a)));
    }
    return seen;
  }

  const isOnMap = (project) => (choices.spot || visible()).has(project);

  return {
    projects,
    count: projects.length,
    get: (id) => byId.get(id),
    codes: (facet) => codes[facet],
    yearOf,
    changed: () => (seen = null),
    renamed: () => (ranks = null),
    // The projects that the reader's choices leave, the best hits of a search first.
    visible: () => [...visible()],
    isOnMap,
    // The same by name in the reader's language; a search keeps its best hits first.
    ordered() {
      if (choices.query) return [...visible()];
      if (!ranks) {
        const {compare, version} = coopmap.words;
        const named = projects.map((project) => [version(project, "name")[0], project]);
        ranks = new Map(named.toSorted((a, b) => compare(a[0], b[0])).map(([, project], i) => [project, i]));
      }
      return [...visible()].toSorted((a, b) => ranks.get(a) - ranks.get(b));
    },
    // Those that have a place, to make marks of, and of those on the map the lines and areas.
    bounds: () => [],
    placed: () => projects.filter(({geometry}) => geometry),
    shapes: () => projects.filter((project) => project.geometry && project.geometry.type !== "Point" && isOnMap(project)),
    joined: (first, then) => [...new Set([...first, ...then])],
    // Acts once the page may begin, and once the texts of some projects are here; whether they are: who asks for them
    // hears "texts" when they come.
    opening: (act) => act(),
    when: (_, act) => act(),
    need: () => true,
    each: async (rows, act) => rows.forEach(act),
    // All that are visible in the order of a column of the table.
    sortable: () => true,
    sorted: ({by, text}, compare) =>
      [...visible()].map((project) => [(by || text)(project), project]).sort(([a], [b]) => compare(a, b)).map(([, project]) => project),
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
  };
};
