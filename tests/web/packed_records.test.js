import {assertEquals, data} from "./page_stub.js";

const cited = {title: "A source of many", url: "https://example.org"};
Object.assign(data, {
  projects: [],
  packed: {count: 2, block: 2, scale: 1, shapes: [], dictionaries: {}, columns: []},
});

/** @param {string} text */
async function deflated(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const raw = new Uint8Array(await new Response(stream).arrayBuffer());
  return btoa(Array.from(raw, (byte) => String.fromCharCode(byte)).join(""));
}

/** @type {Record<string, string>} */
const parts = {
  "coopmap-data": JSON.stringify(data),
  "coopmap-ids": await deflated("a\nb"),
  "coopmap-texts-0": await deflated(JSON.stringify({forms: [[["sources", true]]], rows: [[0, 2], [0, 2]]})),
  "coopmap-shared-0": await deflated(JSON.stringify([cited, "another value"])),
  "coopmap-shared-1": await deflated(JSON.stringify([[[0, ["name"]]]])),
};
/** @type {any} */ (globalThis).document.readyState = "complete";
/** @type {any} */ (globalThis).document.getElementById = (/** @type {string} */ id) =>
  id in parts ? {textContent: parts[id]} : null;

const {columns, record, when} = await import("../../maps/web/data/packed_records.js");

Deno.test("the sources of a list that projects share are read from whichever block has them", async () => {
  Object.assign(columns, {kind: [0, 0]});
  const project = record(1);
  await new Promise((done) => when([project], () => done(null)));
  assertEquals(project.id, "b");
  assertEquals(project.sources, [{...cited, supports: ["name"]}]);
});
