// A small card beside what the pointer or the focus is on: name, status, one number.

/** @import {Project} from "../types.ts" */
import {el} from "../core/dom.js";
import {openCard} from "../core/events.js";
import * as formats from "../core/formats.js";
import {textEl} from "../core/i18n.js";
import {codeName} from "../core/terms.js";
import {store} from "../data/store.js";
import {map} from "./viewport.js";

/** @type {Project} */
let subject;
const card = el("div", {class: "peek", "aria-hidden": "true", on: {click: () => openCard(subject)}});

/** @param {Project} options */
function number({value: [sum] = [], figures: [figure] = []}) {
  if (figure) return formats.unit(figure.value, figure.unit, figure.qualifier);
  return sum ? formats.money(sum.amount, sum.currency, sum.qualifier) : "";
}

export const hidePeek = () => card.remove();

/**
 * Shows the card of a project above a place of the window, below it where there is no room.
 * @param {Project} project
 * @param {{left: number, right: number, top: number, bottom: number}} at
 */
export function peek(project, at) {
  if (!store.need([project])) return;
  subject = project;
  const facts = [codeName("status", project.status), number(project)].filter(Boolean).join(" · ");
  card.replaceChildren(textEl("b", project, "name"), el("span", {}, facts));
  map.getContainer().append(card);
  const frame = map.getContainer().getBoundingClientRect();
  const [width, height] = [card.offsetWidth, card.offsetHeight];
  const x = Math.max(4, Math.min(frame.width - width - 4, (at.left + at.right - width) / 2 - frame.left));
  const above = at.top - frame.top - height - 8;
  card.style.left = x + "px";
  card.style.top = (above > 4 ? above : at.bottom - frame.top + 8) + "px";
}
