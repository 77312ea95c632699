// The marks of a large layer: what is in view is gathered in dots, painted on one canvas, that say how many projects
// they hold and of which sectors, and open as one zooms in; few projects in view have marks like those of a small layer.
"use strict";

coopmap.gather = (function () {
  const {el} = coopmap;
  const few = coopmap.gather;
  // Up to this many projects in view have marks of their own.
  const FEW = 100;
  // The width in pixels of the squares that are gathered; a dot with a single project has this radius.
  const CELL = 58;
  const SINGLE = 6;
  // Projects of one place, whose cards follow each other.
  const MOST = 500;
  let map = null;
  let painter = null;
  let dots = [];
  let buttons = null;
  let chosen = null;
  // The projects that have marks of their own.
  let marked = [];

  const world = () => 256 * 2 ** map.getZoom();
  const radiusOf = (n) => (n === 1 ? SINGLE : 11 + 3.4 * Math.log10(n)) * coopmap.big;
  const familyOf = (number) => coopmap.store.sector(coopmap.store.sectors[number]).family.replace("_", "-");

  // --- gathering -------------------------------------------------------------------------------------------------

  // The part of the world around the window, `share` of its size beyond each side.
  function around(share) {
    const {min, max} = map.getPixelBounds();
    const [dx, dy] = [(max.x - min.x) * share, (max.y - min.y) * share];
    return [min.x - dx, min.y - dy, max.x + dx, max.y + dy].map((length) => length / world());
  }

  function joined(a, b) {
    const n = a.n + b.n;
    const [[w1, n1, e1, s1], [w2, n2, e2, s2]] = [a.box, b.box];
    return {
      n, first: a.first, x: (a.x * a.n + b.x * b.n) / n, y: (a.y * a.n + b.y * b.n) / n, sectors: a.sectors.map((count, i) => count + b.sectors[i]),
      box: [Math.min(w1, w2), Math.min(n1, n2), Math.max(e1, e2), Math.max(s1, s2)],
    };
  }

  // Dots that would touch become one, the largest first.
  function apart(found) {
    const size = world();
    const kept = [];
    for (let dot of found.sort((a, b) => b.n - a.n)) {
      for (let i = 0; i < kept.length; i++) {
        const other = kept[i];
        if (Math.hypot(other.x - dot.x, other.y - dot.y) * size > radiusOf(other.n) + radiusOf(dot.n) + 2) continue;
        dot = joined(other, dot);
        kept.splice(i, 1);
        i = -1;
      }
      kept.push(dot);
    }
    return kept;
  }

  // --- painting --------------------------------------------------------------------------------------------------

  const colours = new Map();
  function colour(name) {
    if (!colours.has(name)) colours.set(name, coopmap.colourNow(name));
    return colours.get(name);
  }

  const pixelOf = ({x, y}) => L.point(x, y).multiplyBy(world()).subtract(map.getPixelOrigin());

  // A disc of the sector's colour for one project; for more a ring, a part for each family of sectors, with the count.
  function paint(pen, dot) {
    const at = pixelOf(dot);
    const radius = radiusOf(dot.n);
    const disc = (r, fill) => {
      pen.beginPath();
      pen.arc(at.x, at.y, r, 0, 2 * Math.PI);
      pen.fillStyle = fill;
      pen.fill();
    };
    const families = new Map();
    dot.sectors.forEach((n, number) => n && families.set(familyOf(number), (families.get(familyOf(number)) || 0) + n));
    disc(radius + 1.5, colour("paper"));
    if (dot.n === 1) return disc(radius, colour("family-" + [...families.keys()][0]));
    let from = -Math.PI / 2;
    for (const [family, n] of [...families].sort((a, b) => b[1] - a[1])) {
      const to = from + (n / dot.n) * 2 * Math.PI;
      pen.beginPath();
      pen.moveTo(at.x, at.y);
      pen.arc(at.x, at.y, radius, from, to);
      pen.fillStyle = colour("family-" + family);
      pen.fill();
      from = to;
    }
    disc(radius - 4 * coopmap.big, colour("paper"));
    pen.fillStyle = colour("ink");
    pen.fillText(briefly(dot.n), at.x, at.y + 0.5);
  }

  // 1,234 as 1.2k: the whole number is told by the dot's name.
  const briefly = (n) => (n < 1000 ? String(n) : n < 9950 ? coopmap.words.number(Math.round(n / 100) / 10) + "k" : n < 999_500 ? Math.round(n / 1000) + "k" : coopmap.words.number(Math.round(n / 100_000) / 10) + "M");

  const Painter = L.Canvas.extend({
    _updatePaths() {
      if (this._postponeUpdatePaths) return;
      const pen = this._ctx;
      pen.font = `600 ${11 * coopmap.big}px system-ui, "Noto Sans", sans-serif`;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      for (const dot of dots) paint(pen, dot);
      if (chosen && coopmap.store.isOnMap(chosen) && dots.length) ring(pen);
    },
    _draw() {
      this._updatePaths();
    },
  });

  // A ring around the dot that holds the project whose card is open.
  function ring(pen) {
    const [x, y] = coopmap.store.spotOf(chosen);
    const holds = ({box: [west, north, east, south]}) => x >= west && x <= east && y >= north && y <= south;
    const [dot] = dots.filter(holds).sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y));
    if (!dot) return;
    const at = pixelOf(dot);
    for (const [name, width] of [["paper", 7], ["accent", 3]]) {
      pen.beginPath();
      pen.arc(at.x, at.y, radiusOf(dot.n) + 3 * coopmap.big, 0, 2 * Math.PI);
      pen.strokeStyle = colour(name);
      pen.lineWidth = width;
      pen.stroke();
    }
  }

  function repaint() {
    colours.clear();
    painter._reset();
    painter._ctx.clearRect(painter._bounds.min.x, painter._bounds.min.y, painter._bounds.getSize().x, painter._bounds.getSize().y);
    painter._updatePaths();
  }

  // --- what the reader does with a dot ---------------------------------------------------------------------------

  function namesOf({n, sectors}) {
    const {t} = coopmap.words;
    const told = Array.from(sectors, (count, i) => [count, coopmap.store.sectors[i]]).filter(([count]) => count).sort((a, b) => b[0] - a[0]);
    return [t("marks.crowd", {n}), ...told.slice(0, 6).map(([count, sector]) => `${t("sector." + sector)} ${coopmap.words.number(count)}`)];
  }

  // Zooms in until the dot opens; where that cannot be, shows the cards of its projects.
  function choose(dot) {
    const [west, north, east, south] = dot.box;
    const [low, high] = [[west, south], [east, north]].map(([x, y]) => map.unproject(L.point(x, y).multiplyBy(world())));
    const narrow = (Math.max(east - west, south - north)) * 256 * 2 ** map.getMaxZoom() < CELL;
    if (dot.n > 1 && !narrow) {
      map.flyToBounds(L.latLngBounds(low, high).pad(0.1), {maxZoom: map.getMaxZoom(), duration: 0.4});
      return;
    }
    const step = 1e-9;
    const among = coopmap.store.within([west, north, east + step, south + step], MOST);
    if (among.length) coopmap.card.open(among[0], {spot: {map, at: L.latLng(low), lift: 8}, among, focusBack: () => buttonNear(dot)});
  }

  const buttonNear = ({x, y}) => {
    const near = dots.filter(({button}) => button).toSorted((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y));
    return near[0]?.button;
  };

  // A button over each dot in the window, for keys, for fingers and for a screen reader, in the order of the map.
  function drawButtons() {
    keepFocus();
    const [west, north, east, south] = around(0);
    const inWindow = dots.filter(({x, y}) => x >= west && x <= east && y >= north && y <= south).sort((a, b) => a.y - b.y || a.x - b.x);
    buttons.replaceChildren(...inWindow.map((dot) => {
      const at = pixelOf(dot);
      const radius = Math.max(12, radiusOf(dot.n));
      const names = dot.n === 1 ? [coopmap.words.t("sector." + coopmap.store.sectors[dot.sectors.findIndex(Boolean)])] : namesOf(dot);
      dot.button = el("button", {type: "button", class: "dot", title: names.join("\n"), "aria-label": names.join("; "), "data-n": dot.n, on: {click: () => choose(dot)}});
      Object.assign(dot.button.style, {left: at.x - radius + "px", top: at.y - radius + "px", width: 2 * radius + "px", height: 2 * radius + "px"});
      dot.button.dot = dot;
      return dot.button;
    }));
    if (!focused) return;
    // Where the dot has opened into marks of their own, these are drawn after this.
    const to = buttonNear(focused);
    focused = null;
    if (to) to.focus({preventScroll: true});
    else setTimeout(() => map.getPane("markerPane").querySelector(".mark")?.focus({preventScroll: true}));
  }

  // The dot that has the focus, for what stands in its place after it is drawn anew.
  let focused = null;
  function keepFocus() {
    const active = document.activeElement;
    if (buttons.contains(active)) focused = active.dot;
    else if (active !== document.body) focused = null;
  }

  // --- in place of the gathering of a small layer ----------------------------------------------------------------

  function places(on) {
    map = on;
    const pane = map.createPane("dots");
    pane.style.zIndex = 595;
    painter = new Painter({pane: "dots", padding: 0.3}).addTo(map);
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
    setTimeout(() => (window.requestIdleCallback || setTimeout)(() => map._animatingZoom || map.fire("movestart").fire("moveend")), 1200);
    coopmap.store.on("chosen", ({project}) => {
      chosen = project;
      repaint();
    });
  }

  const pointOf = (project) => {
    const {type, coordinates} = project.geometry;
    const [x, y] = coopmap.store.spotOf(project);
    return {projects: [project], at: type === "Point" ? L.latLng(coordinates[1], coordinates[0]) : map.unproject(L.point(x, y).multiplyBy(world())), onLine: type !== "Point"};
  };

  // The marks of what is in view, when that is few; else none, for it is painted in dots.
  function marksOf(_, __, size) {
    const inView = coopmap.store.within(around(0.1), FEW + 1);
    // Until their texts have been read, they too are painted.
    const isFew = inView.length <= FEW && coopmap.store.need(inView);
    dots = isFew ? [] : apart(coopmap.store.gathered(around(0.3), CELL / world()));
    marked = isFew ? inView : [];
    repaint();
    drawButtons();
    if (!isFew) return [];
    const points = inView.map(pointOf);
    few.places(map, points);
    return few.marksOf(map, points, size);
  }

  // Where a card is shown on the map whose project has no mark of its own.
  function spotOf(on, project) {
    if (!project.geometry) return null;
    return {map: on, at: pointOf(project).at, lift: 8};
  }

  // What names on the map keep clear of.
  const boxes = () => dots.map((dot) => {
    const [{x, y}, radius] = [pixelOf(dot), radiusOf(dot.n) + 1];
    return [x - radius, y - radius, x + radius, y + radius];
  });

  // A layer of few lines and areas draws them all itself.
  const shapes = () => (coopmap.store.shapes().length ? [] : marked.filter(({geometry}) => geometry.type !== "Point"));

  return {places, marksOf, isMany: () => true, spotOf, boxes, shapes};
})();
