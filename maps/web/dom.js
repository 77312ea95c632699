// Building blocks of the page: elements whose texts are set, never parsed.
"use strict";

var coopmap = {};

// An HTML element: attributes as an object (`class`, `aria-label`, `on` for listeners), children as nodes or strings.
coopmap.el = function (tag, attributes = {}, ...children) {
  return coopmap.fill(document.createElement(tag), attributes, children);
};

// The same for SVG.
coopmap.svg = function (tag, attributes = {}, ...children) {
  return coopmap.fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
};

coopmap.fill = function (node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

// A sector's icon as an SVG of `size` pixels, drawn in the current text colour.
coopmap.icon = function (sector, size = 16) {
  const drawing = coopmap.svg("svg", {viewBox: "0 0 16 16", width: size, height: size, "aria-hidden": "true", class: "icon"});
  drawing.append(coopmap.iconPath(sector));
  return drawing;
};

coopmap.iconPath = function (sector) {
  const {path, solid} = coopmap.store.sector(sector);
  return coopmap.svg("path", {d: path, class: solid ? "icon-path icon-solid" : "icon-path"});
};

// A colour of the theme for what is drawn as SVG: it follows the system from light to dark by itself.
coopmap.colour = (name) => `var(--${name})`;

// The value that it has now, for what is painted on a canvas.
coopmap.colourNow = function (name) {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
};
