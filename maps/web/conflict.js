// A project that someone else has changed meanwhile: both versions, field by field, and a choice for each.
"use strict";

// base: the Feature on which the change was made; now: as the layer has it, null when it is gone; taken: called with the
// Feature on which the change is based from here on.
coopmap.conflict = function (place, base, now, form, taken) {
  const {el, words, differ} = coopmap;
  const {t} = words;
  const mine = form.value();
  const flat = (feature) => ({...feature.properties, geometry: feature.geometry});

  if (!now) {
    place.replaceChildren(el("p", {class: "disputes", role: "alert"}, t("edit.removed")));
    taken(null);
    return;
  }
  const old = flat(base);
  const theirs = flat(now);
  const yours = flat(mine);
  const keys = Object.keys({...old, ...theirs, ...yours}).filter((key) => differ(theirs[key], yours[key]));
  // What only one side has changed is that side's; where both have, one chooses.
  const choice = new Map(keys.map((key) => [key, differ(old[key], yours[key]) ? (differ(old[key], theirs[key]) ? null : "yours") : "theirs"]));

  // Records as lines of their fields; a shape as JSON.
  const record = (entry) => Object.entries(entry).map(([key, value]) => `${key}: ${told(value)}`).join("\n");
  function told(value) {
    if (value === undefined || value === null) return "—";
    if (!Array.isArray(value)) return typeof value === "object" ? JSON.stringify(value) : String(value);
    return value.map((entry) => (entry && typeof entry === "object" ? record(entry) : entry)).join(value.some((entry) => typeof entry === "object") ? "\n\n" : ", ");
  }
  function side(key, which, values) {
    const pick = el("input", {type: "radio", name: "conflict-" + key, value: which, checked: choice.get(key) === which, on: {change: () => {
      choice.set(key, which);
      ready();
    }}});
    return el("label", {class: "conflict-side"}, pick, el("span", {}, t("edit." + which)), el("pre", {}, told(values[key])));
  }
  const take = el("button", {type: "button", class: "strong-button", on: {click: () => {
    for (const [key, which] of choice) {
      const value = {theirs, yours}[which][key];
      if (key === "geometry") mine.geometry = value ?? null;
      else if (value === undefined) delete mine.properties[key];
      else mine.properties[key] = value;
    }
    place.replaceChildren();
    form.take(mine);
    taken(now);
  }}}, t("edit.take"));
  const ready = () => (take.disabled = [...choice.values()].includes(null));

  place.replaceChildren(el("section", {class: "disputes", role: "alert"}, el("p", {}, t("edit.conflict")),
    ...keys.map((key) => el("fieldset", {"data-conflict": key}, el("legend", {}, form.label(key)), side(key, "theirs", theirs), side(key, "yours", yours))), take));
  ready();
  take.scrollIntoView({block: "nearest"});
};
