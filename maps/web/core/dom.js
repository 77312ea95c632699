// Building blocks of the page: elements whose texts are set, never parsed.

/** @import {Attributes, Child} from "../types.ts" */

/**
 * An HTML element: attributes as an object (`class`, `aria-label`, `on` for listeners), children as nodes or strings.
 * One with a language of its own (`lang`) runs as its text does, whichever way the page around it runs.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 */
export const el = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

/**
 * The same for SVG.
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 */
export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/**
 * @template {Element} E
 * @param {E} node
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : value);
      if (name === "lang") node.setAttribute("dir", "auto");
    }
  }
  node.append(
    ...children.filter((child) => child !== null && child !== undefined)
      .map((child) => typeof child === "string" ? contained(child) : child),
  );
  return node;
}

/**
 * A text whose signs of direction, such as U+202E of a layer that nobody checked, turn its own words alone: each is
 * closed, and the whole is isolated.
 * @param {string} text
 */
export function contained(text) {
  const opened = text.match(/[\u202a\u202b\u202d\u202e]/g);
  return opened ? `\u2068${text}${"\u202c".repeat(opened.length)}\u2069` : text;
}

/**
 * An icon of 16 by 16 units, drawn as one line in the current text colour.
 * @param {string} path
 * @param {number} [size]
 */
export const lineIcon = (path, size = 16) =>
  svg(
    "svg",
    {viewBox: "0 0 16 16", width: size, height: size, "aria-hidden": "true", class: "icon"},
    svg("path", {d: path, class: "icon-path"}),
  );

/**
 * A colour of the theme for what is drawn as SVG: it follows the system from light to dark by itself.
 * @param {string} name
 */
export const cssColour = (name) => `var(--${name})`;

/**
 * The value that it has now, for what is painted on a canvas.
 * @param {string} name
 */
export const colourNow = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

/**
 * An element that the page's own markup has.
 * @param {string} id
 * @returns {HTMLElement}
 */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * The only element of a tag that the page's own markup has.
 * @param {string} tag
 * @returns {HTMLElement}
 */
export const byTag = (tag) => /** @type {HTMLElement} */ (document.querySelector(tag));

/**
 * The first element below another that a selector fits.
 * @param {Element} node
 * @param {string} selector
 * @returns {HTMLElement}
 */
export const within = (node, selector) => /** @type {HTMLElement} */ (node.querySelector(selector));

/** What has the focus. */
export const activeElement = () => /** @type {HTMLElement | null} */ (document.activeElement);
