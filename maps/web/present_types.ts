// What the modules of a presentation hand to each other.
import type {Project, StopFields, Translated} from "./types.ts";

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
export type Dispatch = (action: string, values?: Record<string, unknown>) => void;
