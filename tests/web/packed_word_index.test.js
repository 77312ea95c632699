import {assertEquals, data} from "./page_stub.js";

const packed = JSON.parse(Deno.readTextFileSync(new URL("./word_index.json", import.meta.url)));
const sectors = [null, "road", "rail"];
const [none, count] = [[null], packed.projects.length];
const dictionaries = {sector: sectors, status: none, countries: none, precision: none, article: none, start: none};
Object.assign(data, {
  projects: packed.projects,
  packed: {count, block: 500, scale: 1, shapes: [], dictionaries, columns: [], words: packed.head},
});

/** @param {BufferSource} bytes */
async function deflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const raw = new Uint8Array(await new Response(stream).arrayBuffer());
  return btoa(Array.from(raw, (byte) => String.fromCharCode(byte)).join(""));
}

/** @type {Record<string, string>} */
const parts = {
  "coopmap-data": JSON.stringify(data),
  "coopmap-words": await deflated(new TextEncoder().encode(packed.words.join("\n"))),
};
for (const [name, bytes] of Object.entries(packed.parts)) {
  // oxlint-disable-next-line no-await-in-loop
  parts["coopmap-" + name] = await deflated(Uint8Array.from(/** @type {number[]} */ (bytes)));
}
/** @type {any} */ (globalThis).document.readyState = "complete";
/** @type {Set<string>} */
const asked = new Set();
/** @type {any} */ (globalThis).document.getElementById = (/** @type {string} */ id) =>
  asked.add(id) && id in parts ? {textContent: parts[id]} : null;

const {page} = await import("../../maps/web/core/page_data.js");
const {columns} = await import("../../maps/web/data/packed_records.js");
const packedIndex = await import("../../maps/web/data/packed_word_index.js");
const plainIndex = await import("../../maps/web/data/word_index.js");
const {search, useIndex} = await import("../../maps/web/data/search.js");
const {state} = await import("../../maps/web/data/selection.js");
const {useStore} = await import("../../maps/web/data/store.js");

columns.sector = packed.projects.map(({sector = null}) => sectors.indexOf(sector));
useStore(/** @type {any} */ ({changed() {}}));

/**
 * @param {any} index
 * @param {string} query
 */
async function scores(index, query) {
  useIndex(index);
  state.hits = undefined;
  search(query);
  // oxlint-disable-next-line no-await-in-loop
  while (state.hits === undefined) await new Promise((done) => setTimeout(done));
  const {hits} = state;
  return hits &&
    packed.projects.map((/** @type {any} */ _, /** @type {number} */ i) =>
      hits instanceof Map ? hits.get(page.projects[i]) ?? 0 : hits[i] / 2
    );
}

const words = JSON.stringify(packed.projects).match(/[\p{L}\p{N}]+/gu) || [];
const queries = [
  // Beginnings of all lengths, what stands inside a word, a letter mistyped, one left out.
  ...words.flatMap((word) => Array.from(word, (_, i) => word.slice(0, i + 1))),
  ...words.flatMap((word) => [word.slice(1), word.slice(0, 2) + "z" + word.slice(3), word.slice(0, 3) + word.slice(4)]),
  ...words.map((word, i) => `${word} ${words[(i * 7) % words.length]}`),
  "rail",
  "автомобильные",
  "chevy",
  "shimkent road",
  "12 towns",
  "nothing",
  "!",
  "",
];

Deno.test("a search opens the parts that it needs alone", async () => {
  await scores(packedIndex, "12");
  assertEquals([...asked].filter((id) => id.startsWith("coopmap-sets-")), ["coopmap-sets-0"]);
});

Deno.test("a packed layer finds what a plain one finds, and scores it alike", async () => {
  for (const query of new Set(queries)) {
    // oxlint-disable-next-line no-await-in-loop
    const [plain, inPacked] = [await scores(plainIndex, query), await scores(packedIndex, query)];
    assertEquals([query, inPacked], [query, plain]);
  }
});
