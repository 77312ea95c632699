// What is to do: a row for each project on which the check finds something. Its main cells are filled in here; each finding
// leads to its field in the project's form.

/** @import {Child, Feature, LazyChunk, Problem} from "../types.ts" */
import {el} from "../core/dom.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {openDrawer} from "./drawer.js";
import {fieldName, worded} from "./finding_words.js";
import {placeSearch} from "./place_search.js";
import {ask} from "./server.js";

/** @typedef {{edit: (id: string, field?: string) => void, saved: () => void}} Actions */

const idOf = (/** @type {Feature} */ {id, properties}) => String(id ?? properties.id ?? "");

/**
 * What is left to do for a project: a place that nobody told is no finding of the check.
 * @param {Feature} feature
 * @param {Problem[]} problems
 * @returns {Problem[]}
 */
function leftOf({geometry, properties}, problems) {
  if (geometry || properties.precision) return problems;
  const noPlace = {level: "warning", rule: "no-place", field: "geometry", got: "", expected: "", fix: "", values: {}};
  return [...problems.filter(({field}) => field !== "precision"), noPlace];
}

// One project's row.
class Row {
  #feature;
  #problems;
  #chunk;
  #actions;
  // What was asked for stands in line: each change is made on what the one before it has saved.
  #last = Promise.resolve();
  #status = el("span", {role: "status", class: "small"});
  #left = el("td");

  /**
   * @param {Feature} feature
   * @param {Problem[]} problems
   * @param {LazyChunk} chunk
   * @param {Actions} actions
   */
  constructor(feature, problems, chunk, actions) {
    this.#feature = feature;
    this.#problems = problems;
    this.#chunk = chunk;
    this.#actions = actions;
    this.#drawLeft();
  }

  #drawLeft() {
    const label = this.#chunk.label;
    const button = (/** @type {Problem} */ problem) =>
      el("button", {
        type: "button",
        class: "text-button" + (problem.level === "error" ? " problem-error" : ""),
        "data-field": problem.field,
        // What is still being saved belongs to what the form begins with.
        on: {click: () => this.#last.then(() => this.#actions.edit(idOf(this.#feature), problem.field))},
      }, `${fieldName(problem.field, label)}: ${worded(problem)}`);
    const problems = leftOf(this.#feature, this.#problems);
    /** @type {Map<string, Element>} */
    const wanted = new Map([...problems].reverse().map(button).map((each) => [each.textContent, each]));
    // What is still to do keeps its button, which may have the focus.
    for (const old of this.#left.querySelectorAll("button")) {
      if (wanted.has(old.textContent)) wanted.set(old.textContent, old);
      else old.remove();
    }
    let next = this.#left.firstChild;
    for (const part of [...[...wanted.values()].reverse(), this.#status]) {
      if (part === next) next = next.nextSibling;
      else this.#left.insertBefore(part, next);
    }
  }

  /** @param {(feature: Feature) => void} act changes the copy that is saved */
  #save(act) {
    this.#last = this.#last.then(async () => {
      const feature = structuredClone(this.#feature);
      act(feature);
      const answer = await ask("save", {feature, based_on: this.#feature});
      if (answer.status === 200) {
        [this.#feature, this.#problems] = [answer.feature ?? feature, answer.problems ?? []];
        this.#actions.saved();
        this.#drawLeft();
      }
      const errors = (answer.problems || []).filter((/** @type {Problem} */ {level}) => level === "error");
      this.#status.textContent = answer.status === 200
        ? t("edit.saved")
        : answer.status === 409
        ? t("edit.changed_meanwhile")
        : errors.map((/** @type {Problem} */ problem) => worded(problem)).join("; ") || answer.messages.join(" ");
    });
  }

  /**
   * @param {string} key
   * @param {string} value
   */
  #put(key, value) {
    this.#save(({properties}) => {
      if (value.trim()) properties[key] = value.trim();
      else delete properties[key];
    });
  }

  #name() {
    const [, language] = i18n.version(this.#feature.properties, "name");
    const key = `name_${language || i18n.language}`;
    const input = el("input", {
      "aria-label": t("table.name"),
      lang: language || i18n.language,
      on: {change: () => this.#put(key, input.value)},
    });
    input.value = String(this.#feature.properties[key] ?? "");
    return input;
  }

  /** @param {string} key */
  #choice(key) {
    const select = el(
      "select",
      {"aria-label": this.#chunk.label(key), on: {change: () => this.#put(key, select.value)}},
      el("option", {value: ""}, `${this.#chunk.label(key)}: —`),
      ...this.#chunk.codeOptions.choice(key).map(([code, name]) => el("option", {value: code}, name)),
    );
    select.value = String(this.#feature.properties[key] ?? "");
    return select;
  }

  #place() {
    const cell = el("td");
    const draw = () => {
      const {geometry, properties} = this.#feature;
      const [latitude, longitude] = geometry?.type === "Point" ? [...geometry.coordinates].reverse() : [];
      const text = i18n.version(properties, "place")[0] ||
        (geometry
          ? (latitude === undefined ? t("form." + geometry.type.replace("Multi", "")) : `${latitude}, ${longitude}`)
          : "");
      cell.replaceChildren(text || placeSearch({value: () => this.#feature, take: place}));
    };
    const place = (/** @type {Feature} */ {geometry, properties}) => {
      this.#save((feature) => Object.assign(feature, {geometry, properties}));
      this.#last.then(draw);
    };
    draw();
    return cell;
  }

  node() {
    const id = idOf(this.#feature);
    const open = el("button", {
      type: "button",
      class: "text-button",
      on: {click: () => this.#actions.edit(id)},
    }, t("edit.change"));
    return el(
      "tr",
      {"data-id": id},
      el("td", {}, this.#name(), open),
      el("td", {}, this.#choice("status")),
      el("td", {}, this.#choice("sector")),
      this.#place(),
      this.#left,
    );
  }
}

/**
 * Opens the table. edit: opens a project's form, at a field; saved: called after each save; leave: when it is closed.
 * @param {LazyChunk} chunk
 * @param {Actions & {leave: () => void}} actions
 */
export async function openToDo(chunk, {leave, ...actions}) {
  const {status, messages, rows = [], total = 0, projects = 0} = await ask("todo", {});
  const {label} = chunk;
  const head = [t("table.name"), label("status"), label("sector"), label("place"), t("edit.todo")];
  const body = status !== 200 ? [el("p", {role: "alert"}, messages.join(" "))] : total
    ? [
      el("p", {}, t("edit.todo_count", {n: total, total: projects})),
      el(
        "table",
        {class: "edit-todo"},
        el("thead", {}, el("tr", {}, ...head.map((name) => el("th", {scope: "col"}, name)))),
        el(
          "tbody",
          {},
          ...rows.map((/** @type {{feature: Feature, problems: Problem[]}} */ {feature, problems}) =>
            new Row(feature, problems, chunk, actions).node()
          ),
        ),
      ),
      total > rows.length ? el("p", {}, t("edit.more", {n: total - rows.length})) : null,
    ]
    : [el("p", {}, t("edit.todo_none"))];
  openDrawer(t("edit.todo"), body, {leave});
}
