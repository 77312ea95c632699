// How what is drawn looks, as maps/style makes it for the page.

export interface SectorStyle {
  /** Which colour it has. */
  family: string;
  /** The icon, in units of 16 by 16. */
  path: string;
  solid?: boolean;
}

export interface PrecisionStyle {
  sign: "pin" | "disc" | "ring" | "none";
  /** Metres of uncertainty above which it is told as approximate. */
  approximate_m?: number;
}

export interface StatusStyle {
  fill: string;
  edge: string;
  grey?: boolean;
  /** What is drawn across its sample, in units of 36 by 36. */
  sign?: string;
  /** Whether that is drawn across marks too. */
  struck?: boolean;
}

export interface RouteStyle {
  /** Lengths of strokes and gaps in pixels, with spaces between; "" for an unbroken line. */
  dash: string;
  /** In pixels. */
  width: number;
}

/** The looks of the map; under "" stands how what is not stated is drawn. */
export interface Theme {
  sectors: Record<string, SectorStyle>;
  statuses: Record<string, StatusStyle>;
  routes: Record<string, RouteStyle>;
  /** By kind of event: the path of its icon. */
  events: Record<string, string>;
  precisions: Record<string, PrecisionStyle>;
  /** By the rank of a place: the zoom from which it is named. */
  towns: Record<number, number>;
  labels: Record<string, [size: number, weight: number, spacing: number]>;
  /** By the kind of a line of the base map: its width. */
  lines: Record<string, number>;
  /** How much wider a route's soft edge is, and one that is not built; how much narrower its light core. */
  route: {casing: number; hollow: number; core: number};
}
