// The projects on the map: round marks for points, lines for routes, discs for how far a place may be off.
"use strict";

coopmap.marks = function (map) {
  // The width of a mark in pixels: smaller where the whole region has to go into a phone's width.
  const size = () => (map.getZoom() < 4.2 ? 24 : 28) * coopmap.big;
  const points = [];
  const linesGroup = L.layerGroup().addTo(map);
  const discs = L.layerGroup().addTo(map);
  const leaders = L.layerGroup().addTo(map);
  const marksGroup = L.layerGroup().addTo(map);
  let shown = [];

  for (const [name, zIndex] of [["discs", 390], ["leaders", 590]]) {
    map.createPane(name).style.zIndex = zIndex;
    map.getPane(name).style.pointerEvents = "none";
  }
  // The drawings below the marks say nothing that the marks do not.
  for (const name of ["overlayPane", "discs", "leaders"]) map.getPane(name).setAttribute("aria-hidden", "true");
  const lineRenderer = L.svg({padding: 0.5});
  const discRenderer = L.svg({pane: "discs", padding: 0.5});
  const leaderRenderer = L.svg({pane: "leaders", padding: 0.5});

  const colourOf = (project) =>
    coopmap.colour(coopmap.store.statusStyle(project.status).grey ? "grey" : "family-" + coopmap.store.sector(project.sector).family.replace("_", "-"));
  const focusOf = (id) => shown.find((mark) => mark.projects.some((project) => project.id === id))?.marker.getElement();
  const openAt = (project, at) => coopmap.card.open(project, {spot: {map, at, lift: 0}, focusBack: () => focusOf(project.id)});
  const boundsOf = (geometry) => L.geoJSON(geometry).getBounds();

  // Marks with a dotted ring around them.
  const isVague = ({precision}) => precision === "region" || precision === "country";

  // What a screen reader says of a project.
  function spokenName(project) {
    const [name] = coopmap.words.version(project, "name");
    const [place] = coopmap.words.version(project, "place");
    return [name, place, coopmap.words.t("status." + project.status)].filter(Boolean).join(", ");
  }

  // --- lines -----------------------------------------------------------------------------------------------------

  const published = ({type, coordinates}) => (type === "LineString" ? [coordinates] : type === "MultiLineString" ? coordinates : []);
  const isLine = ({geometry}) => Boolean(geometry) && geometry.type.endsWith("LineString");
  // The lines as they are drawn: a great circle is filled in between its published ends.
  const linesOf = ({geometry, route}) => published(geometry).map((line) => (route === "great_circle" ? greatCircle(line) : line));

  // The shortest way on the globe as points about one degree apart, close enough for any zoom of the page.
  function greatCircle(line) {
    const radians = Math.PI / 180;
    const vector = ([lng, lat]) => [Math.cos(lat * radians) * Math.cos(lng * radians), Math.cos(lat * radians) * Math.sin(lng * radians), Math.sin(lat * radians)];
    return line.slice(1).reduce((path, to, i) => {
      const [a, b] = [vector(line[i]), vector(to)];
      const angle = Math.acos(Math.max(-1, Math.min(1, a[0] * b[0] + a[1] * b[1] + a[2] * b[2])));
      const steps = Math.max(1, Math.round(angle / radians));
      for (let k = 1; k < steps; k++) {
        const [p, q] = [Math.sin((1 - k / steps) * angle), Math.sin((k / steps) * angle)];
        const [x, y, z] = a.map((one, axis) => p * one + q * b[axis]);
        path.push([Math.atan2(y, x) / radians, Math.atan2(z, Math.hypot(x, y)) / radians]);
      }
      path.push(to);
      return path;
    }, [line[0]]);
  }

  // Parts that continue each other are one course.
  function courses(parts) {
    const joined = [];
    for (const part of parts) {
      const last = joined[joined.length - 1];
      const end = last && last[last.length - 1];
      if (end && end[0] === part[0][0] && end[1] === part[0][1]) last.push(...part.slice(1));
      else joined.push([...part]);
    }
    return joined;
  }

  // A line as it is drawn, part for part; a great circle's in-between points are no stops.
  const known = new WeakMap();
  function partsOf(project) {
    if (!known.has(project)) {
      known.set(project, linesOf(project).map((line) => {
        const path = line.map(([lng, lat]) => L.latLng(lat, lng));
        for (const at of path) at.flat = L.CRS.EPSG3857.project(at);
        const stops = {surveyed: [], great_circle: [path[0], path[path.length - 1]]}[project.route] || path;
        return {project, path, stops};
      }));
    }
    return known.get(project);
  }
  // Lines and areas: of a layer with many of them those that are in view with marks of their own.
  const shapesOnMap = () => coopmap.store.shapes().concat(coopmap.gather.shapes());
  const partsOnMap = () => shapesOnMap().filter(isLine).flatMap(partsOf);
  // Above this many parts those that look alike are one drawing.
  const MANY_LINES = 100;
  const total = coopmap.store.placed().filter(isLine).flatMap(partsOf).length;
  let isManyLines = total > MANY_LINES;

  // Where a path runs, in layer pixels.
  function pixelsOf(path) {
    const {scale, transformation} = L.CRS.EPSG3857;
    const [factor, origin] = [scale(map.getZoom()), map.getPixelOrigin()];
    return path.map(({flat}) => transformation.transform(flat, factor)._subtract(origin));
  }

  // Leaflet rounds the points of a line to whole pixels, which makes a long arc look kinked; these do not.
  const FineLine = L.Polyline.extend({
    _projectLatlngs(latlngs, result, bounds) {
      if (!(latlngs[0] instanceof L.LatLng)) {
        for (const part of latlngs) this._projectLatlngs(part, result, bounds);
        return;
      }
      const ring = pixelsOf(latlngs).map((point) => point._multiplyBy(10)._round()._divideBy(10));
      for (const point of ring) bounds.extend(point);
      result.push(ring);
    },
  });
  // Small circles at the points of lines.
  const Stops = FineLine.extend({
    _updatePath() {
      const {radius: r} = this.options;
      const seen = this._parts.flat().filter((point) => this._renderer._bounds.contains(point));
      this._renderer._setPath(this, seen.map(({x, y}) => `M${x - r},${y}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`).join("") || "M0 0");
    },
  });

  // Draws parts that look alike.
  function drawLine(alike) {
    const [{project}] = alike;
    const {dash, width: usual} = coopmap.store.routeStyle(project.route);
    const colour = colourOf(project);
    const hollow = isHollow(project);
    const width = (usual + (hollow ? 2.6 : 0)) * coopmap.big;
    const dashArray = dash ? dash.split(" ").map((length) => length * coopmap.big).join(" ") : null;
    const paths = alike.map(({path}) => path);
    const line = (style) => new FineLine(paths, {renderer: lineRenderer, lineCap: "butt", lineJoin: "round", smoothFactor: 0.5, interactive: false, ...style}).addTo(linesGroup);
    line({color: coopmap.colour("halo"), weight: width + 3, opacity: 0.85});
    line({color: colour, weight: width, dashArray});
    if (hollow) line({color: coopmap.colour("paper"), weight: width - 3 * coopmap.big, dashArray});
    if (!isManyLines) line({opacity: 0, weight: 16, interactive: true, bubblingMouseEvents: false}).on("click", ({latlng}) => openAt(project, latlng));
    const ends = alike.map(({stops}) => stops).filter(({length}) => length);
    for (const [radius, fillColor] of [[3.75, colour], [2.25, coopmap.colour("paper")]]) {
      new Stops(ends, {renderer: lineRenderer, radius: radius * coopmap.big, stroke: false, fill: true, fillColor, fillOpacity: 1, fillRule: "nonzero", interactive: false, noClip: true, smoothFactor: 0}).addTo(linesGroup);
    }
  }

  const isHollow = ({status}) => coopmap.store.statusStyle(status).fill === "empty";
  let drawn = [];

  // Draws lines and areas, unless they are what is drawn already.
  function drawLines() {
    const shapes = shapesOnMap();
    const wanted = [coopmap.big, ...shapes];
    if (wanted.length === drawn.length && wanted.every((one, i) => one === drawn[i])) return;
    drawn = wanted;
    linesGroup.clearLayers();
    const lines = shapes.filter(isLine).flatMap(partsOf);
    isManyLines = Math.max(total, lines.length) > MANY_LINES;
    const looks = new Map();
    for (const part of lines) {
      const look = isManyLines ? [part.project.route, colourOf(part.project), isHollow(part.project)].join() : part;
      if (!looks.get(look)?.push(part)) looks.set(look, [part]);
    }
    for (const alike of looks.values()) drawLine(alike);
    for (const shape of shapes) if (!isLine(shape)) drawArea(shape);
  }

  // A click near some of many lines is one on the nearest of them.
  map.on("click", ({latlng, layerPoint}) => {
    if (!isManyLines) return;
    let [near, least] = [null, 8];
    for (const {project, path} of partsOnMap()) {
      const at = pixelsOf(path);
      for (let i = 1; i < at.length; i++) {
        const far = L.LineUtil.pointToSegmentDistance(layerPoint, at[i - 1], at[i]);
        if (far < least) [near, least] = [project, far];
      }
    }
    if (near) openAt(near, latlng);
  });

  function halfway(course) {
    const at = course.map(([lng, lat]) => L.CRS.EPSG3857.project(L.latLng(lat, lng)));
    const lengths = at.slice(1).map((point, i) => point.distanceTo(at[i]));
    let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
    let i = 0;
    while (i < lengths.length - 1 && left > lengths[i]) left -= lengths[i++];
    const share = lengths[i] ? left / lengths[i] : 0;
    return L.CRS.EPSG3857.unproject(at[i].add(at[i + 1].subtract(at[i]).multiplyBy(share)));
  }

  // --- points ----------------------------------------------------------------------------------------------------

  for (const project of coopmap.store.placed()) {
    const {geometry} = project;
    if (geometry.type === "Point") {
      points.push({projects: [project], at: L.latLng(geometry.coordinates[1], geometry.coordinates[0])});
    } else if (isLine(project)) {
      for (const course of courses(linesOf(project))) points.push({projects: [project], at: halfway(course), onLine: true});
    } else {
      points.push({projects: [project], at: boundsOf(geometry).getCenter(), onLine: true});
    }
  }

  coopmap.gather.places(map, points);

  // --- drawing ---------------------------------------------------------------------------------------------------

  // Those that reach beyond their mark; the others would not be seen.
  function drawDiscs(mark) {
    // Where many lie over each other they are fainter, so that the map below is still seen.
    const share = Math.min(1, 12 / shown.length);
    const metres = 40_075_017 * Math.cos((mark.at.lat * Math.PI) / 180) / (256 * 2 ** map.getZoom());
    for (const project of mark.projects) {
      if (mark.onLine || !(project.uncertainty_m / metres > size() / 2)) continue;
      const wide = isVague(project);
      L.circle(mark.at, {
        renderer: discRenderer, radius: project.uncertainty_m, interactive: false, color: colourOf(project), weight: 1, opacity: 0.55 * share,
        dashArray: wide ? "2 4" : null, fill: true, fillColor: colourOf(project), fillOpacity: (wide ? 0.05 : 0.12) * share,
      }).addTo(discs);
    }
  }

  function addMarker(mark, icon, names, act) {
    mark.marker = L.marker(map.layerPointToLatLng(mark.moved), {icon, riseOnHover: true, keyboard: true, autoPanOnFocus: false});
    mark.marker.on("click", act);
    mark.marker.on("keypress", ({originalEvent}) => {
      if (originalEvent.key === "Enter" || originalEvent.key === " ") act();
    });
    mark.marker.addTo(marksGroup);
    const element = mark.marker.getElement();
    element.setAttribute("aria-label", names.join("; "));
    element.title = names.join("\n");
    element.dataset.id = mark.projects[0].id;
    // A mark that the Tab key has reached is seen: not outside the window, not under the panel.
    element.addEventListener("focus", () => {
      if (!element.matches(":focus-visible")) return;
      const {left, top, right, bottom} = coopmap.panel.covers();
      map.panInside(mark.marker.getLatLng(), {paddingTopLeft: [left + 28, top + 48], paddingBottomRight: [right + 28, bottom + 28]});
    });
  }

  // Many marks gathered in one: how many projects, and of which sectors; opens out as one zooms in.
  function drawCrowd(mark) {
    const bySector = new Map();
    for (const {sector} of mark.projects) bySector.set(sector, (bySector.get(sector) || 0) + 1);
    const sectors = [...bySector].toSorted((a, b) => b[1] - a[1]).map(([sector, n]) => coopmap.words.t("sector." + sector) + " " + n);
    const width = Math.min(48, size() + 4 * Math.log10(mark.projects.length) ** 2);
    const icon = L.divIcon({className: "mark mark-crowd", html: coopmap.el("span", {}, coopmap.words.number(mark.projects.length)), iconSize: [width, width]});
    const names = [coopmap.words.t("marks.crowd", {n: mark.projects.length}), ...(mark.projects.length < 10 ? mark.projects.map(spokenName) : sectors.slice(0, 6))];
    addMarker(mark, icon, names, () => map.flyToBounds(L.latLngBounds(mark.crowd.map(({at}) => at)).pad(0.2), {maxZoom: map.getMaxZoom(), duration: 0.4}));
  }

  function drawMark(mark) {
    const [project] = mark.projects;
    const foot = project.precision === "site" && !mark.onLine && mark.moved.distanceTo(mark.pixel) < 2;
    const node = coopmap.markDrawing(project, {count: mark.projects.length, foot, onLine: mark.onLine, size: (36 * size()) / 28});
    const scale = size() / 28;
    const lift = foot ? 22 * scale : 0;
    // What a finger hits is the disc alone, so that no mark lies over its neighbour; the drawing reaches beyond it.
    const icon = L.divIcon({className: "mark", html: node, iconSize: [size(), size()], iconAnchor: [size() / 2, size() / 2 + lift]});
    addMarker(mark, icon, mark.projects.map(spokenName), () =>
      coopmap.card.open(project, {
        spot: {map, at: mark.marker.getLatLng(), lift: lift + 16},
        among: mark.onLine ? [project] : visibleIn(mark),
        focusBack: () => focusOf(project.id),
      }));
    mark.foot = foot;
    if (!mark.onLine && mark.moved.distanceTo(mark.pixel) > 5) {
      L.polyline([mark.at, mark.marker.getLatLng()], {renderer: leaderRenderer, color: coopmap.colour("ink"), weight: 1, opacity: 0.6, interactive: false}).addTo(leaders);
      L.circleMarker(mark.at, {renderer: leaderRenderer, radius: 2, weight: 0, fillColor: coopmap.colour("ink"), fillOpacity: 0.8, interactive: false}).addTo(leaders);
    }
  }

  // All visible projects of the mark's place, those that the mark itself stands for first.
  function visibleIn(mark) {
    const others = mark.place.flatMap((point) => point.projects).filter(coopmap.store.isOnMap);
    return [...new Set([...mark.projects, ...others])];
  }

  function draw() {
    const held = document.activeElement?.closest?.(".mark");
    const twins = () => [...map.getPane("markerPane").children].filter((one) => one.dataset.id === held.dataset.id);
    const which = held ? twins().indexOf(held) : 0;
    for (const group of [discs, leaders, marksGroup]) group.clearLayers();
    shown = coopmap.gather.marksOf(map, points, size());
    drawLines();
    for (const mark of shown) {
      if (mark.crowd) drawCrowd(mark);
      else {
        drawDiscs(mark);
        drawMark(mark);
      }
    }
    showChosen();
    // The mark that had the focus, or the one that now stands for its project, has it again.
    if (held) (twins()[which] || focusOf(held.dataset.id))?.focus({preventScroll: true});
  }

  function drawArea(project) {
    L.geoJSON(project.geometry, {
      bubblingMouseEvents: false,
      style: {renderer: lineRenderer, color: colourOf(project), weight: 2, fillColor: colourOf(project), fillOpacity: 0.15},
    }).on("click", (event) => openAt(project, event.latlng)).addTo(linesGroup);
  }

  // What labels keep clear of, in layer pixels [left, top, right, bottom]: the marks, and small steps along the lines.
  coopmap.marks.boxes = () =>
    shown.flatMap(({moved, foot, projects, onLine, crowd}) => {
      const half = (isVague(projects[0]) && !onLine) || crowd ? size() * 0.69 : size() / 2 + 1;
      const y = moved.y - (foot ? (22 * size()) / 28 : 0);
      const box = [moved.x - half, y - half, moved.x + half, moved.y + half];
      const badge = [moved.x + 2, y - size() * 0.7, moved.x + size() * 0.72, y];
      return projects.length > 1 && !crowd ? [box, badge] : [box];
    }).concat(coopmap.gather.boxes());
  // The mark that stands for a point of the map, and how far from its middle a name has to keep.
  coopmap.marks.standingAt = function (point) {
    const mark = shown.find(({pixel, onLine}) => !onLine && pixel.distanceTo(point) < 8);
    return mark && !mark.crowd ? {moved: mark.moved, reach: isVague(mark.projects[0]) ? size() * 0.69 + 2 : size() / 2 + 3} : null;
  };
  // Where lines and the shared borders run, as the numbers of the squares of 8 pixels that they cross: see
  // coopmap.marks.square.
  coopmap.marks.lineSquares = function () {
    const squares = new Set();
    const {min, max} = map.getPixelBounds();
    const view = L.bounds([min, max].map((corner) => corner.subtract(map.getPixelOrigin())));
    for (const path of [...partsOnMap().map((part) => pixelsOf(part.path)), ...coopmap.ground.sharedBorders()]) {
      for (let i = 1; i < path.length; i++) {
        const [from, to] = L.LineUtil.clipSegment(path[i - 1], path[i], view, i > 1) || [];
        const steps = from ? Math.ceil(to.distanceTo(from) / 6) || 1 : -1;
        for (let k = 0; k <= steps; k++) {
          const share = k / steps;
          squares.add(coopmap.marks.square(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share));
        }
      }
    }
    return squares;
  };
  coopmap.marks.square = (x, y) => Math.floor(x / 8) * 65536 + Math.floor(y / 8);
  map.on(coopmap.gather.isMany(points) ? "moveend" : "zoomend", draw);
  coopmap.store.on("filter language spot texts", draw);

  // The chosen project's mark is larger and its line stronger.
  let chosen = null;
  function showChosen() {
    for (const {marker, projects} of shown) marker.getElement()?.classList.toggle("mark-chosen", projects.includes(chosen));
  }
  coopmap.store.on("chosen", ({project}) => {
    chosen = project;
    showChosen();
  });

  // Where the mark of a project stands, or null when it has none.
  coopmap.marks.spotOf = function (project) {
    const mark = shown.find(({projects}) => projects.includes(project));
    return mark ? {map, at: mark.marker.getLatLng(), lift: mark.foot ? 38 : 16} : coopmap.gather.spotOf(map, project);
  };

  // Moves the map so that a project is seen beside the panel: a point with its surroundings, a line as a whole.
  coopmap.marks.show = function (project) {
    if (!project.geometry) return;
    const zoom = Math.max(map.getZoom(), Math.min(7, map.getMinZoom() + 2.5));
    coopmap.fit(map, boundsOf(project.geometry), 40, {
      maxZoom: project.geometry.type === "Point" ? zoom : 8, animate: !document.body.classList.contains("embed"),
    });
  };
};

// The bounds of everything that is placed.
coopmap.marks.bounds = function () {
  const bounds = L.latLngBounds(coopmap.store.bounds());
  const positions = (value) => (Array.isArray(value[0]) ? value.forEach(positions) : bounds.extend([value[1], value[0]]));
  for (const {geometry} of coopmap.store.placed()) positions(geometry.coordinates);
  return bounds;
};

// One mark as SVG: filling and edge tell the status, a dotted ring a vague place, a foot an exact one.
coopmap.markDrawing = function (project, {count = 1, foot = false, onLine = false, size = 36} = {}) {
  const style = coopmap.store.statusStyle(project.status);
  const sector = coopmap.store.sector(project.sector);
  const family = style.grey ? "mark-grey" : "mark-" + sector.family.replace("_", "-");
  const drawing = coopmap.svg("svg", {
    viewBox: "0 0 36 36", width: size, height: size, "aria-hidden": "true",
    class: `mark-drawing ${family} fill-${style.fill} edge-${style.edge}`,
  });
  const circle = (r, name, at = [18, 18]) => coopmap.svg("circle", {cx: at[0], cy: at[1], r, class: name});
  if (foot) drawing.append(coopmap.svg("path", {d: "M13 27L18 40L23 27z", class: "mark-foot"}));
  if (!onLine && ["region", "country"].includes(project.precision)) drawing.append(circle(17, "mark-vague"));
  drawing.append(circle(14.5, "mark-halo"), circle(12.5, "mark-disc"));
  if (style.edge === "double") drawing.append(circle(10.6, "mark-inner"));
  const icon = coopmap.svg("g", {transform: "translate(10 10)", class: "mark-icon"}, coopmap.iconPath(project.sector));
  drawing.append(icon);
  if (style.grey && style.fill === "empty" && project.status === "cancelled") drawing.append(coopmap.svg("path", {d: "M9 27L27 9", class: "mark-strike"}));
  if (count > 1) {
    drawing.append(circle(8.5, "mark-count-disc", [29, 8]), coopmap.svg("text", {x: 29, y: 8, class: "mark-count", "font-size": (12 * 36) / size}, String(count)));
  }
  return drawing;
};
