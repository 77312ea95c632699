// How the page holds its projects, and how they are searched.
import type * as Leaflet from "leaflet";
import type {Candidates} from "./split_types.ts";
import type {Dot} from "./map_types.ts";
import type {Document} from "./records.ts";
import type {Child, PlacedProject, Project} from "./types.ts";

/** What hits of a search are kept as: a score by project, or by its number; of a split layer what is to be looked through. */
export type Hits = Map<Project, number> | Scores | Candidates;

/** Projects by their fields: each field's values, and the number of each project's, from 1 on, or 0. */
export interface ProjectColumns {
  count: number;
  columns: [name: string, values: unknown[], numbers: number[]][];
  sources: Document[];
}

/** Projects in an order; those of a large layer are made as they are asked for. */
export interface Rows {
  length: number;
  at(i: number): Project | undefined;
  indexOf(project: Project): number;
  slice(from?: number, to?: number): Project[];
}

/** A column of the table: `text` for the files, `by` to sort by (else the text), `show` for what is seen (else the text). */
export interface Column {
  key: string;
  text: (project: Project) => string | number;
  by?: (project: Project) => any;
  show?: ((project: Project) => Child[]) | null;
  /** What its column or order is called in a packed layer, where that is not its key. */
  packed?: string;
  /** Whether its texts are dates, which sort as they stand. */
  iso?: boolean;
  /** Whether its values are sums, [currency, amount], which sort within their currency. */
  sums?: boolean;
}

export type Compare = (a: any, b: any) => number;

/** The projects of the page, whichever way it holds them. */
export interface Store {
  count: number;
  /** How far one can zoom in, where that is not told by the count. */
  maxZoom?: number;
  get(id: string): Project | undefined;
  /** The codes of a facet that some project has. */
  codes(facet: string): string[];
  /** The selection is another. */
  changed(): void;
  /** The reader's language is another. */
  renamed(): void;
  /** The projects that the selection leaves, the best hits of a search first. */
  visible(): Rows;
  isOnMap(project: Project): boolean;
  /** The visible ones by name in the reader's language; a search keeps its best hits first. */
  ordered(): Rows;
  /** [[south, west], [north, east]] of what is placed, as far as it is not in `placed`. */
  bounds(): Leaflet.LatLngTuple[];
  /** Those that marks are made of once and for all. */
  placed(): PlacedProject[];
  /** Lines and areas on the map. */
  shapes(): PlacedProject[];
  /** Some projects, and then the others of many. */
  joined(first: Project[], then: Rows): Rows;
  /** Acts once the page may begin. */
  opening(act: () => void): void;
  /** Acts once the texts of some projects are there. */
  when(projects: Project[], act: () => void): void;
  /** Whether the texts of some projects are there; the event "texts" tells when they come. */
  need(projects: Project[]): boolean;
  /** Acts on each in turn; what is read for it is not kept. */
  each(rows: Rows, act: (project: Project) => void): Promise<void>;
  /** Whether the table can be sorted by a column. */
  sortable(column: Column): boolean;
  sorted(column: Column, compare: Compare): Rows;
  /** The codes of a facet that some project has, each with how many of them the other choices leave. */
  counts(facet: string): Map<string, number>;
  /** How many of those in view, of a page that counts them apart. */
  inView?(facet: string): Map<string, number>;
  /** How many projects start in each year, the other choices applied, without gaps. */
  yearCounts(): [year: number, count: number][];
  /** How many of those that the other choices leave have no year of start. */
  withoutYear(): number;
  /** How many of all the projects whose status is stated have each date of it, or none; a date may come up again. */
  statusDates(): [date: string | undefined, count: number][];
}

/** What of a large layer is in a part of the map; parts of the world are [west, north, east, south] in Web Mercator, the
 * whole being 1. */
export interface View {
  /** The codes of sectors by the numbers that dots have them under. */
  sectors: (string | null)[];
  /** How far beyond each side of the window dots are gathered, as a share of its size. */
  beyond: number;
  /** The projects on the map in a part of the world, gathered in squares of a width. */
  gathered(area: number[], width: number): Dot[];
  /** Those in a part of the world, when they are at most so many and can be drawn; else null. Asked for before `gathered`
   * with the width of its squares. */
  few(area: number[], most: number, width: number): Project[] | null;
  /** Acts on at most so many of those in a part of the world. */
  open(area: number[], most: number, act: (projects: Project[]) => void): void;
  /** Where a project lies. */
  positionOf(project: Project): number[];
}

/** How well a word fits what is typed: 0 for not at all. */
export type Fits = (word: string, term: string) => number;
/** The score of each project under one term, by its number; in a packed layer twice that, a whole number. */
export type Scores = Float32Array | Uint16Array;

/** Which words which projects have. */
export interface WordIndex {
  /** Reads on for some milliseconds; true when all is read, or is being read. */
  prepare(milliseconds?: number): boolean;
  /** What the searches so far still wait for; null when that has been read. */
  pending(): Promise<unknown> | null;
  /** The scores of the projects, null when no word fits; not all of them while something is pending. */
  collect(fits: Fits, term: string): Scores | null;
  /** The projects that have a score under every term. */
  combine(scores: Scores[]): Hits;
}
