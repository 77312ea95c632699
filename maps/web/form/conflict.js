// A project that someone else has changed meanwhile: both versions, field by field, and a choice for each.

/** @import {Feature, Geometry} from "../types.ts" */
import {el} from "../core/dom.js";
import {t} from "../core/i18n.js";
import {differ} from "../core/json_diff.js";

/** @param {Feature} feature */
const flat = (feature) => ({...feature.properties, geometry: feature.geometry});

/**
 * Records as lines of their fields; a shape as JSON.
 * @param {object} entry
 */
const record = (entry) => Object.entries(entry).map(([key, value]) => `${key}: ${textOf(value)}`).join("\n");
/**
 * @param {unknown} value
 * @returns {string}
 */
function textOf(value) {
  if (value === undefined || value === null) return "—";
  if (!Array.isArray(value)) return typeof value === "object" ? JSON.stringify(value) : String(value);
  return value.map((entry) => (entry && typeof entry === "object" ? record(entry) : entry)).join(
    value.some((entry) => typeof entry === "object") ? "\n\n" : ", ",
  );
}

/**
 * For each field that differs, whose version is taken: what only one side has changed is that side's; where both have, null.
 * @param {Record<string, unknown>} base
 * @param {Record<string, unknown>} theirs
 * @param {Record<string, unknown>} yours
 */
export function sidesOf(base, theirs, yours) {
  const keys = Object.keys({...base, ...theirs, ...yours}).filter((key) => differ(theirs[key], yours[key]));
  return new Map(
    keys.map((
      key,
    ) => [key, differ(base[key], yours[key]) ? (differ(base[key], theirs[key]) ? null : "yours") : "theirs"]),
  );
}

/**
 * Puts the values of the chosen sides into a Feature.
 * @param {Feature} feature
 * @param {Map<string, string | null>} sides
 * @param {Record<string, Record<string, unknown>>} values
 */
function merge(feature, sides, values) {
  for (const [key, side] of sides) {
    const value = values[side ?? "yours"][key];
    if (key === "geometry") feature.geometry = /** @type {Geometry} */ (value) ?? null;
    else if (value === undefined) delete feature.properties[key];
    else feature.properties[key] = value;
  }
}

/**
 * One of the two versions of a field, to be chosen.
 * @param {string} key
 * @param {string} side
 * @param {string} text
 * @param {boolean} checked
 * @param {() => void} act
 */
function sideChoice(key, side, text, checked, act) {
  const input = el("input", {type: "radio", name: "conflict-" + key, value: side, checked, on: {change: act}});
  return el("label", {class: "conflict-side"}, input, el("span", {}, t("edit." + side)), el("pre", {}, text));
}

/**
 * base: the Feature on which the change was made; now: as the layer has it, null when it is gone; taken: called with the
 * Feature on which the change is based from here on.
 * @param {HTMLElement} place
 * @param {Feature | null} base
 * @param {Feature | null} now
 * @param {import("./form.js").Form} form
 * @param {(feature: Feature | null) => void} taken
 */
export function showConflict(place, base, now, form, taken) {
  if (!now) {
    place.replaceChildren(el("p", {class: "disputes", role: "alert"}, t("edit.removed")));
    taken(null);
    return;
  }
  const mine = form.value();
  /** @type {Record<string, Record<string, unknown>>} */
  const values = {theirs: flat(now), yours: flat(mine)};
  const sides = sidesOf(base ? flat(base) : {}, values.theirs, values.yours);
  const take = el("button", {
    type: "button",
    class: "strong-button",
    on: {
      click: () => {
        merge(mine, sides, values);
        place.replaceChildren();
        form.take(mine);
        taken(now);
      },
    },
  }, t("edit.take"));
  const ready = () => (take.disabled = [...sides.values()].includes(null));
  /**
   * @param {string} key
   * @param {string} side
   */
  const choice = (key, side) =>
    sideChoice(key, side, textOf(values[side][key]), sides.get(key) === side, () => {
      sides.set(key, side);
      ready();
    });
  /** @param {string} key */
  const fieldset = (key) =>
    el(
      "fieldset",
      {"data-conflict": key},
      el("legend", {}, form.label(key)),
      choice(key, "theirs"),
      choice(key, "yours"),
    );

  place.replaceChildren(
    el(
      "section",
      {class: "disputes", role: "alert"},
      el("p", {}, t("edit.conflict")),
      ...[...sides.keys()].map(fieldset),
      take,
    ),
  );
  ready();
  take.scrollIntoView({block: "nearest"});
}
