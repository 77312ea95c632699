// What the modules of the page hand to each other. The records of the layer itself stand in records.d.ts.
import type {Position} from "geojson";
import type * as Leaflet from "leaflet";
import type {
  Document,
  Image,
  Indicator,
  Layer,
  Milestone,
  ProjectFields,
  Source,
  Stop as StopFields,
} from "./records.ts";

export type {Position};

/** A geometry that can be drawn; coordinates as RFC 7946 has them for its type. */
export interface Geometry {
  type: "Point" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon";
  coordinates: any;
}

/** A record of which some fields are told in several languages, each under its name and a language's tag. */
export type Translated = object;

/** A project as the page holds it: a Feature's properties, its geometry, and what the page adds. */
export type Project = Omit<ProjectFields, "images"> & {
  geometry: Geometry | null;
  /** Fields that the schema does not know, or whose value it refuses. */
  extra?: Record<string, unknown>;
  /** Each with its picture as a data: address; `file` is its name beside the layer. */
  images?: (Image & {file: string})[];
};

/** A project that has a place. */
export type PlacedProject = Project & {geometry: Geometry};

/** A GeoJSON Feature of a layer. */
export interface Feature {
  type?: string;
  id?: string;
  geometry: Geometry | null;
  properties: Record<string, any>;
}

export interface SectorStyle {
  /** Which colour it has. */
  family: string;
  /** The icon, in units of 16 by 16. */
  path: string;
  solid: boolean;
}

export interface StatusStyle {
  fill: string;
  edge: string;
  grey: boolean;
  /** What is drawn across a sample, in units of 36 by 36. */
  sign?: string;
}

export interface RouteStyle {
  /** Lengths of strokes and gaps in pixels, with spaces between; "" for an unbroken line. */
  dash: string;
  /** In pixels. */
  width: number;
}

/** A name on the base map. */
export interface Named {
  name: Record<string, string>;
}

/** The base map, packed as maps/basemap.py says. */
export interface Basemap {
  /** Units of packed numbers in a degree. */
  scale: number;
  /** West, south, east, north of the land, in degrees. */
  bounds: [number, number, number, number];
  land: string[];
  countries: (Named & {code: string; label: Position; rings?: string[]})[];
  borders: {shared: string[]; border: string[]};
  water: (Named & {rank: number; label?: Position; rings: string[]})[];
  rivers: (Named & {rank: number; lines: string[]})[];
  places: (Named & {rank: number; at: Position; capital?: string})[];
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

/** The data of a page (maps/records.py). */
export interface Payload {
  layer: Layer & Record<string, string>;
  /** The language that the page was built for, if any. */
  language: string | null;
  /** The codes of the layer's own countries. */
  focus: string[];
  projects: Project[];
  indicators: Indicator[];
  milestones: Milestone[];
  story: StopFields[];
  sources: Document[];
  basemap: Basemap;
  /** [[west, south], [east, north]] in degrees of each of the layer's own countries. */
  frames: [Position, Position][];
  theme: {
    sectors: Record<string, SectorStyle>;
    statuses: Record<string, StatusStyle>;
    routes: Record<string, RouteStyle>;
  };
  tiles: TileProvider[];
  words: {
    languages: string[]; /** By key, a text in each language: one, one for each month, or one for each plural form. */
    entries: Record<string, any[]>;
  };
  /** The lazy chunk: base64 of deflated JSON. */
  later: string;
  /** What the editor reads, in a page that `coopmap edit` serves. */
  editor: {token: string; file: string; drafts: (Translated & {id: string})[]};
  schema?: Partial<FormSchema>;
  packed: PackedHead;
}

/** How the projects of a large layer are packed (maps/packing.py). */
export interface PackedHead {
  count: number;
  /** Projects whose texts are read together. */
  block: number;
  /** Units of longitudes and latitudes in a degree. */
  scale: number;
  shapes: Geometry[];
  /** By field: the values that projects have; a column holds the number of each project's. */
  dictionaries: Record<string, any[]>;
  /** The columns in their order, each with the bytes of one number. */
  columns: [string, number][];
}

/** What hits of a search are kept as: a score by project, or by its number. */
export type Hits = Map<Project, number> | Float32Array;

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
  /** Whether its texts are dates, which sort as they stand. */
  iso?: boolean;
}

export type Compare = (a: any, b: any) => number;

/** The projects of the page, whichever way it holds them. */
export interface Store {
  count: number;
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
  sortable(key: string): boolean;
  sorted(column: Column, compare: Compare): Rows;
  /** The codes of a facet that some project has, each with how many of them the other choices leave. */
  counts(facet: string): Map<string, number>;
  /** How many projects start in each year, the other choices applied, without gaps. */
  yearCounts(): [year: number, count: number][];
  /** How many of those that the other choices leave have no year of start. */
  withoutYear(): number;
}

/** How well a word fits what is searched: 0 for not at all. */
export type Fits = (word: string) => number;
/** The score of each project under one term, by its number. */
export type Scores = Float32Array;

/** Which words which projects have. */
export interface WordIndex {
  /** Reads on for some milliseconds; true when all is read, or is being read. */
  prepare(milliseconds?: number): boolean;
  ready(): boolean;
  whenRead(act: () => void): void;
  /** The scores of the projects, null when no word fits; `hit` is called with each word that does. */
  collect(fits: Fits, hit: (word: string) => void): Scores | null;
  /** The projects that have a score under every term. */
  combine(scores: Scores[]): Hits;
}

/** A place where a mark may stand. */
export interface MapPoint {
  projects: Project[];
  at: Leaflet.LatLng;
  onLine?: boolean;
  /** The points that are in one place with it. */
  place: MapPoint[];
}

/** A mark as it is drawn. */
export interface Mark {
  projects: Project[];
  at: Leaflet.LatLng;
  onLine?: boolean;
  place: MapPoint[];
  /** Where its place is, in pixels of the map's layer. */
  pixel: Leaflet.Point;
  /** Where it is drawn. */
  moved: Leaflet.Point;
  /** The marks that it stands for. */
  crowd?: Mark[];
  /** Whether it stands on a pin. */
  foot?: boolean;
  marker: Leaflet.Marker;
}

/** Left, top, right, bottom in pixels of the map's layer. */
export type Box = number[];

/** Where a card is shown on the map: at a place, so many pixels above it. */
export interface Anchor {
  at: Leaflet.LatLng;
  lift: number;
}

/** How marks are laid out: apart from each other, or gathered in dots. */
export interface Layout {
  places(points: MapPoint[]): void;
  marksOf(points: MapPoint[], size: number): Mark[];
  isMany(points: MapPoint[]): boolean;
  anchorOf(project: Project): Anchor | null;
  boxes(): Box[];
  /** The lines and areas that have marks of their own, of a layer with too many to draw them all. */
  shapes(): PlacedProject[];
}

/** Projects gathered in one dot; places are Web Mercator, the world being 1. */
export interface Dot {
  n: number;
  x: number;
  y: number;
  /** West, north, east, south. */
  box: [number, number, number, number];
  /** The number of the first project. */
  first: number;
  /** How many projects of each sector, by the sector's number. */
  sectors: Uint32Array;
  button?: HTMLElement;
}

/** The button over a dot. */
export type DotButton = HTMLElement & {dot: Dot};

/** How a card is opened. */
export interface CardOptions {
  /** The place of a mark that was chosen. */
  spot?: Anchor | null;
  /** The projects to page through. */
  among?: Rows;
  /** Gives what to focus afterwards, by default the project's entry in the list. */
  focusBack?: (() => HTMLElement | null | undefined) | null;
  /** Neither focus nor a step in the history. */
  quiet?: boolean;
}

/** A stop of a presentation. */
export interface Stop {
  id: string;
  /** What it is called: a record and its field. */
  heading: [record: Translated, field: string];
  projects: Project[];
  view?: StopFields["view"];
  numbers?: StopFields["numbers"];
}

/** The state of a presentation. */
export interface Presentation {
  stops: Stop[];
  /** The number of the stop that is shown, from 0, or -1. */
  at: number;
  /** Whether the screen is black. */
  black: boolean;
  /** When it began, in milliseconds since 1970. */
  began: number;
  /** Whether the presenting window shows nothing. */
  idle: boolean;
}

/** Does what is asked for, with further values. */
export type Dispatch = (action: string, values?: Record<string, any>) => void;

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
  said: string[];
  [key: string]: any;
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
  field: string;
  came: string;
  expected: string;
  mend: string;
}

/** A place that the gazetteer finds, with what it makes of the fields of a project. */
export interface Place {
  title: string;
  geometry: {type: "Point"; coordinates: Position};
  fields: Record<string, unknown>;
}

/** What may be named on the base map. */
export interface MapLabel {
  /** The lower, the more important. */
  order: number;
  kind: string;
  text: string;
  at: Leaflet.LatLng;
  /** Whether it stands beside a dot. */
  beside: boolean;
  /** The code of one of the layer's own countries. */
  code?: string;
}

/** Where a name stands, in pixels. */
export interface LabelSpot {
  size: number[];
  /** Where its point lies, seen from its upper left corner. */
  anchor: number[];
  point: Leaflet.Point;
  /** Whether a dot is drawn. */
  dot: boolean;
  /** Whether a line leads from the point to it. */
  led: boolean;
}

/** A place with its Web Mercator coordinates in metres. */
export type FlatLatLng = Leaflet.LatLng & {flat: Leaflet.Point};

/** A part of a line as it is drawn. */
export interface LinePart {
  project: Project;
  path: FlatLatLng[];
  stops: FlatLatLng[];
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

/** The card that is open: its project is `among.at(index)`. */
export interface OpenCard {
  among: Rows;
  index: number;
  host: CardHost;
  focusBack: CardOptions["focusBack"];
}

/** What shows a card and takes it away again: the panel, or a popup on the map. */
export interface CardHost {
  show(node: HTMLElement): void;
  remove(): void;
  inPanel?: boolean;
  popup?: Leaflet.Popup;
}
