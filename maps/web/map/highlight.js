// What lights up together: a project's row in the list, its marks, its line and its square in the strip.

/** @import {Project} from "../types.ts" */
import {on} from "../core/events.js";
import {store} from "../data/store.js";
import {hidePeek, peek} from "./peek.js";
import {afterMove} from "./paced.js";
import {map} from "./viewport.js";

const KINDS = ["#panel-body .entry", ".mark", ".line", ".strip i"];

/** @type {Record<string, string>} */
const lit = {};

/**
 * Gives a class to all that stands for a project, and takes it from all else.
 * @param {string} name
 * @param {string} id
 */
function give(name, id) {
  lit[name] = id;
  for (const node of document.querySelectorAll("." + name)) node.classList.remove(name);
  if (!id) return;
  const wanted = `[data-id~="${CSS.escape(id)}"]`;
  for (const node of document.querySelectorAll(KINDS.map((kind) => kind + wanted).join())) node.classList.add(name);
}

/** @param {Event} event */
function idAt({target}) {
  const node = /** @type {HTMLElement | null} */ (target instanceof Element ? target.closest(KINDS.join()) : null);
  return node?.dataset.id?.split(" ")[0] ?? "";
}

// When a finger last came to what it had not touched before, and how many milliseconds a tap may last after that.
let firstTouch = -Infinity;
const TAP = 700;

/** Whether a tap is the first on a mark: it shows the small card, the next one opens the whole. */
export function isFirstTap() {
  const isFirst = performance.now() - firstTouch < TAP;
  firstTouch = -Infinity;
  return isFirst;
}

// Whether the map moves, and what a mouse has come to meanwhile.
let isMoving = false;
/** @type {Event | null} */
let later = null;

/** @param {PointerEvent} event */
const isInPassing = ({pointerType}) => isMoving && pointerType === "mouse";

/**
 * Lights up what the pointer or the focus is on, and shows its small card: beside its mark, on a line where the pointer is.
 * What passes below a mouse that rests waits: a card would stand where its mark has been.
 * @param {Event} event
 */
function light(event) {
  later = isInPassing(/** @type {PointerEvent} */ (event)) ? event : null;
  if (later) return;
  const id = idAt(event);
  if (id !== lit.lit && /** @type {PointerEvent} */ (event).pointerType === "touch") firstTouch = event.timeStamp;
  if (id === lit.lit) return;
  give("lit", id);
  const project = store.get(id);
  const mark = id && document.querySelector(`.mark[data-id~="${CSS.escape(id)}"]`);
  if (!project || (!mark && event.type !== "pointerover")) return hidePeek();
  const {clientX: x, clientY: y} = /** @type {PointerEvent} */ (event);
  const onLine = event.target instanceof Element && event.target.matches(".line");
  if (mark && !onLine) peek(project, mark.getBoundingClientRect());
  else if (onLine) peek(project, {left: x, right: x, top: y, bottom: y});
  else hidePeek();
}

function unlight() {
  give("lit", "");
  hidePeek();
}

function lightLater() {
  if (later?.target instanceof Element && later.target.matches(":hover")) light(later);
}

/**
 * Whether one of these projects is the one that is read: a ring goes round its mark.
 * @param {Project[]} projects
 */
export const isChosen = (projects) => projects.some(({id}) => id === lit["mark-chosen"]);

/** Marks and rows that were drawn anew light up as those before them did. */
export function relight() {
  for (const [name, id] of Object.entries(lit)) give(name, id);
}

export function startHighlight() {
  for (const type of ["pointerover", "focusin"]) document.addEventListener(type, light);
  document.addEventListener("focusout", unlight);
  map.on("movestart", () => {
    isMoving = true;
    hidePeek();
  });
  // A press ends a flight without a word.
  map.on("moveend mousedown", () => (isMoving = false));
  afterMove(lightLater);
  on("chosen", ({project}) => {
    hidePeek();
    give("mark-chosen", project?.id ?? "");
    map.getContainer().classList.toggle("choosing", Boolean(project?.geometry));
  });
}
