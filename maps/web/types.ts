// What the modules of the page hand to each other. The records of the layer itself stand in records.d.ts.
import type {Position} from "geojson";
import type {Anchor} from "./map_types.ts";
import type {Rows} from "./store_types.ts";
import type {Theme} from "./theme_types.ts";
import type {
  Document,
  Image,
  Indicator,
  LayerMembers,
  Milestone,
  ProjectRecord,
  Source,
  Stop as StopFields,
} from "./records.ts";

export type {Position};
export type {Dispatch, Presentation, Stop} from "./present_types.ts";

/** A geometry that can be drawn; coordinates as RFC 7946 has them for its type. */
export interface Geometry {
  type: "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon";
  coordinates: any;
}

/** A record of which some fields are told in several languages, each under its name and a language's tag. */
export type Translated = object;

/** A project as the page holds it: a Feature's properties, its geometry, and what the page adds. */
export type Project = Omit<ProjectRecord, "images"> & {
  geometry: Geometry | null;
  /** Fields that the schema does not know, or whose value it refuses. */
  extra?: Record<string, unknown>;
  /** Each with its picture as a data: address; `file` is its name beside the layer. */
  images?: (Image & {file: string})[];
  /** Packed rings of the area in which the place lies, where that is not the whole disc around it. */
  area?: string[];
  /** Packed lines as they are drawn, where many are led together. */
  courses?: string[];
};

/** A project that has a place. */
export type PlacedProject = Project & {geometry: Geometry};

/** A GeoJSON Feature of a layer. */
export interface Feature {
  type?: string;
  id?: string;
  geometry: Geometry | null;
  properties: Record<string, unknown>;
}

/** A name on the base map. */
export interface Named {
  name: Record<string, string>;
}

/** The base map as maps/page/ground.py writes it, with numbers for its paths. */
export interface Basemap {
  /** Units of the east in a degree; units of the north in one of the east. */
  scale: number;
  finer: number;
  /** Of each run of a path its corners and how many points it has; the points of all are the part `points`. */
  runs: number[];
  /** West, south, east, north of what is drawn, in degrees; beyond 180 across the antimeridian. */
  bounds: [number, number, number, number];
  land: number[];
  countries: (Named & {code: string; label: Position; rings?: number[][]; room?: number})[];
  /** Those that are disputed or not fixed stand apart. */
  borders: {shared: number[]; border: number[]; unsettled?: number[]};
  water: (Named & {rank: number; label?: Position; rings: number[]})[];
  rivers: (Named & {rank: number; lines: number[]})[];
  /** The shapes of the first picture as data of SVG paths, and how many units of the east are one of theirs. */
  first: string[];
  first_unit: number;
  places: (Named & {rank: number; at: Position; country: string; capital?: string})[];
}

export interface TileProvider {
  name: string;
  url: string;
  host: string;
  attribution: string;
  max_zoom: number;
}

/** A field as the form reads it: its name, its kind, flags (t: translated, r: required, e: in every language), and the
 * start of its codes' keys, its own fields, or the most characters. */
export type FormField = [name: string, kind: string, flags: string, more?: any];

export interface FormSchema {
  groups: Record<string, FormField[]>;
  /** By kind: what a text has to match, and an example. */
  patterns: Record<string, [string, string]>;
  countries?: string[];
  currencies?: string[];
}

/** What no reader sees at first. */
export interface Companions {
  indicators: Indicator[];
  milestones: Milestone[];
  story: StopFields[];
}

/** The data of a page (maps/page/payload.py). */
export interface Payload {
  layer: LayerMembers & Record<string, string>;
  /** Keys of the words for what the credits say; in each language whose the layer is, and how it is cited. */
  credits: string[];
  imprint: {rows: [name: string, value: string][]; citation: string}[];
  /** The language that the page was built for, if any. */
  language: string | null;
  /** The codes of the layer's own countries. */
  focus: string[];
  projects: Project[];
  /**
   * The names of the packed parts behind the scripts: `companions` (Companions), `later` and `later_words` (the lazy chunk,
   * and the texts of its form); `rest`: what the first picture does not show; `columns`: the
   * projects and sources of some hundred (ProjectColumns).
   */
  apart: string[];
  /** The article that the layer speaks of: the newest document that all projects cite which it names. */
  article: Document | null;
  /** Whether the layer has a story to be told, which is packed. */
  has_story: boolean;
  sources: Document[];
  basemap: Basemap;
  /** [[west, south], [east, north]] in degrees of each of the layer's own countries. */
  frames: [Position, Position][];
  theme: Theme;
  codes: {
    /** Codes in the order of the filters. */
    precision: string[];
    /** Empty where no project speaks of an article. */
    article: string[];
    /** Fields of the schema that the card has no place for. */
    more: string[];
    /** A pattern of the addresses that become links. */
    url: string;
    /** Months after which a status is old. */
    stale_months: number;
  };
  tiles: TileProvider[];
  words: import("./word_types.ts").Words;
  /** What the editor reads, in a page that `coopmap edit` serves. */
  editor: {token: string; file: string; drafts: (Translated & {id: string})[]};
  schema?: Partial<FormSchema>;
  /** The layer's own fields, where it has any. */
  own?: FormField[];
  packed: PackedHead;
  split: import("./split_types.ts").Split;
}

/** How the projects of a large layer are packed (maps/packing.py). */
export interface PackedHead {
  count: number;
  /** Projects whose texts are read together. */
  block: number;
  /** Units of longitudes and latitudes in a degree. */
  scale: number;
  shapes: Geometry[];
  /** By the names of orders by own fields: how many projects have the field. */
  own_orders: Record<string, number>;
  /** By field: the values that projects have; a column holds the number of each project's. */
  dictionaries: Record<string, any[]>;
  /** The columns in their order, each with the bytes of one number. */
  columns: [string, number][];
  words: WordIndexHead;
}

/** How the word index of a large layer is packed (maps/page/packed/word_index.py). */
export interface WordIndexHead {
  /** Words and bags of words. */
  owners: number;
  /** How many numbers of sets they have together, and the bytes of one. */
  sets: [number, number];
  /** The first set of each part. */
  parts: number[];
}

/** How a card is opened. */
export interface CardOptions {
  /** The place of a mark that was chosen. */
  anchor?: Anchor | null;
  /** The projects to page through. */
  among?: Rows;
  /** Gives what to focus afterwards, by default the project's entry in the list. */
  focusBack?: (() => HTMLElement | null | undefined) | null;
  /** Neither focus nor a step in the history. */
  quiet?: boolean;
  /** The map stays where it is. */
  stay?: boolean;
}

export interface Cover {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A record that cites sources. */
export interface Citing {
  sources?: Source[];
}

/** What the server of the editor answers. */
export interface Answer {
  /** The status of HTTP, 0 when there was no answer. */
  status: number;
  /** Sentences for the user, of whatever was not done and of each change. */
  messages: string[];
  /** What the check finds. */
  problems?: Problem[];
  /** A project as the layer has it, null for a new one. */
  feature: Feature | null;
  /** The draft of it that was not saved. */
  draft: {feature: Feature; base: Feature | null} | null;
  /** What stands in the layer instead of what was edited; null when it is gone. */
  current: Feature | null;
  /** The id of the project that was saved. */
  id: string;
  /** Fields that follow from a position. */
  fields: Record<string, string[]>;
  places: Place[];
  /** The projects of the list of what is to do, how many there are, and of how many. */
  rows: {feature: Feature; problems: Problem[]}[];
  total: number;
  projects: number;
  counts: Record<string, number>;
}

/** What the lazy chunk exports. */
export type LazyChunk = typeof import("./lazy_chunk.js");

/** Attributes of an element; `on` has its listeners by the names of their events. */
export type Attributes = Record<string, any>;
/** What can stand in an element; nothing for null. */
export type Child = Node | string | null | undefined;
/** What is put into a text: by name a value, or what gives it in the form that the text asks for. */
export type Values = Record<string, string | number | ((form?: string) => string)>;
/** Codes to choose from, and what they are called. */
export type Choices = [code: string, name: string][];

/** A problem that the check finds. */
export interface Problem {
  level: string;
  /** The code of the rule that it breaks. */
  rule: string;
  field: string;
  /** What stands there, "" for nothing. */
  got: string;
  expected: string;
  fix: string;
  /** The parts of `got`, such as the languages that a text lacks. */
  values: Record<string, string>;
}

/** A place that the gazetteer finds, with what it makes of the fields of a project. */
export interface Place {
  title: string;
  geometry: {type: "Point"; coordinates: Position};
  fields: Record<string, unknown>;
}

/** Sources, each once, and the signs that point at those of a value: ¹ ². */
export interface Citations {
  list: Source[];
  of(value: Citing): string;
}

/** What the parts of the table view ask for. */
export interface TableActions {
  sortBy(key: string): void;
  close(): void;
  keys(event: KeyboardEvent): void;
  fill(): void;
  rows(): Rows;
}

/** What a stop sets large: a quantity, what it is, when it held, its share of the largest, whether it is a goal. */
export type LargeNumber = [text: string, label: string, date: string, share?: number, goal?: boolean];

export type {StopFields};
