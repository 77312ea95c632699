// Which number a project has, by its id: for addresses that name one.

import {page} from "../core/page_data.js";
import {asJson, numbered, read} from "./files.js";

/** The remainder of each byte in CRC-32, as zlib has it. */
const REMAINDERS = Uint32Array.from({length: 256}, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** @param {string} text */
export function crc32(text) {
  let rest = ~0;
  for (const byte of new TextEncoder().encode(text)) rest = (rest >>> 8) ^ REMAINDERS[(rest ^ byte) & 255];
  return ~rest >>> 0;
}

/**
 * The number of the project with an id, undefined where there is none.
 * @param {string} id
 * @returns {Promise<number | undefined>}
 */
export async function numberOf(id) {
  const shard = await read(numbered("ids", crc32(id) % page.split.ids.shards), asJson, "project");
  return Object.hasOwn(shard, id) ? shard[id] : undefined;
}
