// What the page holds packed, raw deflate as base64 (maps/page/deflated.py), and the files beside a page, raw deflate.

// New browsers decode base64 themselves.
const decodes = /** @type {any} */ (Uint8Array);

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
export const bytesOf = (text) =>
  decodes.fromBase64 ? decodes.fromBase64(text) : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/**
 * The same as `inflating` of base64.
 * @param {string} text
 */
export const inflated = (text) => inflating(new Blob([bytesOf(text)]).stream());
