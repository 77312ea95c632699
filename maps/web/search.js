// The search: all words of all projects, folded; a mistyped letter still finds.
"use strict";

coopmap.search = (function () {
  const FIELDS = [["name", 8], ["place", 4], ["summary", 1]];
  // Folded word -> Map(project -> weight of the field it stands in).
  const index = new Map();
  let next = 0;

  function add(text, project, weight) {
    for (const word of coopmap.fold(text).folded.split(" ")) {
      if (!word) continue;
      let found = index.get(word);
      if (!found) index.set(word, (found = new Map()));
      if ((found.get(project) || 0) < weight) found.set(project, weight);
    }
  }

  function read(project) {
    const {languages} = coopmap.words;
    for (const language of languages) {
      for (const [field, weight] of FIELDS) add(project[field + "_" + language] || "", project, weight);
      add(coopmap.words.nameOf(language, "sector." + project.sector) || "", project, 3);
    }
    for (const partner of project.partners || []) {
      for (const key of Object.keys(partner)) if (key.startsWith("name")) add(String(partner[key]), project, 3);
    }
  }

  // Reads on for some milliseconds; true when all projects are in the index.
  function prepare(milliseconds = Infinity) {
    const {projects} = coopmap.store;
    const end = performance.now() + milliseconds;
    while (next < projects.length && performance.now() < end) read(projects[next++]);
    return next >= projects.length;
  }

  // Whether two words differ by at most `most` letters put in, left out, changed or swapped; b may go on after that.
  function near(a, b, most) {
    if (b.length < a.length - most) return false;
    let before = [];
    let row = Array.from({length: b.length + 1}, (_, k) => k);
    for (let i = 1; i <= a.length; i++) {
      const now = [i];
      for (let k = 1; k <= b.length; k++) {
        now[k] = Math.min(row[k] + 1, now[k - 1] + 1, row[k - 1] + (a[i - 1] === b[k - 1] ? 0 : 1));
        if (i > 1 && k > 1 && a[i - 1] === b[k - 2] && a[i - 2] === b[k - 1]) now[k] = Math.min(now[k], before[k - 2] + 1);
      }
      if (Math.min(...now) > most) return false;
      [before, row] = [row, now];
    }
    return Math.min(...row.slice(Math.max(0, a.length - most))) <= most;
  }

  function collect(fits) {
    const found = new Map();
    for (const [word, projects] of index) {
      const factor = fits(word);
      if (!factor) continue;
      for (const [project, weight] of projects) found.set(project, Math.max(found.get(project) || 0, weight * factor));
    }
    return found;
  }

  function findTerm(term) {
    const exact = collect((word) => (word === term ? 3 : word.startsWith(term) ? 2 : term.length > 2 && word.includes(term) ? 1 : 0));
    if (exact.size || term.length < 4) return exact;
    const most = term.length < 8 ? 1 : 2;
    return collect((word) => (near(term, word, most) ? 0.5 : 0));
  }

  const termsOf = (query) => coopmap.fold(query).folded.split(" ").filter(Boolean);

  // Map(project -> score) of the projects that have all words of the query, or null for an empty query.
  function find(query) {
    const terms = termsOf(query);
    if (!terms.length) return null;
    prepare();
    const [first, ...others] = terms.map(findTerm);
    const found = new Map();
    for (const [project, score] of first) {
      const scores = others.map((one) => one.get(project) || 0);
      if (scores.every(Boolean)) found.set(project, scores.reduce((sum, one) => sum + one, score));
    }
    return found;
  }

  // The text as nodes, the parts that the query found in <mark>.
  function marked(text, query) {
    const {folded, from} = coopmap.fold(text);
    const hits = [];
    for (const term of termsOf(query)) {
      for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
        hits.push([from[at], from[at + term.length] ?? text.length]);
      }
    }
    const nodes = [];
    let end = 0;
    for (const [start, stop] of hits.toSorted((a, b) => a[0] - b[0])) {
      if (start < end) continue;
      const shown = text.slice(start, stop).trimEnd();
      nodes.push(text.slice(end, start), coopmap.el("mark", {}, shown));
      end = start + shown.length;
    }
    return [...nodes, text.slice(end)];
  }

  return {find, marked, prepare};
})();
