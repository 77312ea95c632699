// The search: all words of all projects, folded; a mistyped letter still finds.
"use strict";

coopmap.search = (function () {
  // Folded word -> the projects that have it, each as its number * 16 + the weight of the field where it weighs most.
  const index = new Map();
  // A word as it is written -> folded: most words come again and again.
  const known = new Map();
  const WORD = /[\p{L}\p{N}ʻʼ'’‘`´]+/gu;
  let next = 0;

  function read(number) {
    const project = coopmap.store.projects[number];
    const {languages} = coopmap.words;
    const seen = new Set();
    const add = (text, weight) => {
      for (const written of text.match(WORD) || []) {
        let word = known.get(written);
        if (word === undefined) known.set(written, (word = coopmap.fold(written).folded.trim()));
        if (!word || seen.has(word)) continue;
        seen.add(word);
        const found = index.get(word);
        if (found) found.push(number * 16 + weight);
        else index.set(word, [number * 16 + weight]);
      }
    };
    const each = (field, weight) => {
      for (const language of languages) add(String(project[field + "_" + language] || ""), weight);
    };
    each("name", 8);
    each("place", 4);
    for (const partner of project.partners || []) {
      for (const key of Object.keys(partner)) if (key.startsWith("name")) add(String(partner[key]), 3);
    }
    for (const language of languages) add(coopmap.words.nameOf(language, "sector." + project.sector), 3);
    each("summary", 1);
  }

  // Reads on for some milliseconds; true when all projects are in the index.
  function prepare(milliseconds = Infinity) {
    const count = coopmap.store.projects.length;
    const end = performance.now() + milliseconds;
    while (next < count && performance.now() < end) read(next++);
    return next >= count;
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

  // The score of each project, by its number; `fits` gives a word's factor, 0 for one that does not fit.
  function collect(fits) {
    const scores = new Float32Array(coopmap.store.projects.length);
    let any = false;
    for (const [word, entries] of index) {
      const factor = fits(word);
      if (!factor) continue;
      any = true;
      for (const entry of entries) scores[entry >> 4] = Math.max(scores[entry >> 4], (entry & 15) * factor);
    }
    return any ? scores : null;
  }

  function findTerm(term) {
    const exact = collect((word) => (word === term ? 3 : word.startsWith(term) ? 2 : 0));
    if (exact || term.length < 4) return exact;
    const within = collect((word) => (word.includes(term) ? 1 : 0));
    if (within) return within;
    const most = term.length < 8 ? 1 : 2;
    return collect((word) => (near(term, word, most) ? 0.5 : 0));
  }

  const termsOf = (query) => coopmap.fold(query).folded.split(" ").filter(Boolean);

  // Map(project -> score) of the projects that have all words of the query, or null for an empty query.
  function find(query) {
    const terms = termsOf(query);
    if (!terms.length) return null;
    prepare();
    const scores = terms.map(findTerm);
    const found = new Map();
    if (!scores.every(Boolean)) return found;
    coopmap.store.projects.forEach((project, i) => {
      if (scores.every((one) => one[i])) found.set(project, scores.reduce((sum, one) => sum + one[i], 0));
    });
    return found;
  }

  // The text as nodes, the parts that the query found in <mark>.
  function marked(text, query) {
    if (!query) return [text];
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
