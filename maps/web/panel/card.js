// The open card: where it is shown, how one turns to the next project, what one can do with it.

/** @import {OpenCard} from "../card_types.ts" */
/** @import {CardOptions, Project} from "../types.ts" */
import {byId, el, within} from "../core/dom.js";
import {fire, on} from "../core/events.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {L} from "../core/leaflet.js";
import * as urlState from "../core/url_state.js";
import {store} from "../data/store.js";
import {anchorOf, showProject} from "../map/markers.js";
import {covers, map} from "../map/viewport.js";
import {renderCard} from "./card_content.js";
import {showInPanel} from "./panel.js";

// What the buttons below a card do: functions of a project that give a button.
/** @type {((project: Project) => Node)[]} */
let actionsOf = [];

// What is open: {among, index, host, focusBack}; a host shows a node and takes it away again.
/** @type {OpenCard} */
let current = /** @type {any} */ (null);

const currentProject = () => /** @type {Project} */ (current.among.at(current.index));

// The project whose card was asked for last; its texts may have to be read first.
/** @type {Project | null} */
let wanted = null;

/**
 * @param {L.LatLng} at
 * @param {number} lift
 */
function popupHost(at, lift) {
  const {left, top, right, bottom} = covers();
  const {x, y} = map.getSize();
  const width = Math.min(380, x - left - right - 24);
  const popup = L.popup({
    className: "card-popup",
    closeButton: false,
    minWidth: width,
    maxWidth: width,
    offset: [0, -lift],
    maxHeight: Math.max(160, Math.min(620, y - top - bottom - 60)),
    autoPanPaddingTopLeft: [left + 12, top + 12],
    autoPanPaddingBottomRight: [right + 12, bottom + 12],
  }).setLatLng(at);
  popup.on("remove", () => {
    if (current?.host.popup === popup) current = /** @type {any} */ (null);
  });
  return {
    popup,
    show: (/** @type {HTMLElement} */ node) => popup.setContent(node).openOn(map),
    remove: () => map.closePopup(popup),
  };
}

const panelHost = () => ({
  /** @param {HTMLElement} node */
  show: (node) => showInPanel(node, currentProject()),
  remove: () => showInPanel(null),
  inPanel: true,
});

function pager() {
  const {among, index} = current;
  if (among.length < 2) return null;
  /**
   * @param {number} by
   * @param {string} label
   * @param {string} sign
   */
  const step = (by, label, sign) =>
    el("button", {
      type: "button",
      class: "icon-button",
      "data-step": by,
      "aria-label": t(label),
      title: t(label),
      on: {click: () => turn(by)},
    }, sign);
  return el(
    "div",
    {class: "pager"},
    step(-1, "card.previous", "‹"),
    el("span", {"aria-live": "polite"}, t("card.of", {i: index + 1, n: among.length})),
    step(1, "card.next", "›"),
  );
}

function bar() {
  if (current.host.inPanel) {
    const back = el("button", {type: "button", class: "text-button back", on: {click: shut}}, "‹ " + t("card.back"));
    return el("div", {class: "card-bar card-bar-panel"}, back, pager());
  }
  const close = el("button", {
    type: "button",
    class: "icon-button card-close",
    "aria-label": t("card.close"),
    title: t("card.close"),
    on: {click: shut},
  }, "×");
  return el("div", {class: "card-bar"}, pager(), close);
}

/** @param {Project} project */
const actions = (project) => el("div", {class: "actions card-actions"}, ...actionsOf.map((button) => button(project)));

// Shows the current project; gives the shown element.
function show() {
  const project = currentProject();
  const role = current.host.inPanel ? "region" : "dialog";
  const frame = el(
    "div",
    {class: "card-frame", role, "aria-label": i18n.version(project, "name")[0]},
    bar(),
    renderCard(project),
    actions(project),
  );
  // The card is no part of the map's own gestures: its text can be marked, its list scrolled.
  if (!current.host.inPanel) L.DomEvent.disableClickPropagation(frame).disableScrollPropagation(frame);
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Escape") shut();
  });
  current.host.show(frame);
  fire("chosen", {project});
  return frame;
}

/** @param {number} by */
function turn(by) {
  const {among, index} = current;
  current.index = (index + by + among.length) % among.length;
  const project = currentProject();
  store.when([project], () => {
    if (current?.among.at(current.index) !== project) return;
    within(show(), `[data-step="${by}"]`).focus();
    // The step first: a map that jumps tells of its view at once, which is no step.
    urlState.write(true);
    if (current.host.inPanel) showProject(project);
  });
}

// Takes the card away and gives the focus back to where it was opened, which may have been drawn anew since.
function shut() {
  wanted = null;
  if (!current) return;
  const {host, focusBack} = current;
  const {id} = currentProject();
  current = /** @type {any} */ (null);
  host.remove();
  fire("chosen", {project: null});
  (focusBack?.() || within(byId("panel-body"), `[data-id="${CSS.escape(id)}"]`))?.focus();
  urlState.write(true);
}

/**
 * Opens the card of a project in the panel, or where there is none at its place on the map.
 * anchor: {at, lift} of a mark that was chosen; among: the projects to page through; focusBack: gives what to
 * focus afterwards, by default the project's entry in the list; quiet: neither focus nor a step in the history.
 * @param {Project} project
 * @param {CardOptions} options
 */
function open(project, options) {
  wanted = project;
  store.when([project], () => wanted === project && reveal(project, options));
}

/**
 * @param {Project} project
 * @param {CardOptions} [options]
 */
function reveal(project, {anchor = null, among = [project], focusBack = null, quiet = false, stay = false} = {}) {
  const popup = document.body.matches(".embed, .presenting");
  // From a mark of the map the reader pages on through the list, after the projects that share the mark.
  if (anchor && !popup) {
    among = among.length > 1 ? store.joined(/** @type {Project[]} */ (among), store.ordered()) : store.ordered();
  }
  // One that the reader's choices leave out stands before those that they leave.
  if (among.indexOf(project) < 0) among = store.joined([project], among);
  if (popup && !anchor) showProject(project);
  const where = popup ? anchor || anchorOf(project) : null;
  if (popup && !where) return;
  if (current) current.host.remove();
  const rows = popup && !anchor ? [project] : among;
  const host = where ? popupHost(where.at, where.lift) : panelHost();
  current = {among: rows, index: Math.max(0, rows.indexOf(project)), host, focusBack};
  const frame = show();
  if (!quiet) {
    within(frame, "h2").focus({preventScroll: true});
    urlState.write(true);
  }
  if (!popup && !stay) showProject(project);
}

/** @param {((project: Project) => Node)[]} actionButtons */
export function startCard(actionButtons) {
  actionsOf = actionButtons;
  on("open-card", ({project, options}) => open(project, options));
  on("close-card", shut);
  urlState.part("project", () => (current ? currentProject().id : ""), (id) => {
    const project = store.get(id);
    if (project && current?.among.at(current.index) !== project) {
      // The view that the address names is what its reader saw.
      open(project, {among: store.ordered(), quiet: true, stay: urlState.has("view")});
    } else if (!project && current) shut();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) shut();
  });
  on("language", () => {
    if (current) show();
  });
}
