// The editor: the form for a project as the server of `coopmap edit` serves it, with Python's own check, drafts and saving.

import {el} from "../core/dom.js";
import {on} from "../core/events.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {say} from "../core/notice.js";
import {page} from "../core/page_data.js";
import {draft} from "../core/storage.js";
import * as urlState from "../core/url_state.js";
import {openSession} from "./edit_session.js";
import {fileButton, startDrop} from "./file_import.js";
import {ask} from "./server.js";
import {openToDo} from "./to_do.js";
import * as lazy from "../core/lazy.js";
import {map} from "../map/viewport.js";

const {file, drafts} = page.editor;
const box = el("section", {class: "edit-box"});
/**
 * @param {string} label
 * @param {() => void} act
 */
const button = (label, act) => el("button", {type: "button", class: "text-button", on: {click: act}}, t(label));

// Under which the browser remembers that the table of what is to do is open.
const TO_DO = "coopmap to do";

// What the server said before the page was loaded anew.
const said = JSON.parse(sessionStorage.getItem("coopmap said") || "[]");

/**
 * The page is made anew from the layer, and then says what was done.
 * @param {string[]} lines
 * @param {Record<string, string>} [address] what changes in the address
 */
function reload(lines, address = {project: ""}) {
  sessionStorage.setItem("coopmap said", JSON.stringify(lines));
  // In one step: setting the hash first is a navigation of its own, which the reload would have to overtake.
  history.replaceState(null, "", urlState.link(address));
  location.reload();
}

/** @param {boolean} back */
async function travel(back) {
  const {status, messages} = await ask("undo", {again: !back});
  if (status === 200) reload(messages);
  else say(messages.join(" "));
}

/** @param {string[]} lines */
function taken(lines) {
  sessionStorage.setItem(TO_DO, "open");
  reload(lines, {project: "", view: ""}); // so that the new projects are seen
}

// The table stays open over a save, which loads the page anew; what is saved in it is on the map once it is closed.
async function toDo() {
  let isChanged = false;
  sessionStorage.setItem(TO_DO, "open");
  await openToDo(await lazy.unpacked(), {
    edit: (id, field) => edit({id}, field),
    saved: () => (isChanged = true),
    leave: () => {
      sessionStorage.removeItem(TO_DO);
      if (isChanged) reload([t("edit.saved")]);
    },
  });
}

// What was done, and what is left to do, in a box on the map.
function drawBox() {
  const left = drafts.map(({id, ...names}) => {
    const go = button("edit.drafts", () => edit({id}));
    go.textContent = i18n.version(names, "name")[0] || id || t("edit.new");
    return el("li", {}, go);
  });
  box.replaceChildren(...[
    el("h2", {}, t("edit.file", {file})),
    el("div", {role: "status", class: "edit-said"}, ...said.map((/** @type {string} */ line) => el("p", {}, line))),
    el(
      "p",
      {class: "actions"},
      button("edit.new", () => edit()),
      fileButton(taken),
      button("edit.todo", toDo),
      button("edit.undo", () => travel(true)),
      button("edit.redo", () => travel(false)),
    ),
    left.length ? el("div", {}, el("h3", {}, t("edit.drafts")), el("ul", {}, ...left)) : null,
  ].filter((part) => part !== null));
}

/**
 * @param {{id: string} | undefined} [project]
 * @param {string} [field] shown when the form is open
 */
async function edit(project, field) {
  const id = project?.id || "";
  const chunk = await lazy.unpacked();
  const {status, messages, feature, draft: unsaved} = await ask("open", {id});
  if (status === 200) {
    const saved = (/** @type {string[]} */ lines, savedId = "") => reload(lines, {project: savedId});
    openSession(chunk, id, feature, draft(id) || unsaved, saved).show(field);
  } else say(messages.join(" "));
}

export function startEditor() {
  sessionStorage.removeItem("coopmap said");
  startDrop(taken);
  lazy.useSuggestion(edit, ["edit.new", "edit.change"]);
  map.getContainer().parentElement?.append(box);
  drawBox();
  on("language", drawBox);
  if (sessionStorage.getItem(TO_DO)) toDo();
}
