// What the page holds packed, raw deflate as base64 (maps/page/deflated.py), and the files beside a page, raw deflate.

// New browsers decode base64 themselves.
const decodes = /** @type {any} */ (Uint8Array);

/**
 * The text of a part of the page (maps/page/document.py), once the browser has read so far.
 * @param {string} name
 */
const textOfPart = (name) => document.getElementById("coopmap-" + name)?.textContent ?? null;

/**
 * What was packed, as a response that gives it as bytes, text or JSON.
 * @param {ReadableStream<any>} stream
 */
export const inflating = (stream) => new Response(stream.pipeThrough(new DecompressionStream("deflate-raw")));

/**
 * The bytes of base64.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
const decoded = (text) =>
  decodes.fromBase64 ? decodes.fromBase64(text) : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/**
 * The same as `inflating` of base64.
 * @param {string} text
 */
export const inflated = (text) => inflating(new Blob([decoded(text)]).stream());

const isRead = document.readyState === "loading"
  ? new Promise((done) => addEventListener("DOMContentLoaded", done, {once: true}))
  : null;

/**
 * What a part of the page holds, in the same way. Parts behind the scripts may not have been read by the browser yet.
 * @param {string} name
 */
export async function inflatedPart(name) {
  if (textOfPart(name) === null) await isRead;
  return inflated(textOfPart(name) ?? "");
}

/**
 * The same as bytes.
 * @param {string} name
 */
export const bytesOf = async (name) => new Uint8Array(await (await inflatedPart(name)).arrayBuffer());
