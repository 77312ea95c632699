// What follows a move of the map: a piece in each frame, so that no frame is long, begun anew when the map moves on.

import {inner, L} from "../core/leaflet.js";
import {isPressed} from "../core/press.js";
import {map} from "./viewport.js";

/** @typedef {() => Generator<void> | void} Piece what is done; where it takes long, with a yield wherever it may rest */

// Milliseconds of a frame after which a piece rests.
const SLICE = 6;

/** @type {Piece[]} */
const pieces = [];
let next = 0;
/** @type {Generator<void> | void} */
let begun;
let frame = 0;
// Whether the map jumps, from one view to another in one task: what the page does by itself is there at once.
let isJump = true;

/**
 * Goes on with a piece for a slice of time.
 * @param {Generator<void> | void} piece
 */
function isDone(piece) {
  const end = performance.now() + SLICE;
  do {
    if (!piece || piece.next().done) return true;
  } while (performance.now() < end);
  return false;
}

function step() {
  // A press elsewhere, such as on the slider of years, changes what is seen while it lasts.
  if (!isPressed(map.getContainer())) {
    begun ??= pieces[next++]?.();
    if (isDone(begun)) begun = undefined;
  }
  frame = begun || next < pieces.length ? requestAnimationFrame(step) : 0;
}

/**
 * Does all of a piece at once.
 * @param {Generator<void> | void} piece
 */
export const wholly = (piece) => void [...piece ?? []];

/**
 * Does a piece at once. A run of it that rests is given up: it would end by drawing what held before.
 * @param {Piece} piece
 */
export function atOnce(piece) {
  if (begun && pieces[next - 1] === piece) begun = undefined;
  wholly(piece());
}

function stop() {
  cancelAnimationFrame(frame);
  frame = 0;
  begun = undefined;
}

/** Does at once what is left. */
function finish() {
  if (!frame) return;
  wholly(begun);
  for (const piece of pieces.slice(next)) wholly(piece());
  stop();
}

/**
 * Does pieces anew: from one on, unless that is still to come.
 * @param {Piece} [from] the first by default
 */
export function again(from = pieces[0]) {
  const first = pieces.indexOf(from);
  if (frame && next - Number(Boolean(begun)) < first) return;
  stop();
  next = first;
  frame = requestAnimationFrame(step);
}

/**
 * Acts after each move of the map, after those that were told before.
 * @param {Piece} piece
 */
export function afterMove(piece) {
  if (pieces.push(piece) > 1) return;
  map.on("movestart", () => {
    stop();
    isJump = true;
    queueMicrotask(() => (isJump = false));
  });
  map.on("moveend", () => {
    again();
    if (isJump) finish();
  });
  // Paper does not wait.
  addEventListener("beforeprint", finish);
}

/**
 * A renderer of Leaflet's that a move leaves alone, scaled as it was: who has it updates it as a piece.
 * @param {any} Renderer
 */
export const paced = (Renderer) =>
  inner(Renderer).extend({
    getEvents() {
      const {moveend: _, zoomend: __, ...events} = Renderer.prototype.getEvents.call(this);
      return events;
    },
    /** Brings the drawing up to the view, unless it is of this zoom and reaches some way beyond the window. */
    settle() {
      const isZoomed = this._zoom !== map.getZoom();
      if (!isZoomed && this.reaches(1 / 4)) return;
      if (isZoomed) this._onZoomEnd();
      this._update();
    },
    /** @param {number} share of the window's size, beyond each side of it */
    reaches(share) {
      return this._bounds.contains(around(share));
    },
  });

/**
 * The window and a share of its size beyond each side, in pixels of the map's layer.
 * @param {number} share
 */
function around(share) {
  const size = map.getSize();
  return L.bounds(
    map.containerPointToLayerPoint(size.multiplyBy(-share)),
    map.containerPointToLayerPoint(size.multiplyBy(1 + share)),
  );
}
