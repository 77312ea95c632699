// What the page holds: the layer, its companions and the reader's choices; the one place that knows how data is kept.
"use strict";

coopmap.store = (function () {
  const data = JSON.parse(document.getElementById("coopmap-data").textContent);
  const projects = data.projects;
  const byId = new Map(projects.map((project) => [project.id, project]));
  const events = new L.Evented();
  // What is switched off, a set of codes for each field that can be filtered.
  const off = {sector: new Set(), status: new Set()};

  const matches = (project, except) =>
    Object.keys(off).every((field) => field === except || !off[field].has(project[field]));

  return {
    data,
    projects,
    on: events.on.bind(events),
    fire: events.fire.bind(events),
    get: (id) => byId.get(id),
    sector: (name) => data.theme.sectors[name] || data.theme.sectors.other,
    statusStyle: (name) => data.theme.statuses[name] || data.theme.statuses.unknown,
    routeStyle: (name) => data.theme.routes[name] || data.theme.routes.schematic,
    visible: () => projects.filter((project) => matches(project)),
    isVisible: (project) => matches(project),
    isOn: (field, code) => !off[field].has(code),
    isFiltered: () => Object.values(off).some((codes) => codes.size > 0),
    // How many projects have each code of a field, the other fields' switches applied.
    counts(field) {
      const counts = new Map();
      for (const project of projects) {
        const one = matches(project, field) ? 1 : 0;
        counts.set(project[field], (counts.get(project[field]) || 0) + one);
      }
      return counts;
    },
    toggle(field, code) {
      if (!off[field].delete(code)) off[field].add(code);
      events.fire("filter");
    },
    showAll() {
      for (const codes of Object.values(off)) codes.clear();
      events.fire("filter");
    },
  };
})();
