// The address holds the state: language, project, filters, search, tab and view stand behind "#".

// name -> {get, set}: the text of a part of the state ("" for none), and how a text is brought into effect.
/** @type {Map<string, {get: () => string, set: (value: string) => void}>} */
const parts = new Map();

let reading = false;
const params = () => new URLSearchParams(location.hash.slice(1));

function text() {
  const state = params();
  for (const [name, {get}] of parts) {
    const value = get();
    if (value) state.set(name, value);
    else state.delete(name);
  }
  return state.toString().replace(/=(?=&|$)/g, "").replaceAll("%2C", ",").replaceAll("%2F", "/");
}

// Brings the address up to the state; `step` makes it one that the browser's Back returns from.
export function write(step = false) {
  if (reading) return;
  const hash = text();
  if (hash === location.hash.slice(1)) return;
  try {
    history[step ? "pushState" : "replaceState"](null, "", hash ? "#" + hash : location.pathname + location.search);
  } catch {
    // A page inside a notebook's frame has no address of its own: the state then lives in the page alone.
  }
}

// Brings the state up to the urlState.
export function read() {
  const state = params();
  reading = true;
  for (const [name, {set}] of parts) set(state.get(name) ?? "");
  reading = false;
}

addEventListener("popstate", read);

/** The parts that the address has. */
export const names = () => [...params().keys()];
/** @param {string} name */
export const has = (name) => params().has(name);
/** @param {string} name */
export const get = (name) => params().get(name);
/**
 * Makes a part of the state: how it is told ("" for none), and how a text is brought into effect.
 * @param {string} name
 * @param {() => string} textNow
 * @param {(value: string) => void} set
 */
export const part = (name, textNow, set) => parts.set(name, {get: textNow, set});

/**
 * Reads this part after all that there are.
 * @param {string} name
 */
export function readLast(name) {
  const last = parts.get(name);
  parts.delete(name);
  if (last) parts.set(name, last);
}

// The address of the page as it is, or with another state.
export function link(changes = {}) {
  const state = new URLSearchParams(text());
  for (const [name, value] of Object.entries(changes)) {
    if (value) state.set(name, value);
    else state.delete(name);
  }
  return location.href.split("#")[0] + "#" + state.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
}
