// The search: all words of all projects, folded; a mistyped letter still finds.
"use strict";

coopmap.search = (function () {
  // A word as it is written -> folded: most words come again and again.
  const known = new Map();
  // Other words for one that stands in the layer, folded: that word -> those, and the other way round.
  const also = new Map();
  const meant = new Map();
  // The folded words that the last query found.
  let hits = new Set();
  const WORD = /[\p{L}\p{N}ʻʼ'’‘`´]+/gu;

  const folded = (written) => {
    let word = known.get(written);
    if (word === undefined) known.set(written, (word = coopmap.fold(written).folded.trim()));
    return word;
  };

  function otherWords() {
    if (also.size) return also;
    const {languages, nameOf} = coopmap.words;
    for (const pair of languages.flatMap((language) => nameOf(language, "search.also").split(", "))) {
      const [other, word] = pair.split(" ").map(folded);
      also.set(word, [...(also.get(word) || []), other]);
      meant.set(other, word);
    }
    return also;
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
  const collect = (fits) => coopmap.index.collect(fits, (word) => hits.add(word).add(meant.get(word)));

  function findTerm(term) {
    const begun = collect((word) => (word === term ? 3 : word.startsWith(term) ? 2 : 0));
    if (begun || term.length < 4) return begun;
    const most = term.length < 8 ? 1 : 2;
    return collect((word) => (word.includes(term) ? 1 : 0)) || collect((word) => (near(term, word, most) ? 0.5 : 0));
  }

  const termsOf = (query) => coopmap.fold(query).folded.split(" ").filter(Boolean);

  // Which projects have all words of the query, and how well, as the holding keeps it; null for an empty query.
  function find(query) {
    const terms = termsOf(query);
    hits = new Set();
    if (!terms.length) return null;
    if (!coopmap.index.ready()) return null;
    const scores = terms.map(findTerm);
    return coopmap.index.combine(scores.every(Boolean) ? scores : []);
  }

  const isHit = (text) => (text?.match(WORD) || []).some((written) => hits.has(folded(written)));

  // The text as nodes, what the query found in <mark>: of a word what was typed, else the whole of it.
  function marked(text, query) {
    if (!query) return [text];
    const terms = termsOf(query).toSorted((a, b) => b.length - a.length);
    const nodes = [];
    let end = 0;
    for (const {0: written, index: at} of text.matchAll(WORD)) {
      if (!hits.has(folded(written))) continue;
      const {folded: word, from} = coopmap.fold(written);
      const term = terms.find((one) => word.includes(one)) || word;
      const start = word.indexOf(term);
      const [first, last] = [at + from[start], at + (from[start + term.length] ?? written.length)];
      nodes.push(text.slice(end, first), coopmap.el("mark", {}, text.slice(first, last)));
      end = last;
    }
    return [...nodes, text.slice(end)];
  }

  // Where else the query was found, when not in the name and the place that the reader sees: the words around it.
  function elsewhere(project, query) {
    const {languages, language, nameOf, version} = coopmap.words;
    if (!query || isHit(version(project, "name")[0]) || isHit(version(project, "place")[0])) return null;
    const all = [language, ...languages];
    const names = (project.partners || []).flatMap((partner) => Object.entries(partner).filter(([key]) => key.startsWith("name")).map(([key, name]) => [name, key.slice(5)]));
    const sector = "sector." + project.sector;
    const texts = all.flatMap((code) => ["name", "place", "summary"].map((field) => [project[`${field}_${code}`], code]));
    const named = names.find(([name]) => isHit(name));
    const [text, code] = named || texts.find(([told]) => isHit(told)) || [];
    // A sector is told in the reader's language, whichever the word for it was in.
    if (!named && languages.some((other) => isHit(nameOf(other, sector)))) return coopmap.el("span", {class: "small entry-hit"}, coopmap.el("mark", {}, nameOf(language, sector)));
    if (!text) return null;
    const at = [...text.matchAll(WORD)].find(([written]) => hits.has(folded(written))).index;
    const from = at < 40 ? 0 : text.indexOf(" ", at - 32) + 1;
    const to = text.length < at + 60 ? text.length : text.lastIndexOf(" ", at + 60);
    return coopmap.el("span", {class: "small entry-hit", lang: code && code !== language ? code : null},
      from ? "… " : "", ...marked(text.slice(from, to), query), to < text.length ? " …" : "");
  }

  return {find, marked, elsewhere, folded, otherWords, WORD};
})();
