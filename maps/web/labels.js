// Names on the base map in the reader's language: they come by zoom and never touch a mark or each other.
"use strict";

coopmap.labels = function (map) {
  const base = coopmap.store.data.basemap;
  const pane = map.createPane("labels");
  const leads = coopmap.svg("svg", {class: "label-leads"});
  const pen = document.createElement("canvas").getContext("2d");
  const fonts = coopmap.labels.fonts;
  const fontOf = (kind) => {
    const font = fonts[kind === "focus" && map.getZoom() < 4.2 ? "focusSmall" : kind];
    return {...font, size: font.size * coopmap.big, spacing: font.spacing * coopmap.big};
  };
  pane.style.zIndex = 450;
  pane.style.pointerEvents = "none";
  pane.setAttribute("aria-hidden", "true");

  const nameOf = (thing) => thing.name[coopmap.words.language] || thing.name.en;

  // What may be labelled, the most important first: {text, at, kind, beside}: towns stand beside their dot.
  function candidates(zoom) {
    const found = [];
    const add = (order, kind, thing, at) =>
      found.push({order, kind, at: L.latLng(at[1], at[0]), text: nameOf(thing), beside: thing.at !== undefined});
    for (const country of base.countries) {
      if (country.rings) {
        add(1.5, "focus", country, country.label);
        found.at(-1).code = country.code;
      }
      else if (zoom >= 3.4) add(4, "country", country, country.label);
    }
    for (const place of base.places) {
      if (zoom >= coopmap.labels.fromZoom[place.rank]) add(place.rank, place.capital === "country" ? "capital" : "town", place, place.at);
    }
    for (const water of base.water) {
      if (water.name && water.label && zoom >= 3 + water.rank * 0.7) add(3.5 + water.rank * 0.1, "water", water, water.label);
    }
    return found.sort((a, b) => a.order - b.order);
  }

  function sizeOf(kind, text) {
    const font = fontOf(kind);
    pen.font = `${font.style} ${font.weight} ${font.size}px ${font.family}`;
    const shown = font.capitals ? text.toLocaleUpperCase(coopmap.words.language) : text;
    return [Math.ceil(pen.measureText(shown).width + font.spacing * shown.length) + 2, Math.ceil(font.size * 1.25)];
  }

  // Steps over a wide field, in widths and heights of a label of this shape, the shortest first.
  function far(shape) {
    const steps = [-1, -0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((x) => [-6, -4.8, -3.6, -2.4, -1.2, 0, 1.2, 2.4, 3.6, 4.8, 6].map((y) => [x, y]));
    return steps.sort((a, b) => Math.hypot(a[0] * shape, a[1]) - Math.hypot(b[0] * shape, b[1]));
  }

  // Offsets of a label's upper left corner from its point, the best first; towns stand `reaches` pixels beside it.
  function spots(label, [width, height], reaches) {
    if (label.beside) {
      return reaches.flatMap((near) => [
        [near, -height / 2], [-near - width, -height / 2], [-width / 2, -height - near + 1], [-width / 2, near - 1],
        [near - 2, -height - near + 5], [near - 2, near - 5], [-width - near + 2, -height - near + 5], [-width - near + 2, near - 5],
      ]);
    }
    const steps = [[0, 0], [0, -1.2], [0, 1.2]];
    if (label.kind !== "country") steps.push([-0.25, 0], [0.25, 0], [-0.25, 1.2], [0.25, 1.2], [-0.25, -1.2], [0.25, -1.2]);
    // The name of one of the layer's own countries may go far, as long as its middle is in the country.
    return (label.code ? far(width / height) : steps).map(([x, y]) => [(x - 0.5) * width, (y - 0.5) * height]);
  }

  const touches = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const free = (box, taken) => !taken.some((other) => touches(box, other));

  function offLines([west, north, east, south], squares) {
    for (let x = west; x < east + 8; x += 8) {
      for (let y = north; y < south + 8; y += 8) if (squares.has(coopmap.marks.square(Math.min(x, east), Math.min(y, south)))) return false;
    }
    return true;
  }

  // Where buttons and credits stand, in pixels of the layer.
  const controls = () => coopmap.panel.controls().map(([west, north, east, south]) => {
    const [from, to] = [map.containerPointToLayerPoint([west, north]), map.containerPointToLayerPoint([east, south])];
    return [from.x, from.y, to.x, to.y];
  });

  // The part of the window that a label may stand in: not cut by its edge, not under the panel.
  function room() {
    const {left, top, bottom} = coopmap.panel.covers();
    const {x, y} = map.getSize();
    const [from, to] = [map.containerPointToLayerPoint([left, top]), map.containerPointToLayerPoint([x, y - bottom])];
    return ([west, north, east, south]) => west >= from.x && north >= from.y && east <= to.x && south <= to.y;
  }

  // Where a label stands: clear of marks and other labels, of lines too if it can; null where there is no room.
  // The name of a town that a mark stands for goes beside the mark, wherever that was pushed to.
  function settle(label, taken, lines, inside) {
    const point = map.latLngToLayerPoint(label.at);
    const size = sizeOf(label.kind, label.text);
    const great = label.kind === "capital";
    const mark = label.beside && !great ? coopmap.marks.standingAt(point) : null;
    const origin = mark ? mark.moved : point;
    const dot = [point.x - 4, point.y - 4, point.x + 4, point.y + 4];
    const hidden = label.beside && !free(dot, taken);
    if (hidden && !mark && !great) return null;
    const reaches = mark ? [mark.reach] : great ? coopmap.labels.reaches : coopmap.labels.reaches.slice(0, 1);
    const places = spots(label, size, mark ? reaches : reaches.map((reach) => reach * coopmap.big)).map(([dx, dy]) => {
      const [x, y] = [origin.x + dx, origin.y + dy];
      return {box: [x - 2, y - 1, x + size[0] + 2, y + size[1] + 1], anchor: [point.x - x, point.y - y]};
    }).filter(({box}) => inside(box) && free(box, taken));
    const clear = places.filter(({box}) => offLines(box, lines));
    const atHome = ({box}) => !label.code || coopmap.ground.isIn(label.code, L.point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2));
    const own = clear.find(atHome) || (label.code && places.find(atHome));
    // Led to its country from elsewhere, a name does not stand in another that is named so.
    const apart = ({box: [west, north, east, south]}) =>
      !base.countries.some(({rings, code}) => rings && code !== label.code && [west, (west + east) / 2, east].some((x) => coopmap.ground.isIn(code, L.point(x, (north + south) / 2))));
    const found = own || (label.code && (clear.find(apart) || places.find(apart))) || clear[0] || places[0];
    if (!found) return null;
    taken.push(found.box);
    if (label.beside && !hidden) taken.push(dot);
    return {size, anchor: found.anchor, point, dot: label.beside && !hidden, led: (label.beside && !mark) || (label.code && !own)};
  }

  // Where else in the window a country can be named whose usual place is out of sight: in the midst of what is seen of it.
  function elsewhere({kind, text, code}) {
    const {left, top, bottom} = coopmap.panel.covers();
    const {x, y} = map.getSize();
    const [wide, high] = [x - left, y - top - bottom];
    const [dx, dy] = sizeOf(kind, text).map((length) => length * 0.6);
    const corners = [-1, -0.5, 0, 0.5, 1].flatMap((side) => [[side * dx, -dy], [side * dx, dy]]);
    const found = [];
    for (let i = 1; i < 12; i++) {
      for (let k = 1; k < 10; k++) {
        const at = map.containerPointToLayerPoint([left + (wide * i) / 12, top + (high * k) / 10]);
        if (corners.every((corner) => coopmap.ground.isIn(code, at.add(corner)))) found.push({at: map.layerPointToLatLng(at), far: Math.hypot(i - 6, k - 5)});
      }
    }
    return found.sort((a, b) => a.far - b.far);
  }

  // A thin line from a dot to a name that found room only at some distance.
  function lead({point, anchor, size}) {
    const x = Math.max(-anchor[0], Math.min(0, size[0] - anchor[0]));
    const y = Math.max(-anchor[1], Math.min(0, size[1] - anchor[1]));
    return Math.hypot(x, y) < 20 ? "" : `M${point.x} ${point.y}l${x} ${y}`;
  }

  function nodesOf(label, spot) {
    const {style, weight, size, family, spacing} = fontOf(label.kind);
    const text = coopmap.el("span", {class: "label label-" + label.kind}, label.text);
    text.style.cssText = `left:${Math.round(spot.point.x - spot.anchor[0])}px;top:${Math.round(spot.point.y - spot.anchor[1])}px;` +
      `font:${style} ${weight} ${size}px/1.25 ${family};letter-spacing:${spacing}px`;
    if (!spot.dot) return [text];
    const dot = coopmap.el("span", {class: "label-dot label-dot-" + label.kind});
    dot.style.cssText = `left:${spot.point.x}px;top:${spot.point.y}px`;
    return [dot, text];
  }

  function draw() {
    if (coopmap.tiles.isOn()) {
      pane.replaceChildren();
      return;
    }
    const taken = coopmap.marks.boxes().concat(controls());
    const lines = coopmap.marks.lineSquares();
    const inside = room();
    const nodes = [];
    let path = "";
    for (const label of candidates(map.getZoom())) {
      let spot = settle(label, taken, lines, inside);
      if (!spot && label.code) {
        for (const {at} of elsewhere(label)) if ((spot = settle({...label, at}, taken, lines, inside))) break;
      }
      if (!spot) continue;
      nodes.push(...nodesOf(label, spot));
      if (spot.led) path += lead(spot);
    }
    leads.replaceChildren(path ? coopmap.svg("path", {d: path}) : "");
    pane.replaceChildren(leads, ...nodes);
  }

  // Names stand in pixels of one zoom: while it changes they are away. Marks hear of a change first, for they were here
  // first: names keep clear of what they have drawn.
  map.on("zoomstart", () => pane.replaceChildren());
  map.on("moveend", draw);
  coopmap.store.on("filter language tiles layout spot", draw);
  draw();
};

// Labels are measured before they are set, so their type is named here and not in the style sheet.
coopmap.labels.fonts = (function () {
  const family = 'system-ui, "Noto Sans", sans-serif';
  const font = (size, weight, spacing, style, capitals) => ({family, size, weight, spacing, style, capitals});
  return {
    focus: font(16, 600, 5, "normal", true),
    focusSmall: font(12, 600, 1, "normal", true),
    country: font(12, 500, 3, "normal", true),
    capital: font(14, 700, 0, "normal", false),
    town: font(12, 500, 0, "normal", false),
    water: font(12, 400, 0.4, "italic", false),
  };
})();

// The zoom from which places of a rank are labelled.
coopmap.labels.fromZoom = {1: 0, 2: 4.6, 3: 5.4, 4: 4.8, 5: 6.2};

// How far from its dot, in pixels, a town's name stands; a capital is named even where marks crowd around it.
coopmap.labels.reaches = [7, 17, 26, 36, 50];
