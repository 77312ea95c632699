// The picture of a record: seen, chosen or dropped here, prepared by who opened the form.

/** @import {Position} from "../types.ts" */
import {el} from "../core/dom.js";
import {t} from "../core/i18n.js";
import {page} from "../core/page_data.js";

/**
 * What becomes of a file that was chosen: the picture's path in the layer, an address to show it by, where it says that
 * it was taken, or why it is not taken.
 * @typedef {{src?: string, address?: string, at?: Position | null, messages?: string[]}} PreparedPicture
 */

/**
 * @typedef {{
 *   prepare: (file: File) => Promise<PreparedPicture>,
 *   placeAt: (position: Position) => void,
 *   redraw: (src: string) => void,
 * }} PictureHost
 */

// Pictures that were prepared since the page was opened, by their paths.
/** @type {Map<string, PreparedPicture>} */
const prepared = new Map();

/**
 * The address by which a picture of the layer can be seen; none of one that the page has not.
 * @param {string} src
 */
function addressOf(src) {
  const images = page.projects.flatMap((project) => project.images || []);
  return prepared.get(src)?.address ?? images.find(({file}) => file === src)?.src;
}

/**
 * Where a photograph was taken, offered as the project's place.
 * @param {string} src
 * @param {PictureHost} host
 */
function placeOffer(src, {placeAt}) {
  const at = prepared.get(src)?.at;
  if (!at) return null;
  const take = () => {
    prepared.set(src, {...prepared.get(src), at: null});
    placeAt(at);
  };
  return el("button", {type: "button", class: "text-button", on: {click: take}}, t("form.picture_place"));
}

/**
 * @param {string} src
 * @param {HTMLElement} input for the path
 * @param {PictureHost} host
 */
export function pictureField(src, input, host) {
  const status = el("span", {role: "status", class: "small"});
  /** @param {File | undefined} file */
  const take = async (file) => {
    if (!file) return;
    status.textContent = "…";
    const picture = await host.prepare(file);
    status.textContent = (picture.messages || []).join(" ");
    if (!picture.src) return;
    prepared.set(picture.src, picture);
    host.redraw(picture.src);
  };
  const chooser = el("input", {
    type: "file",
    accept: "image/*,.heic,.heif",
    hidden: true,
    on: {change: () => take(chooser.files?.[0])},
  });
  const address = addressOf(src);
  return el(
    "span",
    {
      class: "several picture-field",
      on: {
        dragover: (/** @type {DragEvent} */ event) => event.preventDefault(),
        drop: (/** @type {DragEvent} */ event) => {
          // A file that is dropped elsewhere on the page is one with projects.
          event.preventDefault();
          event.stopPropagation();
          document.body.classList.remove("dropping");
          take(event.dataTransfer?.files[0]);
        },
      },
    },
    address ? el("img", {src: address, alt: ""}) : null,
    el("button", {type: "button", class: "text-button", on: {click: () => chooser.click()}}, t("form.picture_choose")),
    chooser,
    placeOffer(src, host),
    status,
    input,
  );
}
