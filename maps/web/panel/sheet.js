// How high the panel stands: beside the map it is open or closed, on a phone it is a sheet that is pulled up.

import {el} from "../core/dom.js";
import {fire} from "../core/events.js";
import {t} from "../core/i18n.js";
import {store} from "../data/store.js";
import {map} from "../map/viewport.js";
import {height, opener, panel, TOP_BAR, wide} from "./covers.js";

const HEIGHTS = ["closed", "half", "full"];
const handle = el("button", {
  type: "button",
  class: "handle",
  on: {click: () => setHeight(HEIGHTS[(HEIGHTS.indexOf(height()) + 1) % 3])},
});

/** @param {string} to */
export function setHeight(to) {
  panel.dataset.height = to;
  opener.hidden = !wide.matches || to !== "closed";
  drawHandle();
  // Beside a half sheet the map is smaller: who fits it to something must know its size now.
  map.invalidateSize({animate: false});
  fire("layout");
}

export function drawHandle() {
  // The name says what a press does. What is open tells the count itself.
  /** @type {Record<string, string>} */
  const acts = {closed: "panel.open", half: "panel.enlarge", full: "panel.close"};
  const act = t(acts[height()]);
  const count = height() === "closed" ? t("panel.shown", {n: store.count, shown: store.visible().length}) : "";
  handle.setAttribute("aria-label", [count, act].filter(Boolean).join(". "));
  handle.replaceChildren(el("span", {class: "handle-grip"}), el("span", {}, count));
}

/**
 * The sheet follows the finger and rests at the nearest of its heights; a drag that the system breaks off is none.
 * @param {PointerEvent} down
 */
function drag(down) {
  const from = panel.getBoundingClientRect().height;
  const dragging = new AbortController();
  const {signal} = dragging;
  let to = 0;
  handle.setPointerCapture(down.pointerId);
  handle.addEventListener("pointermove", ({clientY}) => {
    if (!to && Math.abs(clientY - down.clientY) <= 6) return;
    to = Math.max(52, Math.min(innerHeight - TOP_BAR, from + down.clientY - clientY));
    panel.classList.add("dragging");
    panel.style.height = to + "px";
  }, {signal});
  /** @param {Event} options */
  const stop = ({type}) => {
    dragging.abort();
    panel.classList.remove("dragging");
    panel.style.height = "";
    if (!to || type === "pointercancel") return;
    const share = to / innerHeight;
    setHeight(share < 0.25 ? "closed" : share < 0.7 ? "half" : "full");
    /**
     * A mouse clicks at the end of a drag, which is no press.
     * @param {Event} click
     */
    const swallow = (click) => click.stopImmediatePropagation();
    handle.addEventListener("click", swallow, {capture: true});
    setTimeout(() => handle.removeEventListener("click", swallow, {capture: true}));
  };
  handle.addEventListener("pointerup", stop, {signal});
  handle.addEventListener("pointercancel", stop, {signal});
}

// Lowers a sheet that covers the whole map.
export function uncover() {
  if (!wide.matches && height() === "full") setHeight("half");
}

// Gives the handle, for the panel to hold.
export function startSheet() {
  handle.addEventListener("pointerdown", drag);
  // Without this a browser takes the tap after a flick for the end of a scroll.
  handle.addEventListener("touchmove", (event) => event.preventDefault(), {passive: false});
  wide.addEventListener("change", () => setHeight(wide.matches ? "full" : "half"));
  return handle;
}
