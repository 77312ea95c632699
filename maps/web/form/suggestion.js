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
import {pictureMaker} from "./picture_in_browser.js";
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
 * The paths of the pictures of a project.
 * @param {Feature} feature
 * @returns {string[]}
 */
const sourcesOf = ({properties: {images}}) =>
  Array.isArray(images) ? images.map((/** @type {{src?: string}} */ {src}) => src ?? "") : [];

/**
 * Saves what was filled in as a file, and says so.
 * @param {Feature} base
 * @param {Feature} value
 * @param {{by: string, why: string, pictures: Record<string, string>}} options who sends it, why, and the pictures that are new
 */
function save(base, value, {pictures, ...sender}) {
  const isNew = !base.id;
  const feature = isNew
    ? {type: "Feature", geometry: value.geometry, properties: value.properties}
    : correction(base, value);
  if (!isNew && !Object.keys(/** @type {any} */ (feature).based_on).length) {
    say(t("suggest.nothing"));
    return;
  }
  const used = sourcesOf(value).filter((path) => Object.hasOwn(pictures, path));
  const suggestion = {
    version: 1,
    kind: isNew ? "new" : "correction",
    layer_title: i18n.version(page.layer, "title")[0],
    ...sender,
    made: new Date().toISOString().slice(0, 10),
    ...(used.length && {pictures: Object.fromEntries(used.map((path) => [path, pictures[path]]))}),
  };
  download("suggestion.geojson", "application/geo+json", [
    JSON.stringify({type: "FeatureCollection", suggestion, features: [feature]}, null, 1),
    "\n",
  ]);
  say(t("suggest.saved"));
}

/**
 * A line that says who sends it, or why.
 * @param {"by" | "why"} name
 * @param {"input" | "textarea"} tag
 * @param {{by: string, why: string}} sender
 * @param {() => void} keep
 */
function senderLine(name, tag, sender, keep) {
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
}

/**
 * Opens the form to correct a project, or for a new one.
 * @param {Project} [project]
 */
export function suggest(project) {
  const base = project ? featureOf(project) : {geometry: null, properties: {}};
  const key = project?.id || "";
  const saved = draft(key) || {};
  const sender = {by: saved.by || "", why: saved.why || ""};
  /** @type {Record<string, string>} */
  const pictures = saved.pictures || {};
  const keep = () => draft(key, {feature: form.value(), ...sender, pictures});
  const sources = project?.sources;
  /** @type {Form} */
  const form = new Form(saved.feature || {geometry: base.geometry, properties: base.properties}, {
    changed: keep,
    questions: {
      source: Array.isArray(sources) ? sources.length : 0,
      words: () => senderLine("why", "textarea", sender, keep),
    },
    picture: pictureMaker(pictures, () => sourcesOf(form.value())),
  });
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
      senderLine("by", "input", sender, keep),
      el("p", {class: "small"}, t("suggest.hint")),
      el(
        "p",
        {class: "actions"},
        button(
          "suggest.save",
          () => form.isComplete() && save(base, form.value(), {...sender, pictures}),
          "strong-button",
        ),
        button("form.forget", forget, "text-button"),
      ),
    ],
  });
}
