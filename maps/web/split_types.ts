// What the modules of the page of a split layer hand to each other.
import type {Project} from "./types.ts";

/** What the page is told of the files beside it (maps/split). */
export interface Split {
  count: number;
  /** Projects numbered below this have a place. */
  placed: number;
  /** Projects of a file of texts, and those above which a square of the pyramid has a tile. */
  block: number;
  /** Bytes of the largest file of texts. */
  heaviest: number;
  /** West, south, east, north of what is placed, in degrees. */
  box: [number, number, number, number] | null;
  /** The codes by their numbers, null for what is not stated. */
  dictionaries: {sector: (string | null)[]; status: (string | null)[]};
  /** How many projects of each combination: the number of its sector times the statuses, and that of its status. */
  counts: [combo: number, n: number][];
  unplaced: [combo: number, n: number][];
  /** The zooms of the tiles. */
  root: number;
  deepest: number;
  /** How many pages of words, how many of them an index file names, and the first word of each index file. */
  words: {pages: number; span: number; index: string[]};
  ids: {shards: number};
}

/** A square of the pyramid with projects. */
export interface Cell {
  /** Where it is among those of its depth, and the zoom at which it would be a tile. */
  x: number;
  y: number;
  depth: number;
  /** The middle of its projects, in Web Mercator, the world being 1. */
  at: number[];
  /** The number of its first project, and how many it has. */
  first: number;
  n: number;
  combos: number[];
  counts: number[];
}

export interface Tile {
  z: number;
  x: number;
  y: number;
  cells: Cell[];
}

/** A word, or a beginning and "*", with the blocks that have it. */
export interface Entry {
  word: string;
  projects: number;
  blocks: Uint32Array;
}

/** What a search has to look through: the blocks that may have hits, each with how well its words fit, and how a word fits
 * each term. */
export interface Candidates {
  query: string;
  blocks: Map<number, number>;
  fits: ((word: string) => number)[];
}

/** The projects of a file of texts. */
export interface Block {
  /** The number of the first. */
  first: number;
  length: number;
  /** Its place in Web Mercator, the world being 1; NaN without one. */
  xs: Float64Array;
  ys: Float64Array;
  /** Its combination, as in the counts. */
  comboOf(i: number): number;
  project(i: number): Project;
  indexOf(id: string): number | undefined;
}
