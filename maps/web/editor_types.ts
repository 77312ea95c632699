// What the editor and its server hand to each other.
import type {Feature, Problem} from "./types.ts";

export type What = "new" | "changed" | "same" | "wrong";

/** What a dropped file would bring. */
export interface FilePreview {
  /** Under which it can be taken in. */
  key: string;
  file: string;
  counts: Record<What, number>;
  columns: {header: string; field: string; sample: string}[];
  unused: string[];
  notes: string[];
  gaps: {rule: string; field: string; got: string; values: Record<string, string>; n: number}[];
  rows: {what: What; where: string; id: string; name: string; absent: string[]; problems: Problem[]}[];
  /** How many more rows there are. */
  more: number;
}

/** What is kept of a change that is not saved: the project as typed, and as it was. */
export interface Draft {
  feature: Feature;
  base: Feature | null;
}
