import {assertEquals, data} from "./page_stub.js";
import * as wordIndex from "../../maps/web/data/word_index.js";
import {recordStore} from "../../maps/web/data/record_store.js";
import {search, useIndex} from "../../maps/web/data/search.js";
import {near} from "../../maps/web/data/word_fits.js";
import * as selection from "../../maps/web/data/selection.js";
import {store, useStore} from "../../maps/web/data/store.js";

useStore(recordStore);
store.opening(() => {});
useIndex(wordIndex);
const ids = () => store.ordered().slice().map(({id}) => id);

/** @param {string} text */
function idsFor(text) {
  search(text);
  const hits = ids();
  selection.showAll();
  return hits;
}

Deno.test("without a search the projects stand by name", () => assertEquals(ids(), ["alpha", "bravo", "charlie"]));

Deno.test("a word is found by its beginning, in another script, and with a mistyped letter", () => {
  assertEquals(idsFor("brav"), ["bravo"]);
  assertEquals(idsFor("Shymkent"), ["bravo"]);
  assertEquals(idsFor("charlei"), ["charlie"]);
  assertEquals(idsFor("nothing of that kind"), []);
  assertEquals(idsFor("").length, data.projects.length);
});

Deno.test("two words differ by letters put in, left out, changed or swapped", () => {
  assertEquals(near("tashkent", "tashkant", 1), true);
  assertEquals(near("tahskent", "tashkent", 1), true);
  assertEquals(near("tashkent", "kostanai", 2), false);
});

Deno.test("facets, years and counts leave what the others leave", () => {
  selection.only("country", ["UZ"]);
  assertEquals(ids(), ["alpha"]);
  assertEquals([...store.counts("sector")], [["road", 0], ["rail", 1]]);
  assertEquals(selection.hidden("country"), ["KZ"]);
  selection.showAll();
  selection.setYears([2023, 2024]);
  assertEquals(ids(), ["bravo"]);
  assertEquals(store.yearCounts(), [[2023, 1], [2024, 0], [2025, 1]]);
  assertEquals(store.withoutYear(), 1);
  selection.showAll();
  selection.toggle("status", "planned");
  assertEquals(ids(), ["charlie"]);
  selection.showAll();
  assertEquals(selection.isFiltered(), false);
});
