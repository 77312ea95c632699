// The reader's selection as parts of the address.

import {on} from "../core/events.js";
import * as urlState from "../core/url_state.js";
import {search} from "./search.js";
import * as selection from "./selection.js";
import {facetNames} from "./selection.js";
import {store} from "./store.js";

// How the address has the code of what is not stated.
const NOT_STATED = "not_stated";

/**
 * The codes of a facet that are on, as the address has them: "" for all, "-" for none.
 * @param {string} facet
 */
const codesIn = (
  facet,
) => (selection.hidden(facet).length
  ? store.codes(facet).filter((code) => selection.isOn(facet, code)).map((code) => code || NOT_STATED).join(",") || "-"
  : "");
/** @param {string} value */
const codesOf = (value) => value.split(",").filter(Boolean).map((code) => (code === NOT_STATED ? "" : code));
const yearsIn = () => (selection.state.years ? selection.state.years.join("-") : "");

export function startUrlSelection() {
  urlState.part("q", () => selection.state.query, (value) => value !== selection.state.query && search(value));
  for (const facet of facetNames) {
    urlState.part(
      facet,
      () => codesIn(facet),
      (value) => value !== codesIn(facet) && selection.only(facet, codesOf(value)),
    );
  }
  urlState.part("years", yearsIn, (value) => {
    const range = /^(\d{4})-(\d{4})$/.exec(value);
    if (value !== yearsIn()) selection.setYears(range ? [Number(range[1]), Number(range[2])] : null);
  });
  // A project is opened among those that the selection leaves.
  urlState.readLast("project");
  on("filter query", () => urlState.write());
}
