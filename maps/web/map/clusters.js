// The marks of a large layer: what is in view is gathered in dots, painted on one canvas, that say how many projects
// they hold and of which sectors, and open as one zooms in; few projects in view have marks like those of a small layer.

/** @import {Dot, DotButton, MapPoint} from "../map_types.ts" */
/** @import {PlacedProject, Project} from "../types.ts" */
import {activeElement, el, within as firstWithin} from "../core/dom.js";
import {on, openCard} from "../core/events.js";
import * as formats from "../core/formats.js";
import {t} from "../core/i18n.js";
import {inner, L} from "../core/leaflet.js";
import {codeName} from "../core/terms.js";
import {store} from "../data/store.js";
import {view} from "../data/view.js";
import {dotRadius, dotReach, forgetColours, paintDot, paintRing} from "./dot_drawing.js";
import {big, map, pixelBounds, worldSize} from "./viewport.js";

import * as markLayout from "./mark_layout.js";

// Up to this many projects in view have marks of their own.
export const FEW = 100;

// The width in pixels of the squares that are gathered; a dot with a single project has this radius.
const CELL = 58;

// Projects of one place, whose cards follow each other.
const MOST = 500;

/** @type {any} */
let painter;
/** @type {Dot[]} */
let dots = [];
/** @type {HTMLElement} */
let buttons;
/** @type {Project | null} */
let chosen = null;

// The projects that have marks of their own.
/** @type {Project[]} */
let marked = [];
export const marksInView = () => marked;

/**
 * The part of the world around the window, `share` of its size beyond each side.
 * @param {number} share
 */
function around(share) {
  const {min, max} = pixelBounds();
  const [dx, dy] = [(max.x - min.x) * share, (max.y - min.y) * share];
  return [min.x - dx, min.y - dy, max.x + dx, max.y + dy].map((length) => length / worldSize());
}

/**
 * @param {Dot} a
 * @param {Dot} b
 * @returns {Dot}
 */
function joined(a, b) {
  const n = a.n + b.n;
  const [[w1, n1, e1, s1], [w2, n2, e2, s2]] = [a.box, b.box];
  return {
    n,
    x: (a.x * a.n + b.x * b.n) / n,
    y: (a.y * a.n + b.y * b.n) / n,
    sectors: a.sectors.map((count, i) => count + b.sectors[i]),
    box: [Math.min(w1, w2), Math.min(n1, n2), Math.max(e1, e2), Math.max(s1, s2)],
  };
}

/**
 * Dots that would touch become one, the largest first.
 * @param {Dot[]} crowded
 */
function apart(crowded) {
  const size = worldSize();
  const separate = [];
  for (let dot of crowded.sort((a, b) => b.n - a.n)) {
    for (let i = 0; i < separate.length; i++) {
      const other = separate[i];
      if (Math.hypot(other.x - dot.x, other.y - dot.y) * size > dotReach(other.n) + dotReach(dot.n) + 2) continue;
      dot = joined(other, dot);
      separate.splice(i, 1);
      i = -1;
    }
    separate.push(dot);
  }
  return separate;
}

/** @param {{x: number, y: number}} options */
const pixelOf = ({x, y}) => L.point(x, y).multiplyBy(worldSize()).subtract(map.getPixelOrigin());

const DotCanvas = () =>
  new (inner(L.Canvas).extend({
    _updatePaths() {
      if (this._postponeUpdatePaths) return;
      const pen = this._ctx;
      pen.font = `600 ${11 * big}px system-ui, "Noto Sans", sans-serif`;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      for (const dot of dots) paintDot(pen, dot, pixelOf(dot));
      if (chosen && store.isOnMap(chosen) && dots.length) ring(pen);
    },
    _draw() {
      this._updatePaths();
    },
  }))({pane: "dots", padding: 0.3});

/**
 * A ring around the dot that holds the project whose card is open.
 * @param {CanvasRenderingContext2D} pen
 */
function ring(pen) {
  const [x, y] = view.positionOf(/** @type {Project} */ (chosen));
  /** @param {Dot} options */
  const holds = ({box: [west, north, east, south]}) => x >= west && x <= east && y >= north && y <= south;
  const [dot] = dots.filter(holds).sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y));
  if (dot) paintRing(pen, dot, pixelOf(dot));
}

function repaint() {
  forgetColours();
  painter._reset();
  painter._ctx.clearRect(
    painter._bounds.min.x,
    painter._bounds.min.y,
    painter._bounds.getSize().x,
    painter._bounds.getSize().y,
  );
  painter._updatePaths();
}

/** @param {Dot} options */
function namesOf({n, sectors: bySector}) {
  const counts = Array.from(bySector, (count, i) => /** @type {const} */ ([count, view.sectors[i] ?? ""])).filter((
    [count],
  ) => count).sort((a, b) => b[0] - a[0]);
  return [
    t("marks.crowd", {n}),
    ...counts.slice(0, 6).map(([count, sector]) => `${codeName("sector", sector)} ${formats.number(count)}`),
  ];
}

/**
 * Zooms in until the dot opens; where that cannot be, shows the cards of its projects.
 * @param {Dot} dot
 */
function choose(dot) {
  const [west, north, east, south] = dot.box;
  const [low, high] = [[west, south], [east, north]].map(([x, y]) =>
    map.unproject(L.point(x, y).multiplyBy(worldSize()))
  );
  const narrow = (Math.max(east - west, south - north)) * 256 * 2 ** map.getMaxZoom() < CELL;
  if (dot.n > 1 && !narrow && map.getZoom() < map.getMaxZoom()) {
    map.flyToBounds(L.latLngBounds(low, high).pad(0.1), {maxZoom: map.getMaxZoom(), duration: 0.4});
    return;
  }
  const step = 1e-9;
  view.open([west, north, east + step, south + step], MOST, (among) => {
    if (!among.length) return;
    openCard(among[0], {anchor: {at: L.latLng(low), lift: 8}, among, focusBack: () => buttonNear(dot)});
  });
}

/** @param {{x: number, y: number}} options */
const buttonNear = ({x, y}) => {
  const near = dots.filter(({button}) => button).sort((a, b) =>
    Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y)
  );
  return near[0]?.button;
};

// A button over each dot in the window, for keys, for fingers and for a screen reader, in the order of the map.
function drawButtons() {
  keepFocus();
  const [west, north, east, south] = around(0);
  const inWindow = dots.filter(({x, y}) => x >= west && x <= east && y >= north && y <= south).sort((a, b) =>
    a.y - b.y || a.x - b.x
  );
  buttons.replaceChildren(...inWindow.map((dot) => {
    const at = pixelOf(dot);
    const radius = dotReach(dot.n);
    const names = dot.n === 1 ? [codeName("sector", view.sectors[dot.sectors.findIndex(Boolean)] ?? "")] : namesOf(dot);
    dot.button = el("button", {
      type: "button",
      class: "dot",
      title: names.join("\n"),
      "aria-label": names.join("; "),
      "data-n": dot.n,
      on: {click: () => choose(dot)},
    });
    Object.assign(dot.button.style, {
      left: at.x - radius + "px",
      top: at.y - radius + "px",
      width: 2 * radius + "px",
      height: 2 * radius + "px",
    });
    Object.assign(dot.button, {dot});
    return dot.button;
  }));
  if (!focused) return;
  // Where the dot has opened into marks of their own, these are drawn after this.
  const to = buttonNear(focused);
  focused = null;
  if (to) to.focus({preventScroll: true});
  else setTimeout(() => firstWithin(map.getPanes().markerPane, ".mark")?.focus({preventScroll: true}));
}

// The dot that has the focus, for what stands in its place after it is drawn anew.
/** @type {Dot | null} */
let focused = null;

function keepFocus() {
  const active = activeElement();
  if (buttons.contains(active)) focused = /** @type {DotButton} */ (active).dot;
  else if (active !== document.body) focused = null;
}

// Makes what dots need, before the first are drawn.
export function places() {
  const pane = map.createPane("dots");
  pane.style.zIndex = "595";
  painter = DotCanvas().addTo(map);
  painter._container.style.pointerEvents = "none";
  buttons = el("div", {class: "dots"});
  pane.append(buttons);
  map.on("zoomstart", () => {
    keepFocus();
    buttons.replaceChildren();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  addEventListener("beforeprint", repaint);
  addEventListener("afterprint", repaint);
  // What the first move would take long for, wider canvases and code that has run but once, is done when nothing else is.
  setTimeout(
    () =>
      (window.requestIdleCallback || setTimeout)(() =>
        inner(map)._animatingZoom || map.fire("movestart").fire("moveend")
      ),
    1200,
  );
  on("chosen", ({project}) => {
    chosen = project;
    repaint();
  });
}

/** @param {Project} project */
const pointOf = (project) => {
  const {type, coordinates} = /** @type {PlacedProject} */ (project).geometry;
  const [x, y] = view.positionOf(project);
  return {
    projects: [project],
    at: type === "Point"
      ? L.latLng(coordinates[1], coordinates[0])
      : map.unproject(L.point(x, y).multiplyBy(worldSize())),
    onLine: type !== "Point",
  };
};

/**
 * The marks of what is in view, when that is few; else none, for it is painted in dots.
 * @param {unknown} _
 * @param {number} size
 */
export function marksOf(_, size) {
  const few = view.few(around(0.1), FEW, CELL / worldSize());
  dots = few ? [] : apart(view.gathered(around(view.beyond), CELL / worldSize()));
  marked = few ?? [];
  repaint();
  drawButtons();
  if (!few) return [];
  const points = /** @type {MapPoint[]} */ (few.map(pointOf));
  markLayout.places(points);
  return markLayout.marksOf(points, size);
}

/**
 * Where a card is shown on the map whose project has no mark of its own.
 * @param {Project} project
 */
export function anchorOf(project) {
  if (!project.geometry) return null;
  return {at: pointOf(project).at, lift: 8};
}

// What names on the map keep clear of.
export const boxes = () =>
  dots.map((dot) => {
    const [{x, y}, radius] = [pixelOf(dot), dotRadius(dot.n) + 1];
    return [x - radius, y - radius, x + radius, y + radius];
  });

// A layer of few lines and areas draws them all itself.
export const shapes =
  () => (store.shapes().length
    ? []
    : /** @type {PlacedProject[]} */ (marked).filter(({geometry}) => geometry.type !== "Point"));

export const isMany = () => true;
