// A form for one project, made from the schema: a Feature is typed, every step of it can be taken back.
"use strict";

// feature: what the form begins with; every: a name is needed in all languages, not in the reader's alone; fixed: names
// that cannot be changed; aid: a node that helps to find the place; changed: called after each step. Gives the form's node and what can be done with it.
coopmap.form = function (map, feature, {every = false, fixed = [], aid = null, changed}) {
  const {el, words, store} = coopmap;
  const {t, known, languages} = words;
  const {groups, patterns, countries, currencies} = coopmap.schema;
  const fields = Object.values(groups).flat();
  const node = el("div", {class: "form"});
  const opened = new Set(["identity", "status", "place", "evidence"]);
  let problems = [];
  const past = [];
  const future = [];
  let now = structuredClone(feature);
  let last = JSON.stringify(now);
  let step = "";
  let tag = words.language;

  // --- steps -----------------------------------------------------------------------------------------------------

  // What is typed into one field at a time is one step.
  function stepped(path = "") {
    if (!path || path !== step) past.push(last);
    future.length = 0;
    step = path;
    last = JSON.stringify(now);
    changed();
    mark();
  }

  function travel(from, to) {
    if (!from.length) return;
    to.push(last);
    last = from.pop();
    now = JSON.parse(last);
    step = "";
    draw();
    changed();
  }

  function put(record, key, value, path) {
    if (pins.drawing) finish();
    if (value === "" || value === null || Number.isNaN(value) || value.length === 0) delete record[key];
    else record[key] = value;
    stepped(path);
  }

  function redraw(...change) {
    put(...change);
    draw();
  }

  // --- words of the schema ---------------------------------------------------------------------------------------

  // The card, the table and the form name the same things.
  const label = (name, owner) => t([`form.${owner}.`, "form.", "table.", "card.", "tab.", "edit."].map((start) => start + name).find(known) || name);
  const codes = (prefix) =>
    Object.keys(store.data.words.entries).filter((key) => key.startsWith(prefix) && !/\.(as_of|within)$/.test(key)).map((key) => key.slice(prefix.length));
  const named = (list, name) => list.map((code) => [code, name(code)]).toSorted((a, b) => a[1].localeCompare(b[1], words.language));
  const options = {
    country: () => named(countries || [...new Set([...codes("country."), ...store.codes("country")])], words.country),
    currency: () => named(currencies || codes("money.").filter((code) => code.length === 3), (code) => (known("money." + code) ? t("money." + code, {n: ""}).trim() : code)),
    "field name": () => [...fields.map(([name]) => name), "geometry"].map((name) => [name, label(name)]),
    choice: (prefix) => codes(prefix + ".").map((code) => [code, t(`${prefix}.${code}`, {n: ""}).trim()]),
  };
  options.countries = options.country;
  options["field names"] = options["field name"];

  // --- inputs ----------------------------------------------------------------------------------------------------

  // What is of another kind than the schema says stays as it is until it is typed anew.
  function shown(value) {
    if (value === undefined || value === null) return "";
    return typeof value === "object" && !Array.isArray(value) ? JSON.stringify(value) : String(value);
  }

  function select(list, value, attributes) {
    const all = !value || list.some(([code]) => code === value) ? list : [...list, [value, value]];
    const made = el("select", attributes, el("option", {value: ""}, "—"), ...all.map(([code, name]) => el("option", {value: code}, name)));
    made.value = value;
    return made;
  }

  // Several of a list: those that are chosen, each with a button that takes it away, and a choice of the others.
  function several(list, record, key, path, needed) {
    const value = Array.isArray(record[key]) ? record[key] : [];
    const names = new Map(list);
    const chips = value.map((code) => el("button", {type: "button", class: "filter-chip", "aria-label": `${t("form.remove")}: ${names.get(code) || code}`, on: {click: () => redraw(record, key, value.filter((one) => one !== code))}}, names.get(code) || shown(code), " ×"));
    const more = select(list.filter(([code]) => !value.includes(code)), "", {"data-path": path, "aria-label": label(key), required: needed && !value.length, on: {change: () => more.value && redraw(record, key, [...value, more.value])}});
    return el("span", {class: "several"}, ...chips, more);
  }

  function input([name, kind, flags, more], record, key, path) {
    const needed = flags.includes("r") && (!flags.includes("t") || (every && flags.includes("e")) || (key === `${name}_${words.language}`));
    const value = shown(record[key]);
    const attributes = {"data-path": path, required: needed};
    if (["countries", "field names"].includes(kind)) return several(options[kind](), record, key, path, needed);
    const list = options[kind]?.(more);
    if (list) {
      const choice = select(list, value, {...attributes, on: {change: () => put(record, key, choice.value)}});
      return choice;
    }
    const long = ["note", "summary"].includes(kind);
    const number = ["number", "metres"].includes(kind);
    const read = {
      number: (text) => Number.parseFloat(text),
      regions: (text) => text.split(/[\s,;]+/).filter(Boolean),
    }[number ? "number" : kind] || ((text) => (text.trim() ? text : ""));
    const field = el(long ? "textarea" : "input", {
      ...attributes, rows: long ? 4 : null, type: long ? null : number ? "number" : "text", step: number ? "any" : null, min: kind === "metres" ? 0 : null,
      maxlength: more, readonly: fixed.includes(key), pattern: patterns[kind]?.[0], placeholder: patterns[kind]?.[1], title: patterns[kind]?.[1], lang: key === name ? null : key.slice(name.length + 1),
      on: {input: () => put(record, key, read(field.value), path), change: () => (step = "")},
    });
    field.value = value;
    return field;
  }

  // A row of the form; what is told in several languages has a row for each, of which the chosen one is seen.
  function rows(field, record, path) {
    const [name, kind, flags, more] = field;
    if (kind === "records") return [records(name, more, record, path + name)];
    return (flags.includes("t") ? languages : [""]).map((code) => {
      const key = code ? `${name}_${code}` : name;
      const tool = input(field, record, key, path + key);
      const told = [label(name, path.split("[")[0]), code && ` · ${words.nameOf(code, "language.short")}`, (tool.required || tool.lastChild?.required) && " *"];
      return el(tool.matches(".several") ? "div" : "label", {class: "field", "data-tag": code || null, hidden: Boolean(code) && code !== tag}, el("span", {}, ...told.filter(Boolean)), tool);
    });
  }

  function records(name, inner, record, path) {
    const list = Array.isArray(record[name]) ? record[name] : [];
    const button = (text, act, key) => el("button", {type: "button", class: "text-button", "data-path": key, on: {click: act}}, text);
    const one = (entry, i) => el("fieldset", {}, el("legend", {}, `${label(name)} ${i + 1} `, button(t("form.remove"), () => redraw(record, name, list.filter((other) => other !== entry)))),
      ...inner.flatMap((field) => rows(field, entry, `${path}[${i}].`)));
    return el("div", {}, ...list.filter((entry) => entry && typeof entry === "object").map(one), button("+ " + label(name), () => redraw(record, name, [...list, {}]), path));
  }

  // --- the place -------------------------------------------------------------------------------------------------

  const pins = coopmap.pins(map, (geometry) => {
    now.geometry = geometry;
    stepped();
    draw();
  });

  function finish(type = null) {
    pins.draw(type);
    draw();
  }

  function place() {
    const point = now.geometry?.type === "Point";
    const typed = el("input", {"data-path": "geometry", placeholder: "51.128, 71.431", on: {change: () => {
      const [lat, lon, more] = typed.value.match(/-?\d+([.]\d+)?/g)?.map(Number) || [];
      const right = more === undefined && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
      typed.setCustomValidity(right || !typed.value.trim() ? "" : "51.128, 71.431");
      if (!typed.reportValidity()) return;
      now.geometry = right ? {type: "Point", coordinates: [lon, lat]} : null;
      stepped();
      draw();
    }}});
    typed.value = point ? now.geometry.coordinates.slice(0, 2).toReversed().join(", ") : now.geometry ? t("form." + now.geometry.type.replace("Multi", "")) : "";
    typed.readOnly = Boolean(now.geometry) && !point;
    const button = (type) => el("button", {type: "button", class: "filter-chip", "aria-pressed": String(pins.drawing === type), "data-path": type, on: {click: () => finish(pins.drawing === type ? null : type)}}, t("form." + type));
    const clear = now.geometry && el("button", {type: "button", class: "filter-chip", on: {click: () => {
      now.geometry = null;
      stepped();
      draw();
    }}}, "×");
    return el("div", {class: "field"}, aid, el("label", {}, el("span", {}, label("geometry")), typed),
      el("p", {class: "filter-chips"}, ...["Point", "LineString", "Polygon"].map(button), clear || null), el("p", {class: "small"}, t("form.hint")));
  }

  // --- the whole -------------------------------------------------------------------------------------------------

  // What is wrong stands under the field, or under the nearest that holds it.
  function mark() {
    for (const old of node.querySelectorAll(".problem")) old.remove();
    for (const [path, text, look = ""] of problems) {
      const [key] = path.split(/[.[]/);
      const at = [path, path.replace(/\[\d+\]$/, ""), key, key + "_" + tag].map((each) => node.querySelector(`[data-path="${CSS.escape(each)}"]`)).find(Boolean);
      (at?.closest(".field") || at?.parentNode || node).append(el("p", {class: "problem " + look}, text));
    }
  }

  function speak(code) {
    tag = code;
    for (const row of node.querySelectorAll("[data-tag]")) row.hidden = row.dataset.tag !== tag;
    for (const button of tabs.children) button.setAttribute("aria-pressed", String(button.lang === tag));
  }

  const tabs = el("p", {class: "form-languages", role: "group"}, ...languages.map((code) =>
    el("button", {type: "button", lang: code, on: {click: () => speak(code)}}, words.nameOf(code, "language.short"))));

  function draw() {
    const focused = document.activeElement?.dataset?.path;
    tabs.setAttribute("aria-label", t("page.languages"));
    node.replaceChildren(tabs, ...Object.entries(groups).map(([group, list]) =>
      el("details", {open: opened.has(group), on: {toggle: ({target}) => opened[target.open ? "add" : "delete"](group)}},
        el("summary", {}, group === "identity" ? t("table.name") : label(group === "evidence" ? "sources" : group)),
        group === "place" ? place() : null, ...list.flatMap((field) => rows(field, now.properties, "")))));
    speak(tag);
    mark();
    pins.show(now.geometry);
    if (focused) node.querySelector(`[data-path="${CSS.escape(focused)}"]`)?.focus();
  }

  return {
    node,
    draw,
    pins,
    label,
    // Takes another Feature in place of the one that is typed, as a step.
    take(other) {
      now = structuredClone(other);
      stepped();
      draw();
    },
    value: () => now,
    undo: () => (pins.sketched() && pins.back()) || travel(past, future),
    redo: () => {
      pins.draw(null);
      travel(future, past);
    },
    // Shows the first input that is not filled in rightly, in the browser's own words; gives whether there is none.
    complete() {
      const wrong = node.querySelector(":is(input, select, textarea):invalid");
      if (!wrong) return true;
      const row = wrong.closest("[data-tag]");
      if (row) speak(row.dataset.tag);
      wrong.closest("details").open = true;
      wrong.reportValidity();
      return false;
    },
    // found: a list of [path of a field, what is wrong there, class].
    tell(found) {
      problems = found;
      mark();
    },
  };
};
