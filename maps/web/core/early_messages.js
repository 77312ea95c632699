// What other windows say before the page listens: kept from the first script on.

/** @type {MessageEvent[] | null} */
let early = [];
addEventListener("message", (event) => early?.push(event));

/** Gives what was said so far, once; from then on who asked listens. */
export function earlyMessages() {
  const said = early ?? [];
  early = null;
  return said;
}
