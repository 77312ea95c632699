// Suggestions: a reader fills in the form in a saved map, without a network, and sends the keeper of the layer a file.
"use strict";

coopmap.suggestion = function (map, project) {
  const {el, words, store, differ} = coopmap;
  const {t} = words;
  // The project with the fields that were changed alone, and what each of them was.
  function correction(base, {properties, geometry}) {
    const keys = Object.keys({...base.properties, ...properties}).filter((key) => differ(base.properties[key], properties[key]));
    const pick = (record) => Object.fromEntries(keys.map((key) => [key, record[key] ?? null]));
    const moved = differ(base.geometry, geometry);
    const before = {...pick(base.properties), ...(moved && {geometry: base.geometry})};
    return {type: "Feature", id: base.id, geometry, properties: {id: base.id, ...pick(properties)}, based_on: before};
  }

  const base = project ? coopmap.feature(project) : {geometry: null, properties: {}};
  const key = project?.id || "";
  const kept = coopmap.draft(key) || {};
  const told = {by: kept.by || "", why: kept.why || ""};
  const keep = () => coopmap.draft(key, {feature: form.value(), ...told});
  const form = coopmap.form(map, kept.feature || {geometry: base.geometry, properties: base.properties}, {changed: keep});

  function save() {
    if (!form.complete()) return;
    const value = form.value();
    const feature = project ? correction(base, value) : {type: "Feature", geometry: value.geometry, properties: value.properties};
    if (project && !Object.keys(feature.based_on).length) {
      coopmap.say(t("suggest.nothing"));
      return;
    }
    const suggestion = {version: 1, kind: project ? "correction" : "new", layer_title: words.version(store.data.layer, "title")[0], ...told, made: new Date().toISOString().slice(0, 10)};
    coopmap.download("suggestion.geojson", "application/geo+json", [JSON.stringify({type: "FeatureCollection", suggestion, features: [feature]}, null, 1), "\n"]);
    coopmap.say(t("suggest.saved"));
  }

  const line = (name, tag) => {
    const input = el(tag, {"data-path": "suggestion." + name, maxlength: 2000, on: {input: () => {
      told[name] = input.value;
      keep();
    }}});
    input.value = told[name];
    return el("label", {class: "field"}, el("span", {}, t("suggest." + name)), input);
  };
  const button = (label, act, look) => el("button", {type: "button", class: look, on: {click: act}}, t(label));
  const leave = () => coopmap.panel.show(null);
  const forget = () => {
    coopmap.draft(key, null);
    leave();
  };
  coopmap.workplace(map, {
    title: () => t(project ? "suggest.correction" : "suggest.new"), form, leave,
    foot: () => [line("by", "input"), line("why", "textarea"), el("p", {class: "small"}, t("suggest.hint")),
      el("p", {class: "actions"}, button("suggest.save", save, "strong-button"), button("form.forget", forget, "text-button"))],
  });
};
