// What the card of a project is made of.
import type * as Leaflet from "leaflet";
import type {Rows} from "./store_types.ts";
import type {CardOptions} from "./types.ts";

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
