import {address, assertEquals} from "./page_stub.js";

address.protocol = "http:";

/** The files beside the page, and the paths that were asked for. @type {Map<string, Uint8Array>} */
const served = new Map();
/** @type {string[]} */
const asked = [];
let open = 0;
let most = 0;

globalThis.fetch =
  /** @type {any} */ (async (/** @type {string} */ path, /** @type {{signal: AbortSignal}} */ {signal}) => {
    asked.push(path);
    most = Math.max(most, ++open);
    await new Promise((done, fail) => {
      setTimeout(done, 1);
      signal.addEventListener("abort", () => fail(new DOMException("", "AbortError")));
    }).finally(() => open--);
    const bytes = served.get(path);
    const packed = bytes &&
      new Blob([/** @type {any} */ (bytes)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    return new Response(packed ?? null, {status: packed ? 200 : 404});
  });

const {read, only, again, hasFailed, asText} = await import("../../maps/web/split/files.js");
const {cellsIn, placeOf} = await import("../../maps/web/split/cells.js");
const {crc32, numberOf} = await import("../../maps/web/split/ids.js");
const {readBlock} = await import("../../maps/web/split/blocks.js");
const {state} = await import("../../maps/web/data/selection.js");
const words = await import("../../maps/web/split/words.js");

/** @param {number[]} numbers */
const varints = (numbers) =>
  numbers.flatMap((number) => {
    const bytes = [];
    for (; number > 127; number = Math.floor(number / 128)) bytes.push(number % 128 + 128);
    return [...bytes, number];
  });

/** @param {string} written */
const text = (written) => new TextEncoder().encode(written);

/**
 * A tile of cells with projects of one combination each.
 * @param {number} first @param {[x: number, y: number, n: number][]} cells
 */
const tile = (first, cells) =>
  Uint8Array.from([
    ...varints([first, cells.length]),
    ...cells.map(([x, y]) => 16 * y + x),
    ...cells.flatMap(() => [127]),
    ...cells.flatMap(() => [127]),
    ...cells.map(() => 1),
    ...cells.map(() => 3),
    ...varints(cells.map(([, , n]) => n)),
  ]);

/** @param {[word: string, blocks: number[]][]} entries */
function wordPage(entries) {
  const names = text(entries.map(([word]) => word).join("\n"));
  const postings = entries.flatMap(([, blocks]) => {
    const steps = blocks.map((block, i) => block - (blocks[i - 1] ?? 0));
    return varints([blocks.length, 2 * blocks.length, ...steps]);
  });
  return Uint8Array.from([...new Uint8Array(Uint32Array.of(names.length).buffer), ...names, ...postings]);
}

const settled = () => new Promise((done) => setTimeout(done, 40));
const WORLD = [0, 0, 1, 1];

Deno.test("a tile is asked for where the counts above it say that there is one, and no other", async () => {
  served.set("cells/0/0/0.bin", tile(0, [[0, 0, 700], [1, 0, 20], [8, 8, 400]]));
  served.set("cells/4/0/0.bin", tile(0, [[2, 3, 300], [9, 9, 400]]));
  served.set("cells/1/0/0.bin", tile(0, [[0, 0, 600], [2, 1, 120]]));
  served.set("cells/3/0/0.bin", tile(0, [[4, 4, 700], [9, 3, 20]]));
  asked.length = 0;
  assertEquals(cellsIn(WORLD, 8).missing, true);
  await settled();
  cellsIn(WORLD, 8);
  await settled();
  const {cells, missing} = cellsIn(WORLD, 8);
  // What lies beside the tile of 700 is told by the finest tile that holds it; a quarter with 400 has none of its own.
  assertEquals(asked.sort(), ["cells/0/0/0.bin", "cells/3/0/0.bin", "cells/4/0/0.bin"]);
  assertEquals([missing, cells.map(({depth, n}) => [depth, n])], [false, [[8, 300], [8, 400], [7, 20], [4, 400]]]);
  assertEquals(cells[1].first, 300);
});

Deno.test("where a project lies is told by the smallest cell that has been read", () => {
  assertEquals(placeOf(310), [(9 + 127.5 / 256) / 256, (9 + 127.5 / 256) / 256]);
  assertEquals(placeOf(1100), [(8 + 127.5 / 256) / 16, (8 + 127.5 / 256) / 16]);
  assertEquals(placeOf(1999), null);
});

Deno.test("six files at most are asked for at once, and one that is not wanted any more is given up", async () => {
  for (let i = 0; i < 20; i++) served.set(`some/${i}`, text(String(i)));
  const all = Array.from({length: 20}, (_, i) => read(`some/${i}`, asText, "test"));
  queueMicrotask(() => only("test", new Set(Array.from({length: 10}, (_, i) => `some/${i}`))));
  const outcomes = await Promise.allSettled(all);
  assertEquals(outcomes.filter(({status}) => status === "fulfilled").length, 10);
  assertEquals([most, hasFailed()], [6, false]);
});

Deno.test("a file that cannot be read is not asked for again before the reader says so", async () => {
  asked.length = 0;
  await read("gone", asText, "test").catch(() => {});
  await read("gone", asText, "test").catch(() => {});
  assertEquals([asked, hasFailed()], [["gone"], true]);
  again();
  assertEquals(hasFailed(), false);
  served.set("gone", text("here"));
  assertEquals(await read("gone", asText, "test"), "here");
});

Deno.test("an id is looked up where zlib's CRC-32 puts it", async () => {
  assertEquals(crc32("123456789"), 0xcbf43926);
  served.set(`ids/0/${crc32("қала") % 4}.bin`, text('{"қала": 7}'));
  assertEquals([await numberOf("қала"), await numberOf("constructor").catch(() => "no file")], [7, "no file"]);
});

Deno.test("a project is made of its columns, and what is null it lacks", async () => {
  const fields = {
    name_en: ["A", null],
    sector: {values: [null, "rail"], codes: [1, 0]},
    status: {values: ["planned"], codes: [0, 0]},
    extra: [null, {x: 5}],
    shape: [{type: "LineString", steps: [-1e6, 0, 2e6, 1e6]}, null],
  };
  served.set(
    "texts/0/3.bin",
    text(JSON.stringify({ids: ["a", "b"], lon: [71e6], lat: [51e6], fields})),
  );
  const block = await readBlock(3, "test");
  assertEquals([block.first, block.comboOf(0), block.comboOf(1), block.indexOf("b")], [1500, 5, 1, 1]);
  assertEquals(block.project(0), {
    id: "a",
    name_en: "A",
    sector: "rail",
    status: "planned",
    geometry: {type: "LineString", coordinates: [[70, 51], [72, 52]]},
  });
  assertEquals(block.project(1), {id: "b", status: "planned", extra: {x: 5}, geometry: null});
});

Deno.test("a search reads the pages where its words stand, and keeps the blocks that have all of them", async () => {
  served.set("index/0/0.bin", text("a\nsama"));
  served.set("words/0/0.bin", wordPage([["a", [0, 1]], ["al*", [0, 2, 3]], ["put", [2, 3]], ["sam", [1]]]));
  served.set("words/0/1.bin", wordPage([["samarkand", [2]], ["tas", [0]]]));
  state.query = "Sam put";
  while (words.pending()) {
    // The index tells which pages there are.
    // oxlint-disable-next-line no-await-in-loop
    await words.pending();
  }
  const begins = (/** @type {string} */ word, /** @type {string} */ term) => (word.startsWith(term) ? 2 : 0);
  const scores = ["sam", "put"].map((term) => words.collect(begins, term));
  assertEquals([...words.combine(/** @type {any} */ (scores)).blocks], [[2, 4]]);
  // A beginning with an entry of its own stands for its words.
  assertEquals([...words.collect(begins, "al") ?? []], [2, 0, 2, 2]);
});
