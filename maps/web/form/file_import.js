// A file dropped onto the map, or chosen by a button: the server reads it as `coopmap import` does and says what it would
// bring; one more button takes it in.

/** @import {FilePreview} from "../editor_types.ts" */
/** @import {Answer, LazyChunk} from "../types.ts" */
import {grouped} from "../core/grouped.js";
import {el} from "../core/dom.js";
import {listed, t} from "../core/i18n.js";
import {say} from "../core/notice.js";
import * as lazy from "../core/lazy.js";
import {closeDrawer, openDrawer} from "./drawer.js";
import {columnUse, fieldName, worded} from "./finding_words.js";
import {ask, send} from "./server.js";

// What a gap has not that a finding has.
const NO_FINDING = {level: "warning", expected: "", fix: ""};

/** @type {(key: string, rows: (Node | null)[]) => Node | null} */
const part = (key, rows) => (rows.length ? el("div", {}, el("h3", {}, t(key)), ...rows) : null);

/** @param {string[]} lines */
const list = (lines) => (lines.length ? [el("ul", {}, ...lines.map((line) => el("li", {}, line)))] : []);

/**
 * A table with heads for rows of cells.
 * @param {string[][]} rows
 */
const table = (rows) =>
  el("table", {}, ...rows.map((cells) => el("tr", {}, ...cells.map((cell) => el("td", {}, cell)))));

/**
 * @param {FilePreview} preview
 * @param {LazyChunk["label"]} label
 */
function bodyOf({counts, columns, unused, notes, gaps, rows, more}, label) {
  const name = (/** @type {string} */ path) => fieldName(path, label);
  /** @param {FilePreview["rows"][number]} row */
  const cells = ({what, where, name: title, absent, problems}) => [
    where.replace(/^row /, ""),
    title,
    what === "wrong"
      ? problems.map((problem) => `${problem.field.replace(/^column /, "")}: ${worded(problem)}`).join("; ")
      : absent.length
      ? `${t("edit.finding.not-told")}: ${listed(absent.map(name))}`
      : "",
  ];
  const groups = [...grouped(rows, ({what}) => what)].map(([what, group]) =>
    el("div", {}, el("h3", {}, t("edit.row." + what, {n: counts[what]})), table(group.map(cells)))
  );
  return [
    el("p", {}, Object.entries(counts).filter(([, n]) => n).map(([what, n]) => t("edit.row." + what, {n})).join(" · ")),
    part("edit.gaps", list(gaps.map(({n, ...gap}) => `${name(gap.field)}: ${worded({...NO_FINDING, ...gap})} (${n})`))),
    part("edit.columns", [
      table(columns.map(({header, field, sample}) => [header, "→ " + columnUse(field, label), sample])),
    ]),
    part("edit.unused", list(unused)),
    part("edit.notes", list(notes)),
    ...groups,
    more ? el("p", {}, t("edit.more", {n: more})) : null,
  ];
}

/**
 * @param {FilePreview} preview
 * @param {(lines: string[]) => void} taken
 */
async function show(preview, taken) {
  const {label} = await lazy.unpacked();
  const n = preview.counts.new + preview.counts.changed;
  const take = el("button", {
    type: "button",
    class: "strong-button",
    on: {
      click: async () => {
        take.disabled = true;
        const {status, messages, counts} = await ask("take", {key: preview.key});
        if (status === 200) taken([t("edit.taken", {file: preview.file, n: counts.new + counts.changed})]);
        else {
          say(messages.join(" "));
          closeDrawer();
        }
      },
    },
  }, t("edit.take_in", {n}));
  openDrawer(t("edit.preview", {file: preview.file}), bodyOf(preview, label), {buttons: n ? [take] : []});
}

/**
 * @param {File} file
 * @param {(lines: string[]) => void} taken
 */
async function read(file, taken) {
  openDrawer(t("edit.reading", {file: file.name}), []);
  const answer = /** @type {Answer & FilePreview} */ (await send("import", file));
  if (answer.status === 200) await show(answer, taken);
  else {openDrawer(t("edit.preview", {file: file.name}), [
      el("p", {class: "problem-error", role: "alert"}, answer.messages.join(" ")),
    ]);}
}

/**
 * The button that chooses a file, once files can be dropped onto the page too. taken: called with what was done.
 * @param {(lines: string[]) => void} taken
 */
export function fileButton(taken) {
  const input = el("input", {type: "file", hidden: true, "aria-hidden": "true", tabindex: "-1"});
  input.addEventListener("change", () => {
    if (input.files?.[0]) read(input.files[0], taken);
    input.value = "";
  });
  return el(
    "span",
    {},
    el("button", {type: "button", class: "text-button", on: {click: () => input.click()}}, t("edit.from_file")),
    input,
  );
}

/** @param {(lines: string[]) => void} taken */
export function startDrop(taken) {
  const {classList} = document.body;
  const hasFile = (/** @type {DragEvent} */ event) => Boolean(event.dataTransfer?.types.includes("Files"));
  const hint = el("div", {class: "edit-drop", "aria-hidden": "true"});
  document.body.append(hint);
  addEventListener("dragover", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    hint.textContent = t("edit.drop");
    classList.add("dropping");
  });
  addEventListener("dragleave", (event) => event.relatedTarget || classList.remove("dropping"));
  addEventListener("drop", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    classList.remove("dropping");
    const file = event.dataTransfer?.files[0];
    if (file) read(file, taken);
  });
}
