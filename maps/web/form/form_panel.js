// The panel with a form in it; it ends by itself when the panel shows something else.

import {el, within} from "../core/dom.js";
import {closeCard, on} from "../core/events.js";
import {t} from "../core/i18n.js";
import {showInPanel} from "../panel/panel.js";

/**
 * @param {HTMLElement} frame
 * @param {() => void} ended
 */
const watched = (frame, ended) => {
  const watch = new MutationObserver(() => {
    if (frame.isConnected) return;
    watch.disconnect();
    ended();
  });
  watch.observe(/** @type {Node} */ (frame.parentNode), {childList: true});
};

/**
 * Bar, form, what stands below.
 * @param {{title: () => string, form: import("./form.js").Form, foot: () => (Node | null)[], leave: () => void}} options
 */
export function openFormPanel({title, form, foot, leave}) {
  const frame = el("form", {
    class: "card-frame workplace",
    novalidate: true,
    on: {
      /** @param {Event} event */
      submit: (event) => event.preventDefault(),
      /** @param {KeyboardEvent} event */
      keydown: (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
        event.preventDefault();
        form[event.shiftKey ? "redo" : "undo"]();
      },
    },
  });

  function draw() {
    /**
     * @param {string} key
     * @param {string} sign
     * @param {() => void} act
     */
    const button = (key, sign, act) =>
      el("button", {type: "button", class: "icon-button", title: t(key), "aria-label": t(key), on: {click: act}}, sign);
    frame.replaceChildren(
      el(
        "div",
        {class: "card-bar card-bar-panel"},
        el("button", {type: "button", class: "text-button back", on: {click: leave}}, "‹ " + t("card.back")),
        button("form.undo", "↶", () => form.undo()),
        button("form.redo", "↷", () => form.redo()),
      ),
      el("h2", {tabindex: "-1"}, title()),
      form.node,
      .../** @type {Node[]} */ (foot().filter(Boolean)),
    );
    form.draw();
  }

  closeCard();
  draw();
  showInPanel(frame, {});
  watched(frame, () => form.pins.remove());
  on("language", () => frame.isConnected && draw());
  within(frame, "h2").focus();
}
