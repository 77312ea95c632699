// The search: all words of all projects, folded; a mistyped letter still finds.

/** @import {Fits, Hits, Scores, WordIndex} from "../store_types.ts" */
/** @import {Project} from "../types.ts" */
import {el} from "../core/dom.js";
import {fold} from "../core/fold.js";
import * as i18n from "../core/i18n.js";
import {setHits, state} from "./selection.js";
import {folded, meant, WORD} from "./word_forms.js";

/** @type {WordIndex} */
let index;

/**
 * The index of words that the search asks: that of plain records or that of a packed layer.
 * @param {WordIndex} words
 */
export function useIndex(words) {
  index = words;
}

/**
 * Begins to read what is searched, for some milliseconds; true when all has been read.
 * @param {number} milliseconds
 */
export const prepare = (milliseconds) => index.prepare(milliseconds);

// The folded words that the last query found.
/** @type {Set<string | undefined>} */
let hits = new Set();

/**
 * Whether two words differ by at most `most` letters put in, left out, changed or swapped; b may go on after that.
 * @param {string} a
 * @param {string} b
 * @param {number} most
 */
export function near(a, b, most) {
  if (b.length < a.length - most) return false;
  /** @type {number[]} */
  let before = [];
  let row = Array.from({length: b.length + 1}, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const now = [i];
    for (let k = 1; k <= b.length; k++) {
      now[k] = Math.min(row[k] + 1, now[k - 1] + 1, row[k - 1] + (a[i - 1] === b[k - 1] ? 0 : 1));
      if (i > 1 && k > 1 && a[i - 1] === b[k - 2] && a[i - 2] === b[k - 1]) {
        now[k] = Math.min(now[k], before[k - 2] + 1);
      }
    }
    if (Math.min(...now) > most) return false;
    [before, row] = [row, now];
  }
  return Math.min(...row.slice(Math.max(0, a.length - most))) <= most;
}

/**
 * The score of each project, by its number; `fits` gives a word's factor, 0 for one that does not fit.
 * @param {Fits} fits
 */
const collect = (fits) => index.collect(fits, (word) => hits.add(word).add(meant.get(word)));

/** @param {string} term */
function findTerm(term) {
  const begun = collect((word) => (word === term ? 3 : word.startsWith(term) ? 2 : 0));
  if (begun || term.length < 4) return begun;
  const most = term.length < 8 ? 1 : 2;
  return collect((word) => (word.includes(term) ? 1 : 0)) || collect((word) => (near(term, word, most) ? 0.5 : 0));
}

/** @param {string} query */
export const termsOf = (query) => fold(query).folded.split(" ").filter(Boolean);

/**
 * Which projects have all words of the query, and how well, as the holding keeps it; null for an empty query.
 * @param {string} query
 */
function find(query) {
  const terms = termsOf(query);
  hits = new Set();
  if (!terms.length) return null;
  const scores = terms.map(findTerm);
  return index.combine(scores.every(Boolean) ? /** @type {Scores[]} */ (scores) : []);
}

// Gives `answer` what is found: at once, or when all projects have been read. Of several questions that wait the last
// is answered.
/** @type {(() => void) | null} */
let waiting = null;

/**
 * @param {string} query
 * @param {(hits: Hits | null) => void} answer
 */
function ask(query, answer) {
  const begun = waiting;
  waiting = null;
  if (!termsOf(query).length || index.ready()) return answer(find(query));
  waiting = () => answer(find(query));
  if (!begun) {
    index.whenRead(() => {
      const answered = waiting;
      waiting = null;
      answered?.();
    });
  }
}

/**
 * Searches the projects for the words of a text, and selects those that have them.
 * @param {string} text
 */
export function search(text) {
  state.query = text;
  ask(text, (scores) => state.query === text && setHits(scores));
}

/** @param {string} [text] */
const isHit = (text) => (text?.match(WORD) || []).some((written) => hits.has(folded(written)));

/**
 * The text as nodes, what the query found in <mark>: of a word what was typed, else the whole of it.
 * @param {string} text
 * @param {string} query
 */
export function marked(text, query) {
  if (!query) return [text];
  const terms = [...termsOf(query)].sort((a, b) => b.length - a.length);
  const nodes = [];
  let end = 0;
  for (const {0: written, index: at} of text.matchAll(WORD)) {
    if (!hits.has(folded(written))) continue;
    const {folded: word, from} = fold(written);
    const term = terms.find((candidate) => word.includes(candidate)) || word;
    const start = word.indexOf(term);
    const [first, last] = [at + from[start], at + (from[start + term.length] ?? written.length)];
    nodes.push(text.slice(end, first), el("mark", {}, text.slice(first, last)));
    end = last;
  }
  return [...nodes, text.slice(end)];
}

/**
 * Where else the query was found, when not in the name and the place that the reader sees: the words around it.
 * @param {Project} project
 * @param {string} query
 */
export function elsewhere(project, query) {
  const {languages, language, nameOf, version} = i18n;
  if (!query || isHit(version(project, "name")[0]) || isHit(version(project, "place")[0])) return null;
  const names = (project.partners || []).flatMap((partner) =>
    Object.entries(partner).filter(([key]) => key.startsWith("name")).map(([key, name]) => [name, key.slice(5)])
  );
  const sector = project.sector && "sector." + project.sector;
  const versions = ["name", "place", "summary"].flatMap((field) => i18n.versions(project, field));
  const texts = [...versions.filter(([, code]) => code === language), ...versions];
  const named = names.find(([name]) => isHit(name));
  const [text, code] = named || texts.find(([passage]) => isHit(passage)) || [];
  // A sector is told in the reader's language, whichever the word for it was in.
  if (sector && !named && languages.some((other) => isHit(nameOf(other, sector)))) {
    return el("span", {class: "small entry-hit"}, el("mark", {}, nameOf(language, sector)));
  }
  if (!text) return null;
  const at = [...text.matchAll(WORD)].find(([written]) => hits.has(folded(written))).index;
  const from = at < 40 ? 0 : text.indexOf(" ", at - 32) + 1;
  const to = text.length < at + 60 ? text.length : text.lastIndexOf(" ", at + 60);
  return el(
    "span",
    {class: "small entry-hit", lang: code && code !== language ? code : null},
    from ? "… " : "",
    ...marked(text.slice(from, to), query),
    to < text.length ? " …" : "",
  );
}
