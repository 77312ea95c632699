// The table: all that is visible, sortable by each column, over the whole window; saved and copied from here.
"use strict";

coopmap.table = function () {
  const {el, textEl, words, store} = coopmap;
  const t = words.t;
  // Above this many only the rows in view are drawn, all of one height (as in table.css).
  const LONG = 300;
  const ROW = 56;
  // More rows than this a browser cannot place; a filter or a search shows the others.
  const MOST = 500_000;
  // What is drawn while the table is open, and what had the focus before.
  let view = null;
  let before = null;
  let rows = [];
  let sort = null;
  let scrolled = [0, 0];

  // --- columns ---------------------------------------------------------------------------------------------------

  const coded = (facet, code) => (code ? (words.known(`${facet}.${code}`) ? t(`${facet}.${code}`) : code) : "");
  const lines = (texts) => texts.map((text) => el("span", {class: "table-line"}, text));

  function start(project, date = project.start || "") {
    return date && project.start_kind === "planned" ? t("card.planned", {date}) : date;
  }

  function partners(project) {
    return (project.partners || []).map((partner) => {
      const name = words.version(partner, "name")[0] || partner.name;
      return partner.country ? `${name} (${words.country(partner.country)})` : name;
    });
  }

  function values(project) {
    return (project.value || []).map((value) => {
      const label = words.version(value, "label")[0];
      const money = words.money(value.amount, value.currency, value.qualifier);
      return label ? `${money} (${label})` : money;
    });
  }

  // There are no rates of exchange here: amounts are compared within their currency.
  const amount = ({value: [first] = []}) => (first ? [String(first.currency), Number(first.amount)] : "");

  // Of each column: `text` for the files, `by` to sort by (else the text), `show` for what is seen (else the text).
  const codes = (key, sign, code = (project) => project[key]) => {
    const text = (project) => coded(key, code(project));
    return {key, text, show: sign && ((project) => [el("span", {class: "table-coded"}, sign(project[key]), el("span", {}, text(project)))])};
  };
  const dates = (key) => ({key, iso: true, text: (project) => project[key] || "", show: (project) => [words.date(project[key])]});
  const COLUMNS = [
    {key: "name", text: (project) => words.version(project, "name")[0]},
    codes("sector", (code) => coopmap.swatch(code)),
    codes("status", (code) => coopmap.statusSample(code, 14)),
    dates("status_date"),
    {key: "start", iso: true, text: (project) => start(project), by: (project) => project.start || "", show: (project) => [start(project, words.date(project.start))]},
    {key: "place", text: (project) => words.version(project, "place")[0], show: (project) => [textEl("span", project, "place")]},
    {key: "precision", text: coopmap.precision},
    {key: "countries", text: (project) => (project.countries || []).map(words.country).join(", ")},
    {key: "partners", text: (project) => partners(project).join("; "), show: (project) => lines(partners(project))},
    {key: "value", text: (project) => values(project).join("; "), by: amount, show: (project) => lines(values(project))},
    codes("article", null, (project) => project.article || "no"),
    dates("checked"),
  ];
  const position = (axis) => ({geometry}) => (geometry?.type === "Point" ? geometry.coordinates[axis] : "");
  // What the files have beside the columns.
  const MORE = [
    {key: "id", text: (project) => project.id},
    {key: "longitude", text: position(0)},
    {key: "latitude", text: position(1)},
    {key: "sources", text: (project) => (project.sources || []).map((source) => source.url).filter(Boolean).join(" ")},
  ];

  // --- order -----------------------------------------------------------------------------------------------------

  const plain = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  // The visible projects in the order chosen; those that have nothing in the column come last both ways.
  function sorted() {
    const column = sort && COLUMNS.find(({key}) => key === sort.key);
    if (!column) return coopmap.store.ordered();
    const compare = column.key === "value" ? (a, b) => plain(a[0], b[0]) || a[1] - b[1] : column.iso ? plain : words.compare;
    const sign = sort.down ? -1 : 1;
    return store.sorted(column, (a, b) => (a && b ? sign * compare(a, b) : plain(!a, !b)));
  }

  // A column is sorted upwards, then downwards, then not at all.
  function sortBy(key) {
    const down = sort?.key === key;
    sort = down && sort.down ? null : {key, down};
    drawRows();
    coopmap.address.write();
  }

  // --- drawing ---------------------------------------------------------------------------------------------------

  function choose(project) {
    close({focus: false});
    coopmap.card.open(project, {among: rows});
  }

  function row(project, index) {
    const [name, code] = words.version(project, "name");
    const button = el("button", {type: "button", class: "table-name cell", lang: code === words.language ? null : code, "data-key": "row-" + project.id, on: {click: () => choose(project)}},
      ...coopmap.search.marked(name || project.id || "", store.query));
    return el("tr", {"aria-rowindex": index + 2}, el("th", {scope: "row"}, button),
      ...COLUMNS.slice(1).map(({text, show}) => el("td", {}, el("div", {class: "cell"}, ...(show ? show(project) : [text(project)])))));
  }

  // Draws the rows that are in view and leaves the others out; what stays is not touched, so the focus stays too.
  function fill(all = false) {
    const {area, body, top, bottom, drawn} = view;
    const long = rows.length > LONG && all !== true;
    const from = long ? Math.max(0, Math.floor(area.scrollTop / ROW) - 8) : 0;
    const to = long ? Math.min(rows.length, MOST, from + Math.ceil(area.clientHeight / ROW) + 16) : rows.length;
    for (const [i, node] of drawn) {
      if (i >= from && i < to) continue;
      if (node.contains(document.activeElement)) area.focus({preventScroll: true});
      node.remove();
      drawn.delete(i);
    }
    let next = bottom;
    for (let i = to - 1; i >= from; i--) {
      const node = drawn.get(i) || row(rows.at(i), i);
      if (!drawn.has(i)) body.insertBefore(node, next);
      drawn.set(i, node);
      next = node;
    }
    top.firstChild.style.height = from * ROW + "px";
    bottom.firstChild.style.height = (Math.min(rows.length, MOST) - to) * ROW + "px";
    store.need([...drawn.keys()].map((i) => rows.at(i)));
  }

  // Draws anew the rows that had no texts yet.
  function renew() {
    for (const [i, node] of view.drawn) {
      if (node.querySelector("button").textContent) continue;
      const held = node.contains(document.activeElement);
      view.drawn.set(i, row(rows.at(i), i));
      node.replaceWith(view.drawn.get(i));
      if (held) view.drawn.get(i).querySelector("button").focus({preventScroll: true});
    }
  }

  function drawRows() {
    const {section, table, count, chips, none, search, drawn} = view;
    const focused = document.activeElement?.dataset.key;
    rows = sorted();
    for (const node of drawn.values()) node.remove();
    drawn.clear();
    for (const head of table.querySelectorAll("thead th")) {
      const on = head.dataset.column === sort?.key;
      if (on) head.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    table.setAttribute("aria-rowcount", rows.length + 1);
    table.classList.toggle("table-long", rows.length > LONG);
    count.textContent = t("legend.shown", {n: store.count, shown: rows.length});
    chips.replaceChildren(coopmap.filterChips() || "");
    none.hidden = rows.length > 0;
    if (search.value !== store.query) search.value = store.query;
    fill();
    if (focused && !section.contains(document.activeElement)) {
      (section.querySelector(`[data-key="${CSS.escape(focused)}"]:not([hidden])`) || search).focus({preventScroll: true});
    }
  }

  function header({key}) {
    const label = el("button", {type: "button", class: "table-sort", "data-key": "sort-" + key, on: {click: () => sortBy(key)}}, t("table." + key));
    if (!store.sortable(key)) label.disabled = true;
    return el("th", {scope: "col", class: "column-" + key, "data-column": key}, label);
  }

  function build() {
    const button = (key, act) => el("button", {type: "button", class: "table-button", "data-key": key, on: {click: act}}, t(key));
    const layer = store.data.layer;
    const search = el("input", {type: "search", class: "search", autocomplete: "off", spellcheck: "false", "data-key": "search", "aria-label": t("search.label"), placeholder: t("search.label"), on: {input: () => store.search(search.value)}});
    const count = el("p", {class: "small", role: "status"});
    const chips = el("div");
    const none = el("p", {class: "table-none"}, t("list.nothing"));
    const spacer = () => el("tr", {"aria-hidden": "true", class: "table-spacer"}, el("td", {colspan: COLUMNS.length}));
    const [top, bottom] = [spacer(), spacer()];
    const body = el("tbody", {}, top, bottom);
    const asOf = layer.as_of ? ". " + words.asOf("page.as_of", layer.as_of) : "";
    const caption = el("caption", {id: "table-caption"}, el("span", {}, textEl("span", layer, "title"), asOf));
    const table = el("table", {}, caption, el("thead", {}, el("tr", {"aria-rowindex": 1}, ...COLUMNS.map(header))), body);
    const area = el("div", {class: "table-area", tabindex: "0", role: "region", "aria-labelledby": "table-caption", "data-key": "area", on: {scroll: fill, focusin: fill}}, table, none);
    const shut = el("button", {type: "button", class: "icon-button table-close", "data-key": "close", "aria-label": t("table.close"), title: t("table.close"), on: {click: () => close()}}, "×");
    const heading = el("h2", {id: "table-title", tabindex: "-1", "data-key": "title"}, t("table.title"));
    const section = el("section", {class: "table-view", role: "dialog", "aria-modal": "true", "aria-labelledby": "table-title", on: {keydown: keys}},
      el("header", {class: "table-head"},
        el("div", {class: "table-told"}, heading, count, chips), search,
        el("div", {class: "table-buttons"}, button("table.save_csv", saveCsv), button("table.save_geojson", saveGeojson), button("table.copy", copy)), shut),
      area);
    return {section, heading, area, table, body, top, bottom, count, chips, none, search, drawn: new Map()};
  }

  // Puts the view into the page, in place of the one that was there in another language.
  function draw() {
    const focused = document.activeElement?.dataset.key;
    const made = build();
    if (view) view.section.replaceWith(made.section);
    else document.body.append(made.section);
    view = made;
    drawRows();
    if (focused) view.section.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  // --- opening and closing ---------------------------------------------------------------------------------------

  function shutOut(inert) {
    for (const node of document.body.children) if (node !== view.section && node.getAttribute("role") !== "status") node.inert = inert;
  }

  function open() {
    if (view) return;
    before = document.activeElement;
    draw();
    shutOut(true);
    view.area.scrollTo(...scrolled);
    view.heading.focus();
    coopmap.address.write(true);
  }

  function close({focus = true} = {}) {
    if (!view) return;
    scrolled = [view.area.scrollLeft, view.area.scrollTop];
    shutOut(false);
    view.section.remove();
    view = null;
    if (!focus) return;
    // The button that opened the table may have been drawn anew.
    const opener = before?.isConnected && before !== document.body ? before : document.querySelector("#panel-body [data-key=table]");
    (opener || document.getElementById("panel-body")).focus();
    coopmap.address.write(true);
  }

  function keys(event) {
    if (event.key === "Escape") {
      // In the search, Escape first takes back what is searched.
      if (event.target === view.search && store.query) store.search("");
      else close();
      event.preventDefault();
      event.stopPropagation();
    }
    if (event.key !== "Tab") return;
    const stops = [...view.section.querySelectorAll("button:not([hidden]), input, [tabindex='0']")];
    const [first, last] = [stops[0], stops[stops.length - 1]];
    const at = document.activeElement;
    if (event.shiftKey ? at !== first && at !== view.heading : at !== last) return;
    (event.shiftKey ? last : first).focus();
    event.preventDefault();
  }

  // --- files -----------------------------------------------------------------------------------------------------

  // A cell that a spreadsheet would take for a formula gets an apostrophe before it; our own numbers stay numbers.
  const harmless = (cell) => (typeof cell === "string" && /^(?:[\t\r]|\s*[=+\-@])/.test(cell) ? "'" + cell : String(cell));

  // A text of all rows, each told by `line`; a line of the columns' names stands before them.
  async function told(line) {
    const columns = [...COLUMNS, ...MORE];
    const all = [line(columns.map(({key}) => t("table." + key)))];
    await store.each(rows, (project) => all.push(line(columns.map(({text}) => text(project)))));
    return all;
  }

  // RFC 4180; the mark at the start tells spreadsheets that it is UTF-8.
  function csv() {
    const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    return told((cells) => cells.map((cell) => quoted(harmless(cell))).join(",") + "\r\n").then((all) => ["\ufeff", ...all]);
  }

  function tabbed() {
    const flat = (cell) => (typeof cell === "string" ? cell.replaceAll(/[\t\r\n]+/g, " ") : cell);
    return told((cells) => cells.map((cell) => harmless(flat(cell))).join("\t")).then((all) => all.join("\n"));
  }

  // A project as the layer has it: the page's own additions are taken back.
  function feature({geometry, extra, images, ...fields}) {
    const properties = {...fields, ...extra};
    if (images) properties.images = images.map(({file, ...image}) => ({...image, src: file}));
    return {type: "Feature", id: fields.id, geometry, properties};
  }

  // RFC 7946, a line a project.
  async function geojson() {
    const all = [];
    await store.each(rows, (project) => all.push((all.length ? ",\n" : "\n") + JSON.stringify(feature(project))));
    return [JSON.stringify({type: "FeatureCollection", ...store.data.layer, features: []}).slice(0, -2), ...all, "\n]}\n"];
  }

  function save(name, type, parts) {
    const url = URL.createObjectURL(new Blob(parts, {type}));
    el("a", {href: url, download: name}).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  const saveCsv = async () => save("projects.csv", "text/csv;charset=utf-8", await csv());
  const saveGeojson = async () => save("projects.geojson", "application/geo+json", await geojson());

  // Without leave to write to the clipboard the copying takes the focus for a moment.
  async function copy({currentTarget}) {
    await coopmap.copy(await tabbed());
    currentTarget?.focus();
  }

  // --- the state -------------------------------------------------------------------------------------------------

  const state = () => (view ? (sort ? (sort.down ? "-" : "") + sort.key : "1") : "");

  coopmap.address.part("table", state, (value) => {
    if (value === state()) return;
    if (!value) {
      close();
      return;
    }
    const [, sign, key] = /^(-?)(\w+)$/.exec(value) || [];
    sort = COLUMNS.some((column) => column.key === key) ? {key, down: sign === "-"} : null;
    if (view) drawRows();
    else open();
  });
  // Paper has all rows.
  addEventListener("beforeprint", () => view && fill(true));
  addEventListener("afterprint", () => view && fill());
  store.on("filter order", () => view && drawRows());
  store.on("language", () => view && draw());
  store.on("texts", () => view && renew());
  Object.assign(coopmap.table, {open, close: () => close()});
};
