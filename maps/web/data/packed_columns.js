// How numbers and texts are packed in the page of a large layer, as maps/page/packed/columns.py says.

import {bytesOf} from "../core/inflate.js";

/** @param {string} name */
export const textOf = async (name) => new TextDecoder().decode(await bytesOf(name));

/**
 * `length` numbers of `width` bytes: all lowest bytes stand first, then all second ones.
 * @param {Uint8Array} bytes
 * @param {number} from
 * @param {number} width
 * @param {number} length
 */
export function numbersIn(bytes, from, width, length) {
  const numbers = width === 1
    ? bytes.slice(from, from + length)
    : new (width === 2 ? Uint16Array : Uint32Array)(length);
  for (let plane = width > 1 ? 0 : 1; plane < width; plane++) {
    const at = from + plane * length;
    for (let i = 0; i < length; i++) numbers[i] |= bytes[at + i] << (8 * plane);
  }
  return numbers;
}

/**
 * Steps with their signs folded in, added up.
 * @param {Uint8Array | Uint16Array | Uint32Array} steps
 */
export function summed(steps) {
  const sums = new Int32Array(steps.length);
  for (let i = 0, sum = 0; i < steps.length; i++) sums[i] = sum += (steps[i] >>> 1) ^ -(steps[i] & 1);
  return sums;
}
