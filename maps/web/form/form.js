// A form for one project, made from the schema: a Feature is typed, every step of it can be taken back.

/** @import {Feature, FormField, Geometry, Position} from "../types.ts" */
import {faults} from "./completeness.js";
import {FoldedParts} from "./folded_parts.js";
import {inputAt, markProblems} from "./problems.js";
import {placeField} from "./place_field.js";
import {activeElement, el, within} from "../core/dom.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {differ} from "../core/json_diff.js";
import {label} from "./form_words.js";
import {GeometryEditor} from "./geometry_editor.js";
import {rowsOf} from "./form_rows.js";
import {askedFirst, askQuestions} from "./questions.js";
import {Steps} from "./steps.js";
import {formSchema} from "../core/lazy.js";

// A field as maps/page/form_schema.py has it: [name, kind, flags, more].

/**
 * What a form asks of who opens it. fixed: names that cannot be changed; aid: a node that helps to find the place; changed:
 * called after each step; located: called with a point that was set, gives the fields that follow from it; questions: what
 * is asked first, if not everything at once; picture: prepares a picture file.
 * @typedef {{
 *   fixed?: string[],
 *   questions?: import("./questions.js").Questions,
 *   aid?: Node | null,
 *   changed: () => void,
 *   located?: (geometry: Geometry) => Promise<Record<string, string[]>>,
 *   picture: (file: File) => Promise<import("./picture_field.js").PreparedPicture>,
 * }} FormOptions
 */

/** @param {(code: string) => void} speak */
const languageTabs = (speak) =>
  el(
    "p",
    {class: "form-languages", role: "group"},
    ...i18n.languages.map((code) =>
      el("button", {type: "button", lang: code, on: {click: () => speak(code)}}, i18n.nameOf(code, "language.short"))
    ),
  );

export class Form {
  node = el("div", {class: "form"});
  /** @type {FoldedParts} */
  #folded;
  /** @type {[path: string, text: string, look?: string][]} */
  #problems = [];
  // The language whose texts are seen.
  #tag = i18n.language;
  /** @type {Steps<Feature>} */
  #steps;
  /** @type {FormOptions} */
  #options;
  #tabs = languageTabs((code) => this.#speak(code));
  // Whether the problems are those of a form that is not filled in, which are looked for anew after each step.
  #isRefused = false;
  // What the last point has brought, by field: another point may bring another.
  /** @type {Record<string, unknown>} */
  #located = {};

  /**
   * @param {Feature} feature what the form begins with
   * @param {FormOptions} options
   */
  constructor(feature, options) {
    this.#steps = new Steps(feature);
    this.#options = options;
    this.#folded = new FoldedParts(options.questions ? [] : ["identity", "status", "place", "evidence"]);
    this.pins = new GeometryEditor((geometry) => this.#setGeometry(geometry));
  }

  // --- steps -----------------------------------------------------------------------------------------------------

  #stepped(path = "") {
    this.#steps.add(path);
    if (this.#isRefused) this.#problems = faults(this.node, this.#tag);
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

  // --- the place -------------------------------------------------------------------------------------------------

  /** @param {string | null} type */
  #drawShape(type) {
    this.pins.draw(type);
    this.draw();
  }

  /** @param {Geometry | null} geometry */
  #setGeometry(geometry) {
    this.#steps.pause();
    this.#steps.now.geometry = geometry;
    this.#stepped("geometry");
    this.draw();
    if (geometry?.type === "Point") this.#locate(geometry);
  }

  /**
   * What follows from a point is filled in where nothing was told, in one step with the point.
   * @param {Geometry} geometry
   */
  async #locate(geometry) {
    const fields = await this.#options.located?.(geometry);
    const {properties, geometry: now} = this.#steps.now;
    if (!fields || now !== geometry || !this.node.isConnected) return;
    const keys = Object.keys({...fields, ...this.#located}).filter((key) =>
      properties[key] === undefined || !differ(properties[key], this.#located[key])
    );
    const news = keys.filter((key) => differ(properties[key], fields[key]));
    for (const key of news) {
      if (fields[key]) properties[key] = fields[key];
      else delete properties[key];
    }
    this.#located = Object.fromEntries(keys.map((key) => [key, fields[key]]));
    if (!news.length) return;
    // The answer may come when the reader has gone on: it is no step of its own, which Ctrl+Z would take for theirs.
    this.#steps.amend();
    this.#options.changed();
    this.draw();
  }

  #place() {
    return placeField(this.#steps.now.geometry, this.pins.drawing, {
      aid: this.#options.aid,
      drawShape: (type) => this.#drawShape(type),
      setGeometry: (geometry) => this.#setGeometry(geometry),
      refused: () => this.isComplete(),
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

  /** @returns {import("./form_rows.js").Host} */
  #host() {
    return {
      language: () => this.#tag,
      fixed: this.#options.fixed ?? [],
      put: this.#put.bind(this),
      redraw: this.#redraw.bind(this),
      paused: () => this.#steps.pause(),
      picture: {
        prepare: this.#options.picture,
        placeAt: (/** @type {Position} */ coordinates) => this.#setGeometry({type: "Point", coordinates}),
      },
    };
  }

  /**
   * @param {string} group
   * @param {FormField[]} fields
   */
  #group(group, fields) {
    const {questions} = this.#options;
    const host = {...this.#host(), asked: questions && askedFirst(questions)};
    const title = group === "identity" ? t("table.name") : label(group === "evidence" ? "sources" : group);
    return this.#folded.part(
      group,
      title,
      group === "place" && !questions ? this.#place() : null,
      ...fields.flatMap((field) => rowsOf(field, this.#steps.now.properties, "", host)),
    );
  }

  #parts() {
    const {questions} = this.#options;
    const groups = Object.entries(formSchema().groups).map(([group, fields]) => this.#group(group, fields));
    if (!questions) return groups;
    const more = this.#folded.part("more", t("suggest.more"), ...groups);
    return [...askQuestions(this.#steps.now, this.#host(), questions, this.#place()), more];
  }

  draw() {
    const path = activeElement()?.dataset.path;
    this.#tabs.setAttribute("aria-label", t("page.languages"));
    this.#tabs.hidden = i18n.languages.length < 2;
    this.node.replaceChildren(this.#tabs, ...this.#parts());
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

  // Says what is not filled in rightly and shows the first such field; gives whether there is none.
  isComplete() {
    const wrong = faults(this.node, this.#tag);
    if (!wrong.length) return true;
    this.tell(wrong);
    this.#isRefused = true;
    this.show(wrong[0][0]);
    return false;
  }

  /**
   * Brings a field into view, its language and the parts of the form around it opened, and puts the focus there.
   * @param {string} path
   */
  show(path) {
    const input = inputAt(this.node, path, this.#tag);
    const row = /** @type {HTMLElement | null | undefined} */ (input?.closest("[data-tag]"));
    if (row) this.#speak(row.dataset.tag ?? "");
    for (let part = input?.closest("details"); part; part = part.parentElement?.closest("details")) part.open = true;
    input?.focus({preventScroll: true});
    input?.scrollIntoView({block: "center"});
    // On a phone the sheet may just be rising, and hides then what stood in its middle.
    this.node.closest(".panel")?.addEventListener("transitionend", () => input?.scrollIntoView({block: "center"}), {
      once: true,
    });
  }

  /**
   * problems: a list of [path of a field, what is wrong there, class].
   * @param {[path: string, text: string, look?: string][]} problems
   */
  tell(problems) {
    this.#isRefused = false;
    this.#problems = problems;
    this.#mark();
  }
}
