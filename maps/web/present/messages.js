// How windows speak of a presentation: the page around this one, and the second window with the speaker's notes.
// docs/embedding.md describes the messages. Whoever speaks is known by its window and its origin; what it says is data.

/** @import {Dispatch, Presentation} from "../types.ts" */
import {earlyMessages} from "../core/early_messages.js";
import * as urlState from "../core/url_state.js";

const own = window.origin;
// Everyone that has asked, with its origin: only they are told.
const listeners = new Map();
/** @type {Presentation} */
let show;

// The origin that may speak from around a frame: the page's own, or the one that the frame's address names.
function host() {
  try {
    return new URL(urlState.get("parent") ?? "").origin;
  } catch {
    return own;
  }
}

/**
 * The page around, or a window that this page itself has opened.
 * @param {any} source
 * @param {string} origin
 */
const isAdmitted = (source, origin) =>
  (source === parent && source !== window && origin === host()) ||
  (source !== parent && origin === own && source.opener === window);

/**
 * A page from disk has no origin to name: there the window alone says who is meant.
 * @param {any} target
 * @param {string} origin
 * @param {object} message
 */
const send = (target, origin, message) => target.postMessage(message, origin === "null" ? "*" : origin);

/** @param {object} message */
export function tellAll(message) {
  for (const [target, origin] of listeners) send(target, origin, message);
}

export const tellState = () =>
  tellAll({
    coopmap: "at",
    stop: show.at + 1,
    of: show.stops.length,
    id: show.stops[show.at]?.id ?? null,
    black: show.black,
    began: show.began,
  });

/**
 * Asks the window that opened this one.
 * @param {string} action
 * @param {object} [values]
 */
export const askOpener = (action, values) => send(window.opener, own, {...values, coopmap: action});

/**
 * state: {stops, at, black, began}; dispatch: what a message asks for; follow: takes over the state that the presenting
 * window tells.
 * @param {Presentation} state
 * @param {Dispatch} dispatch
 * @param {(message: Record<string, unknown>) => void} follow
 */
export function startMessages(state, dispatch, follow) {
  show = state;
  /** @param {MessageEvent} options */
  const hear = ({data, source, origin}) => {
    if (typeof data?.coopmap !== "string" || !source) return;
    if (source === window.opener && origin === own) follow(data);
    else if (isAdmitted(source, origin)) {
      listeners.set(source, origin);
      dispatch(data.coopmap, data);
    }
  };
  addEventListener("message", hear);
  for (const event of earlyMessages()) hear(event);
}
