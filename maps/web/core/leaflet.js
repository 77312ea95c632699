// Leaflet, which stands in the page as a script of its own.

/** @type {typeof import("leaflet")} */
export const L = /** @type {any} */ (globalThis).L;

// What the types of Leaflet do not tell: members that begin with an underscore, and what classes are extended with.
export const inner = (/** @type {unknown} */ object) => /** @type {any} */ (object);
