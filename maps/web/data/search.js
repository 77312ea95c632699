// The search: all words of all projects, folded; a mistyped letter still finds.

/** @import {Fits, Hits, Scores, WordIndex} from "../store_types.ts" */
/** @import {Project} from "../types.ts" */
import {el} from "../core/dom.js";
import {fold} from "../core/fold.js";
import * as i18n from "../core/i18n.js";
import {setHits, state} from "./selection.js";
import {begins, contains, resembles} from "./word_fits.js";
import {folded, otherWords, WORD} from "./word_forms.js";

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

// How the words fit that the last query found.
/** @type {((word: string) => number)[]} */
let fitting = [];

/** @param {string} word */
const isFound = (word) => [word, ...(otherWords().get(word) || [])].some((form) => fitting.some((fits) => fits(form)));

/**
 * The scores for words that begin so; for words with mistakes where there is none.
 * @param {string} term
 */
function findTerm(term) {
  for (const fits of term.length < 4 ? [begins] : [begins, contains, resembles]) {
    const scores = index.collect(fits, term);
    if (!scores) continue;
    fitting.push((word) => fits(word, term));
    return scores;
  }
  return null;
}

/** @param {string} query */
export const termsOf = (query) => fold(query).folded.split(" ").filter(Boolean);

/**
 * Which projects have all words of the query, and how well, as the holding keeps it; null for an empty query.
 * @param {string} query
 */
function find(query) {
  const terms = termsOf(query);
  fitting = [];
  if (!terms.length) return null;
  const scores = terms.map(findTerm);
  return index.combine(scores.every(Boolean) ? /** @type {Scores[]} */ (scores) : []);
}

/**
 * Searches the projects for the words of a text, and selects those that have them: at once, or when what that needs has
 * been read, unless something else is searched then.
 * @param {string} text
 */
export function search(text) {
  state.query = text;
  const waits = () => termsOf(text).length > 0 && index.pending()?.then(answer);
  function answer() {
    if (state.query !== text || waits()) return;
    const hits = find(text);
    if (!waits()) setHits(hits);
  }
  answer();
}

/** @param {string} [text] */
const isHit = (text) => (text?.match(WORD) || []).some((written) => isFound(folded(written)));

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
    if (!isFound(folded(written))) continue;
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
  const at = [...text.matchAll(WORD)].find(([written]) => isFound(folded(written))).index;
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
