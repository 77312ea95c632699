// A form for one project, made from the schema: a Feature is typed, every step of it can be taken back.

/** @import {Feature, FormField, Geometry} from "../types.ts" */
import {markProblems} from "./problems.js";
import {placeField} from "./place_field.js";
import {activeElement, el, within} from "../core/dom.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {label} from "./form_words.js";
import {GeometryEditor} from "./geometry_editor.js";
import {inputFor, isNeeded} from "./inputs.js";
import {Steps} from "./steps.js";
import {formSchema} from "../core/lazy.js";

// A field as maps/page/form_schema.py has it: [name, kind, flags, more].

/** @param {unknown} tool */
const isRequired = (tool) => Boolean(/** @type {HTMLInputElement | null} */ (tool)?.required);

export class Form {
  node = el("div", {class: "form"});
  #opened = new Set(["identity", "status", "place", "evidence"]);
  /** @type {[path: string, text: string, look?: string][]} */
  #problems = [];
  // The language whose texts are seen.
  #tag = i18n.language;
  /** @type {Steps<Feature>} */
  #steps;
  /** @type {{every: boolean, fixed: string[], aid: Node | null, changed: () => void}} */
  #options;
  /** @type {HTMLElement} */
  #tabs;

  /**
   * feature: what the form begins with; every: a name is needed in all languages, not in the reader's alone; fixed: names
   * that cannot be changed; aid: a node that helps to find the place; changed: called after each step.
   * @param {Feature} feature
   * @param {{every?: boolean, fixed?: string[], aid?: Node | null, changed: () => void}} options
   */
  constructor(feature, {every = false, fixed = [], aid = null, changed}) {
    this.#steps = new Steps(feature);
    this.#options = {every, fixed, aid, changed};
    this.#tabs = el(
      "p",
      {class: "form-languages", role: "group"},
      ...i18n.languages.map((code) =>
        el(
          "button",
          {type: "button", lang: code, on: {click: () => this.#speak(code)}},
          i18n.nameOf(code, "language.short"),
        )
      ),
    );
    this.pins = new GeometryEditor((geometry) => this.#setGeometry(geometry));
  }

  // --- steps -----------------------------------------------------------------------------------------------------

  #stepped(path = "") {
    this.#steps.add(path);
    this.#options.changed();
    this.#mark();
  }

  /**
   * @param {Record<string, unknown>} record
   * @param {string} key
   * @param {unknown} value
   * @param {string} [path]
   */
  #put(record, key, value, path = "") {
    if (this.pins.drawing) this.#drawShape(null);
    if (value === "" || value === null || Number.isNaN(value) || (Array.isArray(value) && !value.length)) {
      delete record[key];
    } else record[key] = value;
    this.#stepped(path);
  }

  /**
   * @param {Record<string, unknown>} record
   * @param {string} key
   * @param {unknown} value
   */
  #redraw(record, key, value) {
    this.#put(record, key, value);
    this.draw();
  }

  // --- fields ----------------------------------------------------------------------------------------------------

  /**
   * @param {FormField} field
   * @param {Record<string, unknown>} record
   * @param {string} key
   * @param {string} path
   */
  #input(field, record, key, path) {
    return inputFor(field, key, record[key], {
      path,
      required: isNeeded(field, key, this.#options.every),
      fixed: this.#options.fixed.includes(key),
      put: (value, isTyped) => this.#put(record, key, value, isTyped ? path : ""),
      redraw: (value) => this.#redraw(record, key, value),
      paused: () => this.#steps.pause(),
    });
  }

  /**
   * A row of the form; what is told in several languages has a row for each, of which the chosen one is seen.
   * @param {FormField} field
   * @param {Record<string, unknown>} record
   * @param {string} path
   * @returns {Node[]}
   */
  #rows(field, record, path) {
    const [name, kind, flags, more] = field;
    if (kind === "records") return [this.#records(name, more, record, path + name)];
    return (flags.includes("t") ? i18n.languages : [""]).map((code) => {
      const key = code ? `${name}_${code}` : name;
      const tool = this.#input(field, record, key, path + key);
      const title = [
        label(name, path.split("[")[0]),
        code && ` · ${i18n.nameOf(code, "language.short")}`,
        (isRequired(tool) || isRequired(tool.lastElementChild)) && " *",
      ];
      return el(
        tool.matches(".several") ? "div" : "label",
        {class: "field", "data-tag": code || null, hidden: Boolean(code) && code !== this.#tag},
        el("span", {}, ...title.map((part) => part || null)),
        tool,
      );
    });
  }

  /**
   * @param {string} name
   * @param {FormField[]} inner
   * @param {Record<string, unknown>} record
   * @param {string} path
   * @returns {Node}
   */
  #records(name, inner, record, path) {
    const list = Array.isArray(record[name]) ? record[name] : [];
    /**
     * @param {string} text
     * @param {() => void} act
     * @param {string} [key]
     */
    const button = (text, act, key) =>
      el("button", {type: "button", class: "text-button", "data-path": key, on: {click: act}}, text);
    /** @param {unknown} entry */
    const remove = (entry) => this.#redraw(record, name, list.filter((other) => other !== entry));
    /**
     * @param {Record<string, unknown>} entry
     * @param {number} i
     */
    const fieldset = (entry, i) =>
      el(
        "fieldset",
        {},
        el("legend", {}, `${label(name)} ${i + 1} `, button(t("form.remove"), () => remove(entry))),
        ...inner.flatMap((field) => this.#rows(field, entry, `${path}[${i}].`)),
      );
    return el(
      "div",
      {},
      ...list.filter((entry) => entry && typeof entry === "object").map(fieldset),
      button("+ " + label(name), () => this.#redraw(record, name, [...list, {}]), path),
    );
  }

  // --- the place -------------------------------------------------------------------------------------------------

  /** @param {string | null} type */
  #drawShape(type) {
    this.pins.draw(type);
    this.draw();
  }

  /** @param {Geometry | null} geometry */
  #setGeometry(geometry) {
    this.#steps.now.geometry = geometry;
    this.#stepped();
    this.draw();
  }

  #place() {
    return placeField(this.#steps.now.geometry, this.pins.drawing, {
      aid: this.#options.aid,
      drawShape: (type) => this.#drawShape(type),
      setGeometry: (geometry) => this.#setGeometry(geometry),
    });
  }

  // --- the whole -------------------------------------------------------------------------------------------------

  #mark() {
    markProblems(this.node, this.#problems, this.#tag);
  }

  /** @param {string} code */
  #speak(code) {
    this.#tag = code;
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (this.node.querySelectorAll("[data-tag]"))) {
      row.hidden = row.dataset.tag !== code;
    }
    for (const button of /** @type {Iterable<HTMLElement>} */ (this.#tabs.children)) {
      button.setAttribute("aria-pressed", String(button.lang === code));
    }
  }

  /**
   * @param {string} group
   * @param {FormField[]} fields
   */
  #group(group, fields) {
    const title = group === "identity" ? t("table.name") : label(group === "evidence" ? "sources" : group);
    return el(
      "details",
      {
        open: this.#opened.has(group),
        on: {
          toggle: (/** @type {Event} */ {target}) =>
            this.#opened[/** @type {HTMLDetailsElement} */ (target).open ? "add" : "delete"](group),
        },
      },
      el("summary", {}, title),
      group === "place" ? this.#place() : null,
      ...fields.flatMap((field) => this.#rows(field, this.#steps.now.properties, "")),
    );
  }

  draw() {
    const path = activeElement()?.dataset.path;
    this.#tabs.setAttribute("aria-label", t("page.languages"));
    this.node.replaceChildren(
      this.#tabs,
      ...Object.entries(formSchema().groups).map(([group, fields]) => this.#group(group, fields)),
    );
    this.#speak(this.#tag);
    this.#mark();
    this.pins.show(this.#steps.now.geometry);
    if (path) within(this.node, `[data-path="${CSS.escape(path)}"]`)?.focus();
  }

  /** @param {string} name */
  label(name) {
    return label(name);
  }

  value() {
    return this.#steps.now;
  }

  /**
   * Takes another Feature in place of the one that is typed, as a step.
   * @param {Feature} feature
   */
  take(feature) {
    this.#steps.now = structuredClone(feature);
    this.#stepped();
    this.draw();
  }

  undo() {
    if (this.pins.isSketched() && this.pins.back()) return;
    if (this.#steps.back()) this.#travelled();
  }

  redo() {
    this.pins.draw(null);
    if (this.#steps.forth()) this.#travelled();
  }

  #travelled() {
    this.draw();
    this.#options.changed();
  }

  // Shows the first input that is not filled in rightly, in the browser's own words; gives whether there is none.
  isComplete() {
    const wrong =
      /** @type {HTMLInputElement | null} */ (this.node.querySelector(":is(input, select, textarea):invalid"));
    if (!wrong) return true;
    const row = /** @type {HTMLElement | null} */ (wrong.closest("[data-tag]"));
    if (row) this.#speak(row.dataset.tag ?? "");
    /** @type {HTMLDetailsElement} */ (wrong.closest("details")).open = true;
    wrong.reportValidity();
    return false;
  }

  /**
   * problems: a list of [path of a field, what is wrong there, class].
   * @param {[path: string, text: string, look?: string][]} problems
   */
  tell(problems) {
    this.#problems = problems;
    this.#mark();
  }
}
