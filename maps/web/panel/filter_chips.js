// The choices in force, each with a button that takes it back.

import {el} from "../core/dom.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {codeName} from "../core/terms.js";
import {search} from "../data/search.js";
import * as selection from "../data/selection.js";
import {facetNames} from "../data/selection.js";
import {store} from "../data/store.js";

// The choices in force, each with a button that takes it back.
export function filterChips() {
  /**
   * @param {string} text
   * @param {() => void} undo
   * @param {string} key
   */
  const chip = (text, undo, key) =>
    el(
      "button",
      {
        type: "button",
        class: "filter-chip",
        "data-key": "chip-" + key,
        "aria-label": t("filter.remove", {filter: text}),
        on: {click: undo},
      },
      text,
      el("span", {"aria-hidden": "true"}, " ×"),
    );
  const chips = [];
  if (selection.state.query) chips.push(chip("“" + selection.state.query + "”", () => search(""), "q"));
  for (const facet of facetNames) {
    const hidden = selection.hidden(facet);
    if (!hidden.length) continue;
    const on = store.codes(facet).filter((code) => selection.isOn(facet, code));
    const text = on.length && on.length <= hidden.length
      ? i18n.listed(on.map((code) => codeName(facet, code)))
      : t("filter.without", {names: i18n.listed(hidden.map((code) => codeName(facet, code)))});
    chips.push(chip(text, () => selection.only(facet, []), facet));
  }
  if (selection.state.years) chips.push(chip(selection.state.years.join("–"), () => selection.setYears(null), "years"));
  if (!chips.length) return null;
  return el(
    "div",
    {class: "filter-chips"},
    ...chips,
    el(
      "button",
      {type: "button", class: "text-button", "data-key": "all", on: {click: selection.showAll}},
      t("legend.all"),
    ),
  );
}
