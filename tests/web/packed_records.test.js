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
  "coopmap-ids": await deflated('a\nb\\n\\"c\\"\\ud800'),
  "coopmap-texts-0": await deflated(JSON.stringify({
    forms: [[["sources", true]], [["altitudes", false], ["shape", false], ["sources", true]]],
    rows: [[0, 2], [1, [5, null, 6.5], {type: "LineString", steps: [0, 0, 1000000, 0, 0, 1000000]}, 2]],
  })),
  "coopmap-shared-0": await deflated(JSON.stringify([cited, "another value"])),
  "coopmap-shared-1": await deflated(JSON.stringify([[[0, ["name"]]]])),
};
/** @type {any} */ (globalThis).document.readyState = "complete";
/** @type {any} */ (globalThis).document.getElementById = (/** @type {string} */ id) =>
  id in parts ? {textContent: parts[id]} : null;

const {columns, record, when} = await import("../../maps/web/data/packed_records.js");

Deno.test("a project has its id, altitudes, and sources from whichever block has them", async () => {
  Object.assign(columns, {kind: [0, 2], lon: [0, 60], lat: [0, 40]});
  const project = record(1);
  await new Promise((done) => when([project], () => done(null)));
  assertEquals(project.id, 'b\n"c"\ud800');
  assertEquals(project.geometry, {type: "LineString", coordinates: [[60, 40, 5], [61, 40], [61, 41, 6.5]]});
  assertEquals(Object.keys(project).sort(), ["geometry", "id", "sources"]);
  assertEquals(project.sources, [{...cited, supports: ["name"]}]);
});
