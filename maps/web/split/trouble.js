// What is said of the files beside the page: that they are being read, or cannot be, with a button to try again.

import {el} from "../core/dom.js";
import {on} from "../core/events.js";
import {entry, t} from "../core/i18n.js";
import {again, hasFailed, isFromDisk} from "./files.js";

const box = el("div", {class: "beside-panel trouble", role: "alert", hidden: true});
const reading = el("div", {class: "beside-panel reading small", role: "status"});

/** What makes a folder a web server, and where the page then is. */
const SERVER = {command: "python -m http.server", address: "http://localhost:8000/"};

/** That a page from disk may read no files, and what to do. */
function fromDisk() {
  const parts = entry("split.from_disk").split(/\{(\w+)\}/);
  return el(
    "p",
    {},
    ...parts.map((/** @type {string} */ part, /** @type {number} */ i) =>
      i % 2 ? el("code", {}, /** @type {Record<string, string>} */ (SERVER)[part]) : part
    ),
  );
}

function draw() {
  box.hidden = !isFromDisk && !hasFailed();
  if (box.hidden) box.replaceChildren();
  else if (isFromDisk) box.replaceChildren(fromDisk());
  else {
    box.replaceChildren(
      el("p", {}, t("split.failed")),
      el("button", {type: "button", class: "strong-button", on: {click: again}}, t("split.again")),
    );
  }
}

// What takes longer than this many milliseconds is told.
const A_MOMENT = 700;
let timer = 0;

/** @param {{busy: boolean}} options */
function tellReading({busy}) {
  if (!busy) {
    clearTimeout(timer);
    timer = 0;
    reading.textContent = "";
  } else timer ||= setTimeout(() => (reading.textContent = t("split.reading")), A_MOMENT);
}

/** @param {HTMLElement} host */
export function startTrouble(host) {
  host.append(box, reading);
  on("trouble language", draw);
  on("reading", tellReading);
  draw();
}
