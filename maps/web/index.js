// Which words which projects have, folded. In the page of a large layer packed/index.js stands in its place.
"use strict";

coopmap.index = (function () {
  // Folded word -> the projects that have it, each as its number * 16 + the weight of the field where it weighs most.
  const index = new Map();
  let next = 0;

  function read(number) {
    const {folded, otherWords, WORD} = coopmap.search;
    const also = otherWords();
    const project = coopmap.store.projects[number];
    const {languages} = coopmap.words;
    const seen = new Set();
    const add = (text, weight) => {
      for (const written of text.match(WORD) || []) {
        const first = folded(written);
        if (!first || seen.has(first)) continue;
        for (const word of [first, ...(also.get(first) || [])]) {
          seen.add(word);
          const found = index.get(word);
          if (found) found.push(number * 16 + weight);
          else index.set(word, [number * 16 + weight]);
        }
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
    const {count} = coopmap.store;
    const end = performance.now() + milliseconds;
    while (next < count && performance.now() < end) read(next++);
    return next >= count;
  }

  function collect(fits, hit) {
    const scores = new Float32Array(coopmap.store.count);
    let any = false;
    for (const [word, entries] of index) {
      const factor = fits(word);
      if (!factor) continue;
      any = true;
      hit(word);
      for (const entry of entries) scores[entry >> 4] = Math.max(scores[entry >> 4], (entry & 15) * factor);
    }
    return any ? scores : null;
  }

  // Map(project -> score) of the projects that have a score under every term.
  function combine(scores) {
    const found = new Map();
    if (!scores.length) return found;
    coopmap.store.projects.forEach((project, i) => {
      if (scores.every((one) => one[i])) found.set(project, scores.reduce((sum, one) => sum + one[i], 0));
    });
    return found;
  }

  return {prepare, ready: () => prepare(), collect, combine};
})();
