// Whether a pointer is pressed: what would be drawn anew under it waits, or the click would reach nothing.

// Milliseconds. A longer press is no click, or its end is one that the browser does not tell of, as over a list of choices.
const LONGEST = 1000;

let since = -Infinity;
/** @type {Node | null} */
let target = null;

/** @param {Node} [node] whether it is pressed on something within; by default anywhere */
export const isPressed = (node = document) => performance.now() - since < LONGEST && node.contains(target);

/** Waits until no pointer is pressed. */
export const released = () =>
  new Promise((done) => {
    const look = () => isPressed() ? setTimeout(look, 20) : done(undefined);
    look();
  });

addEventListener("pointerdown", (event) => {
  since = performance.now();
  target = event.target instanceof Node ? event.target : document;
}, true);
for (const name of ["pointerup", "pointercancel"]) {
  // After the click, which follows in the same task.
  addEventListener(name, () => setTimeout(() => (since = -Infinity)), true);
}
