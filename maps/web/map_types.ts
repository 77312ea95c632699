// What the modules of the map hand to each other.
import type * as Leaflet from "leaflet";
import type {PlacedProject, Project} from "./types.ts";

/** A place where a mark may stand. */
export interface MapPoint {
  projects: Project[];
  at: Leaflet.LatLng;
  onLine?: boolean;
  /** Of a line's mark the course that it may stand along. */
  course?: FlatLatLng[];
  /** The points that are in one place with it. */
  place: MapPoint[];
}

/** A mark as it is drawn. */
export interface Mark {
  projects: Project[];
  at: Leaflet.LatLng;
  onLine?: boolean;
  course?: FlatLatLng[];
  place: MapPoint[];
  /** Where its place is, in pixels of the map's layer; of a mark in an inset, where it is there. */
  pixel: Leaflet.Point;
  /** Of a mark in an inset its place on the map itself. */
  onMap?: Leaflet.Point;
  /** Where it is drawn. */
  moved: Leaflet.Point;
  /** The marks that it stands for. */
  crowd?: Mark[];
  /** Whether it stands on a pin. */
  foot?: boolean;
  /** There once it is drawn. */
  marker?: Leaflet.Marker;
}

/** Left, top, right, bottom in pixels of the map's layer. */
export type Box = number[];

/** Points x0, y0, x1, y1, ... of the base map, so far east and north of its corner: see `inPixels` of base_paths.js. */
export interface Run {
  west: number;
  south: number;
  east: number;
  north: number;
  points: Uint16Array<ArrayBuffer>;
}

/** A part of a project's line, in pixels of the map's layer. */
export interface LinePixels {
  project: Project;
  at: Leaflet.Point[];
}

/** A part of the map drawn again, larger. */
export interface Inset {
  /** What it shows. */
  area: Box;
  /** Where it stands. */
  box: Box;
  /** How many times larger it is. */
  scale: number;
  /** Where a point of the map stands in it. */
  to(point: Leaflet.Point): Leaflet.Point;
}

/** Finds a place for an inset that shows an area, where no other mark nor line is. */
export type PlaceInset = (area: Box, others: Mark[], lines: LinePixels[]) => Inset | null;

/** What lies below the marks, and is not in their first picture. */
export interface Below {
  placeInset: PlaceInset;
  start(): void;
  /** reach: of a mark, in pixels. */
  draw(marks: Mark[], reach: number): void;
}

/** A ring or line of the base map. */
export type Path = Run[];

/** Where a card is shown on the map: at a place, so many pixels above it. */
export interface Anchor {
  at: Leaflet.LatLng;
  lift: number;
}

/** How marks are laid out: apart from each other, or gathered in dots. */
export interface Layout {
  places(points: MapPoint[]): void;
  /** Lays them out, with rests between. */
  marksOf(points: MapPoint[], size: number): Generator<void, Mark[]>;
  isMany(points: MapPoint[]): boolean;
  anchorOf(project: Project): Anchor | null;
  boxes(): Box[];
  /** The lines and areas that have marks of their own, of a layer with too many to draw them all. */
  shapes(): PlacedProject[];
  /** Draws what keys, fingers and screen readers reach of dots, once they are drawn. */
  drawButtons(): void;
}

/** Projects gathered in one dot; places are Web Mercator, the world being 1. */
export interface Dot {
  n: number;
  x: number;
  y: number;
  /** West, north, east, south. */
  box: [number, number, number, number];
  /** How many projects of each sector, by the sector's number. */
  sectors: Uint32Array;
  button?: HTMLElement;
}

/** The button over a dot. */
export type DotButton = HTMLElement & {dot: Dot};

/** What may be named on the base map. */
export interface MapLabel {
  /** The lower, the more important. */
  order: number;
  kind: string;
  text: string;
  /** The same in shorter lines, for where there is less room. */
  narrow?: string;
  at: Leaflet.LatLng;
  /** Whether it stands beside a dot. */
  beside: boolean;
  /** Where it is in the inset, of what is named there. */
  inset?: Leaflet.Point;
  /** The mark that it names: where that stands, and how far from its middle the name keeps. */
  mark?: {moved: Leaflet.Point; reach: number};
  /** The code of one of the layer's own countries. */
  code?: string;
  /** The shores of a water that it names, as numbers of paths. */
  rings?: number[];
  /** How far the name of another may reach east and west, in degrees; a fifth of that north and south. */
  room?: number;
}

/** What a name gives up to find room: shares of its size and of its spacing, and whether it takes two lines. */
export type Rung = [size: number, spacing: number, twoLines?: boolean];

/** Where a name stands, in pixels. */
export interface LabelSpot {
  /** How it is set, if not as is usual, and its text broken into lines. */
  rung?: Rung;
  text?: string;
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
