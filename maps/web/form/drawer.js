// A sheet at the foot of the map, beside the panel: what a file brings, what is to do.

import {el, within} from "../core/dom.js";
import {fire} from "../core/events.js";
import {t} from "../core/i18n.js";
import {coverBy} from "../map/viewport.js";

const drawer = el("section", {class: "edit-drawer", hidden: true});
// What it covers of the map, beside the panel.
coverBy((under) =>
  drawer.offsetHeight
    ? {...under(), bottom: Math.max(under().bottom, innerHeight - drawer.getBoundingClientRect().top)}
    : null
);

/** @type {() => void} */
let closed = () => {};

/**
 * Shows it with a heading, a body, and buttons beside the heading.
 * @param {string} title
 * @param {(Node | string | null)[]} body
 * @param {{buttons?: Node[], leave?: () => void}} [options] leave: called when it is closed
 */
export function openDrawer(title, body, {buttons = [], leave = () => {}} = {}) {
  closed = leave;
  const close = el("button", {type: "button", class: "text-button", on: {click: closeDrawer}}, t("edit.close"));
  drawer.setAttribute("aria-label", title);
  drawer.replaceChildren(
    el("div", {class: "edit-drawer-head"}, el("h2", {tabindex: "-1"}, title), ...buttons, close),
    ...body.filter((part) => part !== null),
  );
  if (!drawer.isConnected) document.body.append(drawer);
  drawer.hidden = false;
  document.body.classList.add("with-drawer");
  fire("layout");
  within(drawer, "h2").focus();
}

export function closeDrawer() {
  drawer.hidden = true;
  document.body.classList.remove("with-drawer");
  fire("layout");
  closed();
}
