// Which words which projects of a large layer have: made when it was packed, read when the reader begins to search.
"use strict";

coopmap.index = (function () {
  // As maps/packing.py writes them: the end of a project, the end of a field, a word not met before, a bag of words
  // whose number follows; then the words' own numbers. The bags stand first, an empty one after them.
  const [END, FIELD, NEW, BAG, FIRST] = [0, 1, 2, 3, 4];
  // How much a word weighs in the name, the place, the partners, the summary.
  const WEIGHTS = [8, 4, 3, 1];
  const SECTOR = 3;
  let words = null;
  let found = null;
  let reading = null;

  async function read() {
    const {store} = coopmap;
    const [text, numbers] = await Promise.all([store.textOf("words"), store.bytesOf("found")]);
    [words, found] = [text.split("\n"), numbers];
    if (store.query) store.search(store.query);
  }

  // Whether a search can be answered; if not, it is once the index has been read, and the reader is told so.
  function ready() {
    if (found) return true;
    reading ??= read();
    setTimeout(() => found || coopmap.say(coopmap.words.t("search.reading")), 150);
    return false;
  }

  // The factors of the sectors by the words for them, in all languages.
  function sectorFactors(fits, hit) {
    const {languages, nameOf} = coopmap.words;
    return Float32Array.from(coopmap.store.sectors, (sector) => {
      const own = languages.flatMap((language) => nameOf(language, "sector." + sector).match(coopmap.search.WORD) || []).map(coopmap.search.folded);
      return own.reduce((most, word) => {
        if (fits(word)) hit(word);
        return Math.max(most, fits(word));
      }, 0);
    });
  }

  // The score of each project; `fits` gives a word's factor. The words of all projects are read from end to end.
  function collect(fits, hit) {
    const also = coopmap.search.otherWords();
    const factors = new Float32Array(words.length);
    let any = false;
    for (let i = 0; i < words.length; i++) {
      let factor = fits(words[i]);
      if (factor) hit(words[i]);
      for (const other of also.get(words[i]) || []) {
        if (fits(other)) hit(other);
        factor = Math.max(factor, fits(other));
      }
      if (factor) {
        factors[i] = factor;
        any = true;
      }
    }
    const ofSector = sectorFactors(fits, hit);
    if (!any && !ofSector.some(Boolean)) return null;
    const sectors = coopmap.store.numbersOf("sector");
    const scores = new Float32Array(coopmap.store.count);
    const bags = [];
    let i = 0;
    function varint() {
      let number = found[i++];
      if (number < 128) return number;
      number &= 127;
      for (let shift = 7; ; shift += 7) {
        const next = found[i++];
        number |= (next & 127) << shift;
        if (next < 128) return number;
      }
    }
    while (found[i] !== END) {
      let most = 0;
      for (let number = varint(); number !== END; number = varint()) most = Math.max(most, factors[number - FIRST]);
      bags.push(most);
    }
    i++;
    let [project, field, met, best] = [0, 0, 0, 0];
    while (i < found.length) {
      const number = varint();
      if (number === END) {
        scores[project] = Math.max(best, SECTOR * ofSector[sectors[project]]);
        project++;
        field = best = 0;
      } else if (number === FIELD) field++;
      else {
        const factor = number === NEW ? factors[met++] : number === BAG ? bags[varint()] : factors[number - FIRST];
        if (factor && factor * WEIGHTS[field] > best) best = factor * WEIGHTS[field];
      }
    }
    return scores;
  }

  // The score of each project that has one under every term, 0 for the others.
  function combine(scores) {
    const sum = new Float32Array(coopmap.store.count);
    const [first, ...others] = scores;
    if (first) for (let i = 0; i < sum.length; i++) sum[i] = others.every((one) => one[i]) && first[i] ? others.reduce((all, one) => all + one[i], first[i]) : 0;
    return sum;
  }

  // Begins to read when the browser has nothing else to do, or the reader goes to the search.
  function prepare() {
    reading ??= read();
    return true;
  }

  return {prepare, ready, collect, combine};
})();
