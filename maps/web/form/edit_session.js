// The change of one project in the editor: checked by Python's own check while one types, kept as a draft, saved.

/** @import {Draft} from "../editor_types.ts" */
/** @import {Answer, Feature, LazyChunk, Problem} from "../types.ts" */
import {el} from "../core/dom.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {page} from "../core/page_data.js";
import {draft} from "../core/storage.js";
import {showConflict} from "./conflict.js";
import {worded} from "./finding_words.js";
import {placeSearch} from "./place_search.js";
import {ask, send} from "./server.js";
import {showInPanel} from "../panel/panel.js";

/**
 * @param {string} label
 * @param {() => void} act
 * @param {string} [look]
 */
const button = (label, act, look = "text-button") =>
  el("button", {type: "button", class: look, on: {click: act}}, t(label));

class EditSession {
  /** @type {string} */
  #id;
  // The Feature on which the change is made; null for a new project.
  /** @type {Feature | null} */
  #base;
  /** @type {import("./form.js").Form} */
  #form;
  /** @type {(lines: string[], id?: string) => void} */
  #saved;
  // How many checks have been asked for: only the last answer counts, for an earlier one may come after it.
  #checks = 0;
  #timer = 0;
  // Whether it is saved: what was still asked for then ends with the page, which is no news.
  #isSaved = false;
  #status = el("p", {role: "status", class: "small"});
  #conflict = el("div");

  /**
   * chunk: what the lazy chunk exports; feature: the project as the layer has it, if it does; saved: called with what the
   * server said of a save.
   * @param {LazyChunk} options
   * @param {string} id
   * @param {Feature | null} feature
   * @param {Draft | null} unsaved
   * @param {(lines: string[], id?: string) => void} saved
   */
  constructor({Form, openFormPanel}, id, feature, unsaved, saved) {
    this.#id = id;
    this.#base = unsaved ? unsaved.base : feature;
    this.#saved = saved;
    const today = new Date().toISOString().slice(0, 10);
    const start = unsaved?.feature || feature ||
      {
        type: "Feature",
        geometry: null,
        properties: {...(page.projects.some(({article}) => article) && {article: "no"}), checked: today},
      };
    this.#form = new Form(start, {
      fixed: this.#base ? ["id"] : [],
      aid: placeSearch({value: () => this.#form.value(), take: (taken) => this.#form.take(taken)}),
      located: async ({coordinates: [lon, lat]}) => (await ask("at", {lon, lat})).fields,
      changed: () => this.#changed(),
      picture: (file) => send("photo", file),
    });
    openFormPanel({
      title: () => (this.#base ? i18n.version(this.#base.properties, "name")[0] || id : t("edit.new")),
      form: this.#form,
      leave: () => this.#leave(),
      foot: () => this.#foot(),
    });
    if (unsaved || this.#base) this.#check();
  }

  #foot() {
    const forget = () => this.#forget().then(() => this.#leave());
    return [
      this.#conflict,
      el(
        "div",
        {class: "edit-foot"},
        this.#status,
        el(
          "p",
          {class: "actions"},
          button("edit.save", () => this.#save(), "strong-button"),
          button("form.forget", forget),
          this.#base ? button("edit.remove", () => this.#remove(), "text-button problem-error") : null,
        ),
      ),
    ];
  }

  #leave() {
    showInPanel(null);
  }

  // --- checks ----------------------------------------------------------------------------------------------------

  /** @param {Problem[]} problems */
  #tell(problems) {
    const wrong = problems.filter(({level}) => level === "error").length;
    this.#status.textContent = wrong ? t("edit.wrong", {n: wrong}) : t("edit.right");
    this.#form.tell(
      problems.map((problem) => [problem.field, worded(problem), "problem-" + problem.level]),
    );
  }

  async #check() {
    const mine = ++this.#checks;
    const {problems, messages} = await ask("check", {feature: this.#form.value(), based_on: this.#base});
    if (mine !== this.#checks || this.#isSaved) return;
    if (problems) this.#tell(problems);
    else this.#status.textContent = messages.join(" ");
  }

  // --- drafts ----------------------------------------------------------------------------------------------------

  async #keepDraft() {
    const {status, messages} = await ask("draft", {
      id: this.#id,
      draft: {feature: this.#form.value(), base: this.#base},
    });
    if (status !== 200 && !this.#isSaved) this.#status.textContent = messages.join(" ");
  }

  #changed() {
    draft(this.#id, {feature: this.#form.value(), base: this.#base});
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#check();
      this.#keepDraft();
    }, 250);
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#checks++;
    draft(this.#id, null);
    return ask("draft", {id: this.#id, draft: null});
  }

  // --- saving ----------------------------------------------------------------------------------------------------

  /** @param {Answer} options */
  #answered({status, messages, id, problems, current}) {
    if (status === 200) {
      this.#isSaved = true;
      clearTimeout(this.#timer);
      draft(this.#id, null);
      this.#saved(messages, id);
      return;
    }
    this.#status.textContent = messages.join(" ");
    if (problems?.length) {
      this.#tell(problems);
      this.show(problems.find((/** @type {Problem} */ {level}) => level === "error")?.field);
    }
    if (status === 409) {
      showConflict(this.#conflict, this.#base, current, this.#form, (theirs) => {
        this.#base = theirs;
        this.#changed();
      });
    }
  }

  /** @param {string | undefined} field brought into view, if any */
  show(field) {
    if (field) this.#form.show(field);
  }

  async #save() {
    if (this.#form.isComplete()) this.#answered(await ask("save", {feature: this.#form.value(), based_on: this.#base}));
  }

  async #remove() {
    if (confirm(t("edit.sure"))) this.#answered(await ask("remove", {based_on: this.#base}));
  }
}

/**
 * Opens the form on a project. chunk: what the lazy chunk exports; feature: the project as the layer has it, or nothing;
 * unsaved: its draft; saved: called with what the server said of a save.
 * @param {LazyChunk} chunk
 * @param {string} id
 * @param {Feature | null} feature
 * @param {Draft | null} unsaved
 * @param {(lines: string[], id?: string) => void} saved
 */
export function openSession(chunk, id, feature, unsaved, saved) {
  return new EditSession(chunk, id, feature, unsaved, saved);
}
