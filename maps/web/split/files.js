// The files beside the page: fetched when they are wanted, a few at once, kept for a while, given up when the reader has
// moved on.

import {fire} from "../core/events.js";
import {inflating} from "../core/inflate.js";

const AT_ONCE = 6;
// Milliseconds after which a file has failed.
const PATIENCE = 20_000;
const SLOW = "slow";
// Bytes, as they are unpacked, of the files that stay.
const MOST = 48e6;

/** @typedef {{path: string, decode: (bytes: Uint8Array) => any, purposes: Set<string>, control: AbortController, begun: boolean, promise: Promise<any>, settle: {done: (value: any) => void, fail: (reason: unknown) => void}}} Request */

// What has been read, the least lately used first.
/** @type {Map<string, {value: any, bytes: number}>} */
const kept = new Map();
/** @type {Map<string, Request>} */
const requests = new Map();
let bytesKept = 0;
// Those that could not be read, until the reader asks to try again.
/** @type {Set<string>} */
const failed = new Set();

// A page opened from disk may read no file beside it.
export const isFromDisk = location.protocol === "file:";

/** What has been read of a file, if it has. @param {string} path */
export function known(path) {
  const file = kept.get(path);
  if (!file) return undefined;
  kept.delete(path);
  kept.set(path, file);
  return file.value;
}

/**
 * @param {string} path
 * @param {any} value
 * @param {number} bytes
 */
function keep(path, value, bytes) {
  kept.set(path, {value, bytes});
  bytesKept += bytes;
  for (const [oldest, file] of kept) {
    if (bytesKept <= MOST || oldest === path) return;
    kept.delete(oldest);
    bytesKept -= file.bytes;
  }
}

/** What has been read of the files whose paths begin so. @param {string} start */
export const knownUnder = (start) => [...kept].filter(([path]) => path.startsWith(start)).map(([, {value}]) => value);

/** @param {Request} request */
async function load({path, decode, control}) {
  const {signal} = control;
  const timer = setTimeout(() => control.abort(SLOW), PATIENCE);
  try {
    const response = await fetch(path, {signal, redirect: "error"});
    if (!response.ok || !response.body) throw new Error(`${path}: ${response.status}`);
    const bytes = new Uint8Array(await inflating(response.body).arrayBuffer());
    const value = decode(bytes);
    keep(path, value, bytes.length);
    return value;
  } finally {
    clearTimeout(timer);
  }
}

/** @param {Request} request */
function begin(request) {
  request.begun = true;
  load(request).then(request.settle.done, (reason) => {
    const {signal} = request.control;
    // What was given up has not failed.
    if (!signal.aborted || signal.reason === SLOW) fail(request.path);
    request.settle.fail(reason);
  }).finally(() => {
    if (requests.get(request.path) === request) requests.delete(request.path);
    next();
  });
}

function next() {
  const waiting = [...requests.values()].filter(({begun}) => !begun);
  const free = AT_ONCE - (requests.size - waiting.length);
  waiting.slice(0, Math.max(0, free)).forEach(begin);
  fire("reading", {busy: requests.size > 0});
}

/** @param {string} path */
function fail(path) {
  failed.add(path);
  fire("trouble");
}

// Whether some file could not be read.
export const hasFailed = () => failed.size > 0;

// Whoever still wants a file asks for it anew.
export function again() {
  failed.clear();
  fire("trouble");
  fire("again");
}

/**
 * A file, as `decode` makes it of its bytes. Rejects when it cannot be read or is given up; the reader has then been told.
 * @template T
 * @param {string} path
 * @param {(bytes: Uint8Array) => T} decode
 * @param {string} purpose what it is read for: see `only`
 * @returns {Promise<T>}
 */
export function read(path, decode, purpose) {
  const value = known(path);
  if (value !== undefined) return Promise.resolve(value);
  if (isFromDisk || failed.has(path)) return Promise.reject(new Error(path));
  let request = requests.get(path);
  if (!request) {
    /** @type {any} */
    const settle = {};
    const promise = new Promise((done, fails) => Object.assign(settle, {done, fail: fails}));
    promise.catch(() => {});
    request = {path, decode, purposes: new Set(), control: new AbortController(), begun: false, promise, settle};
    requests.set(path, request);
    queueMicrotask(next);
  }
  request.purposes.add(purpose);
  return request.promise;
}

/**
 * Gives up what else than some files is read for a purpose.
 * @param {string} purpose
 * @param {Set<string>} paths
 */
export function only(purpose, paths) {
  for (const [path, request] of requests) {
    if (paths.has(path) || !request.purposes.delete(purpose) || request.purposes.size) continue;
    requests.delete(path);
    request.control.abort();
    if (!request.begun) request.settle.fail(new DOMException("given up", "AbortError"));
  }
}

/** @param {Uint8Array} bytes */
export const asText = (bytes) => new TextDecoder().decode(bytes);
/** @param {Uint8Array} bytes */
export const asJson = (bytes) => JSON.parse(asText(bytes));

/**
 * The path of a numbered file: a thousand stand in a folder.
 * @param {string} folder
 * @param {number} number
 */
export const numbered = (folder, number) => `${folder}/${Math.floor(number / 1000)}/${number}.bin`;
