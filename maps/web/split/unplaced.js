// The projects that have no place, which stand last: listed when the reader asks for them.

/** @import {Project} from "../types.ts" */
import {fire, on} from "../core/events.js";
import {blockNow, blocksFrom, MOST_BLOCKS, readBlock} from "./blocks.js";
import {split} from "./cells.js";
import {countLeft} from "./choices.js";
import {isChosen} from "./hits.js";

let asked = false;

const BLOCKS = blocksFrom(split.placed).slice(0, MOST_BLOCKS);
// More are found by a search.
const MOST = 200;

/** How many of them the choices leave. */
export const countUnplaced = () => countLeft(split.unplaced);

/** Whether they are listed. */
export const isListed = () => asked && countUnplaced() > 0;

function want() {
  if (!asked) return;
  for (const k of BLOCKS) if (!blockNow(k)) readBlock(k, "unplaced").then(() => fire("texts"), () => {});
}

export function toggleUnplaced() {
  asked = !asked;
  want();
  fire("order");
}
on("again", want);

/** Those that have been read and that the choices leave, some hundred at most. @returns {Project[]} */
export function unplacedNow() {
  const projects = BLOCKS.map(blockNow).filter((block) => block !== undefined).flatMap((block) =>
    Array.from({length: block.length}, (_, i) => block.first + i).filter((number) => number >= split.placed).map((
      number,
    ) => block.project(number - block.first))
  );
  return projects.filter(isChosen).slice(0, MOST);
}
