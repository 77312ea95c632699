// Suggestions: a reader fills in the form in a saved map, without a network, and sends the keeper of the layer a file.

/** @import {Feature, Project} from "../types.ts" */
import {el} from "../core/dom.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {differ} from "../core/json_diff.js";
import {download, say} from "../core/notice.js";
import {page} from "../core/page_data.js";
import {draft} from "../core/storage.js";
import {featureOf} from "../data/feature.js";
import {Form} from "./form.js";
import {openFormPanel} from "./form_panel.js";
import {showInPanel} from "../panel/panel.js";

/**
 * The project with the fields that were changed alone, and what each of them was.
 * @param {Feature} base
 * @param {Feature} options
 */
function correction(base, {properties, geometry}) {
  const keys = Object.keys({...base.properties, ...properties}).filter((key) =>
    differ(base.properties[key], properties[key])
  );
  /** @param {Record<string, unknown>} record */
  const pick = (record) => Object.fromEntries(keys.map((key) => [key, record[key] ?? null]));
  const moved = differ(base.geometry, geometry);
  const before = {...pick(base.properties), ...(moved && {geometry: base.geometry})};
  return {type: "Feature", id: base.id, geometry, properties: {id: base.id, ...pick(properties)}, based_on: before};
}

/**
 * Saves what was filled in as a file, and says so.
 * @param {Feature} base
 * @param {Feature} value
 * @param {object} sender
 */
function save(base, value, sender) {
  const isNew = !base.id;
  const feature = isNew
    ? {type: "Feature", geometry: value.geometry, properties: value.properties}
    : correction(base, value);
  if (!isNew && !Object.keys(/** @type {any} */ (feature).based_on).length) {
    say(t("suggest.nothing"));
    return;
  }
  const suggestion = {
    version: 1,
    kind: isNew ? "new" : "correction",
    layer_title: i18n.version(page.layer, "title")[0],
    ...sender,
    made: new Date().toISOString().slice(0, 10),
  };
  download("suggestion.geojson", "application/geo+json", [
    JSON.stringify({type: "FeatureCollection", suggestion, features: [feature]}, null, 1),
    "\n",
  ]);
  say(t("suggest.saved"));
}

/**
 * Opens the form to correct a project, or for a new one.
 * @param {Project} [project]
 */
export function suggest(project) {
  const base = project ? featureOf(project) : {geometry: null, properties: {}};
  const key = project?.id || "";
  const saved = draft(key) || {};
  /** @type {Record<string, string>} */
  const sender = {by: saved.by || "", why: saved.why || ""};
  const keep = () => draft(key, {feature: form.value(), ...sender});
  const sources = project?.sources;
  const form = new Form(saved.feature || {geometry: base.geometry, properties: base.properties}, {
    changed: keep,
    questions: {source: Array.isArray(sources) ? sources.length : 0, words: () => line("why", "textarea")},
  });
  /**
   * @param {string} name
   * @param {"input" | "textarea"} tag
   */
  const line = (name, tag) => {
    const input = el(tag, {
      "data-path": "suggestion." + name,
      maxlength: 2000,
      on: {
        input: () => {
          sender[name] = input.value;
          keep();
        },
      },
    });
    input.value = sender[name];
    return el("label", {class: "field"}, el("span", {}, t("suggest." + name)), input);
  };
  /**
   * @param {string} name
   * @param {() => void} act
   * @param {string} look
   */
  const button = (name, act, look) => el("button", {type: "button", class: look, on: {click: act}}, t(name));
  const leave = () => showInPanel(null);
  const forget = () => {
    draft(key, null);
    leave();
  };
  openFormPanel({
    title: () => t(project ? "suggest.correction" : "suggest.new"),
    form,
    leave,
    foot: () => [
      line("by", "input"),
      el("p", {class: "small"}, t("suggest.hint")),
      el(
        "p",
        {class: "actions"},
        button("suggest.save", () => form.isComplete() && save(base, form.value(), sender), "strong-button"),
        button("form.forget", forget, "text-button"),
      ),
    ],
  });
}
