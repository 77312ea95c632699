// What few readers want at once lies packed in the page, and is unpacked when it is first wanted: figures, events, the
// table, and the form for suggestions. Here stand their buttons and addresses.

/** @import {FormSchema, LazyChunk} from "../types.ts" */
import {el} from "./dom.js";
import * as i18n from "./i18n.js";
import {t} from "./i18n.js";
import {inflatedPart} from "./inflate.js";
import {say} from "./notice.js";
import {ownFields, partsOf} from "./own_fields.js";
import {page, whole} from "./page_data.js";
import * as urlState from "./url_state.js";

/** @type {Promise<LazyChunk> | null} */
let loading = null;
/** @type {(name: string, script: string) => any} */
let runChunk;
/** @type {FormSchema} */
let schema;
let table = "";
// What the button of a project does, and how it and the one for a new project are called.
/** @type {{open: (project?: {id: string}) => unknown, labels: string[]}} */
let suggestion = {
  /** @param {{id: string}} [project] */
  open: async (project) => (await unpacked()).suggest(project),
  labels: ["suggest.new", "suggest.correction"],
};

async function unpack() {
  if (!("DecompressionStream" in globalThis)) {
    say(t("page.old_browser"));
    // What waits for the chunk waits for ever.
    return /** @type {Promise<never>} */ (new Promise(() => {}));
  }
  const [{script, style, schema: own}, words] = await Promise.all([
    ...["later", "later_words"].map(async (name) => (await inflatedPart(name)).json()),
    whole(),
  ]);
  Object.assign(i18n.entries, words);
  schema = {...own, ...page.schema};
  if (ownFields.length) schema.groups.own = ownFields.flatMap(partsOf);
  // A layer that speaks of no article is not asked for one.
  const {groups} = schema;
  if (!page.codes.article.length) groups.evidence = groups.evidence.filter(([name]) => name !== "article");
  // The page's policy admits these two, and no other script or style, by their hashes.
  document.head.append(el("style", {}, style));
  return runChunk("lazy_chunk", script);
}

// What the lazy chunk exports, once it is there.
export const unpacked = () => (loading ||= unpack());

// The schema as the form reads it (maps/page/form_schema.py); there from when the chunk is.
export const formSchema = () => schema;

export async function showTable() {
  (await unpacked()).openTable();
}

/** @param {{id: string}} [project] */
export const suggest = (project) => suggestion.open(project);

/**
 * The button that opens the form for a project, or for a new one.
 * @param {{id: string}} [project]
 */
export function suggestButton(project) {
  const [add, change] = suggestion.labels;
  return el("button", {
    type: "button",
    class: "text-button suggest",
    "data-key": "suggest",
    on: {click: () => suggest(project)},
  }, t(project ? change : add));
}

/**
 * Puts another form in place of the one for suggestions: the editor's.
 * @param {(project?: {id: string}) => void} open
 * @param {string[]} labels
 */
export function useSuggestion(open, labels) {
  suggestion = {open, labels};
}

/**
 * run: runs a script and gives what it exports (chunks.js).
 * @param {(name: string, script: string) => any} run
 */
export function startLazy(run) {
  runChunk = run;
  // Once it is unpacked, the table has this part of the address itself.
  urlState.part("table", () => table, (value) => {
    table = value;
    if (value) unpacked().then(urlState.read);
  });
}
