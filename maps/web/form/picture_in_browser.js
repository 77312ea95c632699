// A picture prepared without a server, for a suggestion: drawn anew on a canvas, which takes its pixels alone along.

/** @import {PreparedPicture} from "./picture_field.js" */
import {t} from "../core/i18n.js";

// Pixels of the longer side, bytes of a picture, and pictures of a suggestion.
const SIDE = 1280;
const MAX_BYTES = 300_000;
const MOST = 2;
// How well it is drawn, one after the other until it is small enough.
const QUALITIES = [0.8, 0.65, 0.5, 0.35, 0.2];

/**
 * @param {ImageBitmap} image
 * @param {number} side pixels of the longer side
 */
function canvasOf(image, side) {
  const scale = Math.min(1, side / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const context = canvas.getContext("2d");
  // JPEG, which every browser writes, has no transparency.
  if (context) context.fillStyle = "#fff";
  context?.fillRect(0, 0, canvas.width, canvas.height);
  context?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/**
 * @param {ImageBitmap} image
 * @returns {Promise<string | null>} its data: address, null where it cannot be made small enough
 */
async function small(image) {
  for (const side of [SIDE, SIDE / 2]) {
    const canvas = canvasOf(image, side);
    for (const quality of QUALITIES) {
      const address = canvas.toDataURL("image/jpeg", quality);
      if (address.length * 0.75 <= MAX_BYTES) return address;
    }
  }
  return null;
}

/**
 * What prepares pictures for one suggestion. kept: the pictures by their paths, base64; used: the paths that its project
 * names, for those that were taken out again do not count.
 * @param {Record<string, string>} kept
 * @param {() => string[]} used
 * @returns {(file: File) => Promise<PreparedPicture>}
 */
export function pictureMaker(kept, used) {
  return async (file) => {
    for (const path of Object.keys(kept)) if (!used().includes(path)) delete kept[path];
    if (Object.keys(kept).length >= MOST) return {messages: [t("form.picture_many", {n: MOST})]};
    const image = await createImageBitmap(file).catch(() => null);
    const address = image && (await small(image));
    image?.close();
    if (!address) return {messages: [t("form.picture_bad")]};
    const name = file.name.replace(/\.[^.]*$/, "").toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").slice(0, 40);
    let number = 1;
    const path = () => `photos/${name.replaceAll(/^-|-$/g, "") || "photo"}${number > 1 ? "-" + number : ""}.jpg`;
    while (used().includes(path())) number++;
    kept[path()] = address.slice(address.indexOf(",") + 1);
    return {src: path(), address};
  };
}
