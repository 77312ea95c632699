// A project's photographs, each with whose it is; two of the same view under a slider that goes from before to after.

/** @import {Project} from "../types.ts" */
import {el} from "../core/dom.js";
import * as i18n from "../core/i18n.js";
import {listed, t} from "../core/i18n.js";

/** @typedef {NonNullable<Project["images"]>[number]} Photograph */

/**
 * Those that travel inside the page.
 * @param {Project} project
 */
export const photographsOf = ({images = []}) => images.filter((image) => String(image.src).startsWith("data:image/"));

/** @param {Photograph} image */
const credit = (image) => listed([image.credit, image.licence]);

/**
 * @param {Photograph} image
 * @param {import("../types.ts").Attributes} [attributes]
 */
export const picture = (image, attributes = {}) =>
  el("img", {...attributes, src: image.src, alt: i18n.version(image, "alt")[0]});

/**
 * What lies under the slider; in words, for who cannot see it.
 * @param {string} value
 */
const seen = (value) => `${t("pair.before")} ${value} %, ${t("pair.after")} ${100 - Number(value)} %`;

/**
 * The slider is the browser's own: keys, touch and screen readers move it as any other, and nothing moves by itself.
 * @param {Photograph} before
 * @param {Photograph} after
 */
function pair(before, after) {
  const slider = el("input", {
    type: "range",
    min: 0,
    max: 100,
    value: 50,
    "aria-label": `${t("pair.before")} – ${t("pair.after")}`,
    "aria-valuetext": seen("50"),
    on: {
      input: () => {
        view.style.setProperty("--at", slider.value + "%");
        slider.setAttribute("aria-valuetext", seen(slider.value));
      },
    },
  });
  /**
   * @param {string} side
   * @param {Photograph} image
   */
  const half = (side, image) =>
    el("span", {class: "pair-" + side}, picture(image), el("span", {class: "pair-label"}, t("pair." + side)));
  // From left to right as time runs, whichever way the language is written.
  const view = el("div", {class: "pair-view", dir: "ltr"}, half("before", before), half("after", after), slider);
  const credits = [...new Set([credit(before), credit(after)])].filter(Boolean).join("; ");
  return el("figure", {class: "photo pair"}, view, el("figcaption", {class: "small"}, credits));
}

/** @param {Photograph} image */
const single = (image) =>
  el(
    "figure",
    {class: "photo"},
    picture(image),
    el(
      "figcaption",
      {class: "small"},
      [image.pair ? t("pair." + image.pair) : "", credit(image)].filter(Boolean).join(". "),
    ),
  );

/**
 * A figure for each photograph, one for a pair.
 * @param {Project} project
 */
export function photos(project) {
  /** @type {HTMLElement[]} */
  const figures = [];
  const images = photographsOf(project);
  for (let i = 0; i < images.length; i++) {
    const isPair = images[i].pair === "before" && images[i + 1]?.pair === "after";
    figures.push(isPair ? pair(images[i], images[i + 1]) : single(images[i]));
    if (isPair) i++;
  }
  return figures;
}
