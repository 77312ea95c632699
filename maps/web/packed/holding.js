// How the page holds a large layer, packed as maps/packing.py says: columns of numbers read at the start, texts when
// they are asked for. A project is a record like that of a small layer, made when somebody looks at it.
"use strict";

// data: the page's JSON; choices: what the reader has chosen, as the store keeps it; events: where texts are announced.
coopmap.holding = function (data, choices, events) {
  const {count, block, scale, shapes, dictionaries} = data.packed;
  const {facets} = choices;
  const names = Object.keys(facets);
  const [YEARS, QUERY] = [1 << names.length, 2 << names.length];
  const FIELDS = Object.keys(dictionaries);
  const fieldOf = (facet) => (facet === "country" ? "countries" : facet);

  // --- opening parts ---------------------------------------------------------------------------------------------

  const whole = document.readyState === "loading" ? new Promise((done) => addEventListener("DOMContentLoaded", done, {once: true})) : null;

  // The bytes of a part. Parts behind the scripts may not have been read by the browser yet.
  async function bytesOf(name) {
    const find = () => document.getElementById("coopmap-" + name);
    if (!find()) await whole;
    const text = find().textContent;
    const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }
  const textOf = async (name) => new TextDecoder().decode(await bytesOf(name));

  // `length` numbers of `width` bytes: all lowest bytes stand first, then all second ones.
  function numbersIn(bytes, from, width, length) {
    const found = width === 1 ? bytes.slice(from, from + length) : new (width === 2 ? Uint16Array : Uint32Array)(length);
    for (let plane = width > 1 ? 0 : 1; plane < width; plane++) {
      const at = from + plane * length;
      for (let i = 0; i < length; i++) found[i] |= bytes[at + i] << (8 * plane);
    }
    return found;
  }

  // Steps with their signs folded in, added up.
  function summed(steps) {
    const found = new Int32Array(steps.length);
    for (let i = 0, sum = 0; i < steps.length; i++) found[i] = sum += (steps[i] >>> 1) ^ -(steps[i] & 1);
    return found;
  }

  // --- columns ---------------------------------------------------------------------------------------------------

  const columns = {};
  // Where a project lies in Web Mercator, the world being 1; for one without a place nowhere.
  const xs = new Float64Array(count);
  const ys = new Float64Array(count);
  const shapeOf = new Map();
  // What keeps a project from being visible: a bit for each facet, the years and the search.
  const fails = new Uint8Array(count);

  function readColumns(bytes) {
    let at = 0;
    for (const [name, width] of data.packed.columns) {
      columns[name] = numbersIn(bytes, at, width, count);
      at += width * count;
    }
    columns.lon = summed(columns.lon);
    columns.lat = summed(columns.lat);
    for (let i = 0; i < count; i++) {
      const kind = columns.kind[i];
      if (kind === 2 && shapes.length) shapeOf.set(i, shapes[shapeOf.size]);
      const sine = Math.sin((columns.lat[i] / scale) * (Math.PI / 180));
      xs[i] = kind ? columns.lon[i] / scale / 360 + 0.5 : NaN;
      ys[i] = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    }
  }

  const years = dictionaries.start.map((start) => Number(/^\d{4}/.exec(start || "")?.[0]) || null);
  // Of each facet, the codes of each entry of its dictionary; those that some project has.
  const codesOf = Object.fromEntries(names.map((name) => [name, dictionaries[fieldOf(name)].map((value) => facets[name]({[fieldOf(name)]: value ?? undefined}))]));
  const codes = {};

  // How many projects have each entry of a column, those alone that nothing but `except` keeps from being visible.
  function tally(column, except) {
    const found = new Uint32Array(dictionaries[column].length);
    const numbers = columns[column];
    const other = ~except;
    for (let i = 0; i < count; i++) if (!(fails[i] & other)) found[numbers[i]]++;
    return found;
  }

  // --- what the reader has chosen --------------------------------------------------------------------------------

  const applied = names.map(() => "");
  let [years0, found0] = ["", null];
  let seen = null;

  function mark(bit, isOut) {
    for (let i = 0; i < count; i++) fails[i] = isOut(i) ? fails[i] | bit : fails[i] & ~bit;
  }

  function markByColumn(bit, column, outs) {
    const numbers = columns[column];
    for (let i = 0; i < count; i++) fails[i] = outs[numbers[i]] ? fails[i] | bit : fails[i] & ~bit;
  }

  // Brings `fails` up to what is chosen; only what has changed since is looked at.
  function changed() {
    seen = null;
    names.forEach((name, i) => {
      const off = choices.off[name];
      const now = [...off].join("\n");
      if (now === applied[i]) return;
      applied[i] = now;
      markByColumn(1 << i, fieldOf(name), codesOf[name].map((own) => off.size > 0 && !own.some((code) => !off.has(code))));
    });
    const now = String(choices.years || "");
    if (now !== years0) markByColumn(YEARS, "start", years.map((year) => Boolean(choices.years) && (year === null || year < choices.years[0] || year > choices.years[1])));
    years0 = now;
    const {found} = choices;
    if (found !== found0) mark(QUERY, found ? (i) => !found[i] : () => false);
    found0 = found;
  }

  // The numbers of the visible projects in the order of `all`, else as they are packed.
  function filtered(all) {
    const found = new Uint32Array(count);
    let length = 0;
    if (all) {
      for (const i of all) if (!fails[i]) found[length++] = i;
    } else for (let i = 0; i < count; i++) if (!fails[i]) found[length++] = i;
    return found.subarray(0, length);
  }

  // The visible projects, the best hits of a search first.
  function visible() {
    if (seen) return seen;
    const {found} = choices;
    const all = filtered(orderIn());
    if (!found) return (seen = new Rows(all));
    const byScore = Map.groupBy(all, (i) => found[i]);
    return (seen = new Rows(Uint32Array.from([...byScore].sort((a, b) => b[0] - a[0]).flatMap(([, some]) => some))));
  }

  // --- names in their order --------------------------------------------------------------------------------------

  const orders = new Map();

  // The projects by name in the reader's language; nothing before that has been read.
  function orderIn() {
    const {language} = coopmap.words;
    if (!orders.has(language)) {
      orders.set(language, null);
      openOrder(language).then((order) => {
        orders.set(language, order);
        seen = null;
        events.fire("order");
      });
    }
    return orders.get(language);
  }

  // The first language's order numbers the projects, those of the others number its places.
  async function openOrder(language) {
    const bytes = await bytesOf("order-" + language);
    const found = summed(numbersIn(bytes, 1, bytes[0], count));
    const [first] = coopmap.words.languages;
    if (language === first) return found;
    const all = orders.get(first) || (await openOrder(first));
    orders.set(first, all);
    return found.map((place) => all[place]);
  }

  // --- records ---------------------------------------------------------------------------------------------------

  const records = new Map();
  const numbers = new WeakMap();
  const blocks = new Map();
  const shared = [];
  const opening = new Map();
  // Blocks that stay open.
  const MANY = 60;
  let ids = null;

  // Of many lines and areas each is the point of its mark until its texts are read.
  const geometryOf = (i) => shapeOf.get(i) ?? (columns.kind[i] ? {type: "Point", coordinates: [columns.lon[i] / scale, columns.lat[i] / scale]} : null);

  // A line or area from its steps, in millionths of a degree, the first from the place of its mark.
  function outlined(i, {type, steps}) {
    const line = (part) => {
      let [x, y] = [columns.lon[i], columns.lat[i]].map((axis) => Math.round((axis / scale) * 1e6));
      return Array.from({length: part.length / 2}, (_, k) => [(x += part[2 * k]) / 1e6, (y += part[2 * k + 1]) / 1e6]);
    };
    const opened = (part) => (typeof part[0] === "number" ? line(part) : part.map(opened));
    return {type, coordinates: opened(steps)};
  }

  function made(i) {
    const found = {};
    for (const name of FIELDS) {
      const value = dictionaries[name][columns[name][i]];
      if (value !== null) found[name] = value;
    }
    found.geometry = geometryOf(i);
    return found;
  }

  function record(i) {
    let found = records.get(i);
    if (!found) {
      records.set(i, (found = made(i)));
      numbers.set(found, i);
      const texts = blocks.get(Math.floor(i / block));
      if (texts) tell(found, i, texts);
    }
    return found;
  }

  // Gives a record the texts of its block.
  function tell(found, i, {forms, rows}) {
    const [form, ...values] = rows[i % block];
    found.id = ids[i];
    forms[form].forEach(([name, isShared], k) => (found[name] = isShared ? shared[values[k]] : values[k]));
    if (found.shape) found.geometry = outlined(i, found.shape);
    delete found.shape;
    if (found.sources) found.sources = found.sources.map(([number, supports]) => Object.assign({}, shared[number], supports && {supports}));
  }

  const once = (name, act) => {
    if (!opening.has(name)) opening.set(name, act());
    return opening.get(name);
  };
  const openIds = () => once("ids", async () => (ids = (await textOf("ids")).split("\n")));
  const openShared = (k) => once("shared-" + k, async () => {
    JSON.parse(await textOf("shared-" + k)).forEach((value, i) => (shared[k * block + i] = value));
  });

  // The texts of a block, with all that they name.
  async function readBlock(k) {
    const [text] = await Promise.all([textOf("texts-" + k), openIds()]);
    const texts = JSON.parse(text);
    const needed = new Set();
    for (const [form, ...values] of texts.rows) {
      texts.forms[form].forEach(([name, isShared], i) => {
        if (isShared) needed.add(Math.floor(values[i] / block));
        else if (name === "sources") for (const [number] of values[i]) needed.add(Math.floor(number / block));
      });
    }
    await Promise.all([...needed].map(openShared));
    return texts;
  }

  let announced = 0;
  const openBlock = (k) => once("texts-" + k, async () => {
    const texts = await readBlock(k);
    blocks.set(k, texts);
    for (let i = k * block; i < Math.min(count, (k + 1) * block); i++) if (records.has(i)) tell(records.get(i), i, texts);
    if (blocks.size > MANY) forget(blocks.keys().next().value);
    // Several blocks that come together are told of once.
    announced ||= setTimeout(() => {
      announced = 0;
      events.fire("texts");
    });
  });

  function forget(k) {
    blocks.delete(k);
    opening.delete("texts-" + k);
  }

  // Projects by their numbers, made as they are asked for.
  class Rows {
    constructor(all) {
      this.numbers = all;
      this.length = all.length;
    }
    at(i) {
      return record(this.numbers.at(i));
    }
    indexOf(project) {
      return this.numbers.indexOf(numbers.get(project));
    }
    slice(from, to) {
      return Array.from(this.numbers.subarray(from, to), record);
    }
  }

  const blocksOf = (projects) => new Set(projects.filter((project) => !("id" in project)).map((project) => Math.floor(numbers.get(project) / block)));

  function when(projects, act) {
    const missing = [...blocksOf(projects)];
    if (missing.length) Promise.all(missing.map(openBlock)).then(() => act());
    else act();
  }

  function need(projects) {
    const missing = blocksOf(projects);
    missing.forEach(openBlock);
    return !missing.size;
  }

  // Acts on each of many projects in turn, block by block; what is read for it is not kept.
  async function each(rows, act) {
    const all = rows instanceof Rows ? rows.numbers : Uint32Array.from(rows, (project) => numbers.get(project));
    const near = all.length > MANY * block ? all.toSorted() : all;
    const read = new Map();
    for (const i of near) {
      const k = Math.floor(i / block);
      if (!read.has(k)) {
        // One block after the other: all at once would not fit into memory.
        // oxlint-disable-next-line no-await-in-loop
        read.set(k, blocks.get(k) || (await readBlock(k)));
        if (read.size > MANY) read.delete(read.keys().next().value);
      }
      const project = made(i);
      tell(project, i, read.get(k));
      act(project);
    }
  }

  function get(id) {
    if (!id) return undefined;
    if (ids) {
      const i = ids.indexOf(id);
      return i < 0 ? undefined : record(i);
    }
    openIds().then(() => coopmap.address.read());
    return undefined;
  }

  // --- in view ---------------------------------------------------------------------------------------------------

  const isOut = (i) => (choices.spot ? !choices.spot.has(records.get(i)) : fails[i]);

  // At most `most` of the projects on the map that lie in a part of the world (Web Mercator, the whole being 1).
  function within([west, north, east, south], most) {
    const found = [];
    for (let i = 0; i < count && found.length < most; i++) {
      if (xs[i] >= west && xs[i] < east && ys[i] >= north && ys[i] < south && !isOut(i)) found.push(i);
    }
    return found.map(record);
  }

  // The projects on the map in a part of the world, gathered in squares: {n, x, y, box, sectors: [[sector, n], ...], first}.
  function gathered([west, north, east, south], width) {
    const [left, top] = [Math.floor(west / width), Math.floor(north / width)];
    const across = Math.floor(east / width) - left + 1;
    const size = across * (Math.floor(south / width) - top + 1);
    const kinds = dictionaries.sector.length;
    const [n, first] = [new Uint32Array(size), new Uint32Array(size)];
    const [x, y] = [new Float64Array(size), new Float64Array(size)];
    const sectors = new Uint32Array(size * kinds);
    const {sector} = columns;
    const {spot} = choices;
    const [wests, norths, easts, souths] = Array.from({length: 4}, () => new Float64Array(size));
    const cells = [];
    for (let i = 0; i < count; i++) {
      const xi = xs[i];
      const yi = ys[i];
      if (!(xi >= west && xi < east && yi >= north && yi < south)) continue;
      if (spot ? !spot.has(records.get(i)) : fails[i]) continue;
      const cell = (Math.floor(yi / width) - top) * across + Math.floor(xi / width) - left;
      if (!n[cell]++) {
        first[cell] = i;
        wests[cell] = easts[cell] = xi;
        norths[cell] = souths[cell] = yi;
        cells.push(cell);
      }
      x[cell] += xi;
      y[cell] += yi;
      sectors[cell * kinds + sector[i]]++;
      if (xi < wests[cell]) wests[cell] = xi;
      else if (xi > easts[cell]) easts[cell] = xi;
      if (yi < norths[cell]) norths[cell] = yi;
      else if (yi > souths[cell]) souths[cell] = yi;
    }
    return cells.map((cell) => ({
      n: n[cell], x: x[cell] / n[cell], y: y[cell] / n[cell], box: [wests[cell], norths[cell], easts[cell], souths[cell]],
      first: first[cell], sectors: sectors.subarray(cell * kinds, (cell + 1) * kinds),
    }));
  }

  const isOnMap = (project) => !isOut(numbers.get(project));

  // --- the same as of a small layer ------------------------------------------------------------------------------

  const opened = bytesOf("columns").then(readColumns).then(async () => {
    for (const name of names) {
      const counts = tally(fieldOf(name), 0);
      codes[name] = [...new Set(codesOf[name].filter((_, i) => counts[i]).flat())];
    }
    // What names projects by their ids can do so at once.
    if (data.story.length || coopmap.address.has("project")) await openIds();
  });
  opened.then(() => orderIn());

  return {
    count,
    get,
    when,
    need,
    each,
    bytesOf,
    textOf,
    numbersOf: (column) => columns[column],
    within,
    gathered,
    isOnMap,
    record,
    changed,
    visible,
    renamed: () => (seen = null),
    opening: (act) => opened.then(act),
    codes: (facet) => codes[facet],
    sectors: dictionaries.sector,
    // Where a project lies, as `within` and `gathered` tell it.
    spotOf: (project) => [xs[numbers.get(project)], ys[numbers.get(project)]],
    ordered: visible,
    joined: (first, then) => new Rows(Uint32Array.from(new Set([...first.map((project) => numbers.get(project)), ...then.numbers]))),
    // Marks are made of what is in view alone.
    placed: () => [],
    shapes: () => [...shapeOf.keys()].filter((i) => !isOut(i)).map(record),
    sortable: (key) => key === "name" || key in dictionaries,
    sorted({key, by, text}, compare) {
      const all = filtered(orderIn());
      if (key === "name") return new Rows(compare("a", "b") < 0 ? all : all.toReversed());
      const told = dictionaries[key].map((value) => (by || text)({[key]: value ?? undefined}));
      const ranks = told.map((_, i) => i).sort((a, b) => compare(told[a], told[b]));
      const byEntry = Map.groupBy(all, (i) => columns[key][i]);
      return new Rows(Uint32Array.from(ranks.flatMap((entry) => byEntry.get(entry) || [])));
    },
    counts(facet) {
      const found = new Map();
      const bit = 1 << names.indexOf(facet);
      const all = tally(fieldOf(facet), -1);
      tally(fieldOf(facet), bit).forEach((n, entry) => {
        if (all[entry]) for (const code of codesOf[facet][entry]) found.set(code, (found.get(code) || 0) + n);
      });
      return found;
    },
    yearCounts() {
      const all = tally("start", -1);
      const had = years.filter((year, i) => year && all[i]);
      if (!had.length) return [];
      const first = Math.min(...had);
      const counts = Array.from({length: Math.max(...had) - first + 1}, (_, i) => [first + i, 0]);
      tally("start", YEARS).forEach((n, entry) => years[entry] && all[entry] && (counts[years[entry] - first][1] += n));
      return counts;
    },
    withoutYear: () => tally("start", YEARS).reduce((sum, n, entry) => sum + (years[entry] ? 0 : n), 0),
    // The bounds of everything that is placed.
    bounds() {
      let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
      for (let i = 0; i < count; i++) {
        if (!columns.kind[i]) continue;
        const [lon, lat] = [columns.lon[i], columns.lat[i]];
        if (lon < west) west = lon;
        if (lon > east) east = lon;
        if (lat < south) south = lat;
        if (lat > north) north = lat;
      }
      return west > east ? [] : [[south / scale, west / scale], [north / scale, east / scale]];
    },
  };
};
