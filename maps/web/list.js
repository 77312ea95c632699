// The list of the projects that the reader's choices leave; those without a place say why.
"use strict";

coopmap.tabs.projects = (function () {
  const {el, words, store} = coopmap;
  const t = words.t;
  // Above this many the list draws only what is seen, in rows of one height.
  const LONG = 200;
  const ROW = 64;
  // More rows than this a browser cannot place; a filter or a search shows the others.
  const MOST = 500_000;
  let scrolling = new AbortController();
  // Draws anew what had no texts yet.
  let refresh = null;
  store.on("texts", () => document.querySelector("#panel-body .entries") && refresh());

  coopmap.unplaced = function (project) {
    const key = "unplaced.reason." + (project.precision === "country" ? "country" : "unlocated");
    return t(key, {country: (project.countries || []).map(words.country).join(", ")});
  };

  const swatch = (sector) => el("span", {class: "swatch family-" + store.sector(sector).family.replace("_", "-")}, coopmap.icon(sector, 14));

  function entry(project) {
    const [name, code] = words.version(project, "name");
    const marked = (text) => coopmap.search.marked(text, store.query);
    const where = project.geometry ? words.version(project, "place")[0] : t("unplaced.title") + ": " + coopmap.unplaced(project);
    return el("button", {
      type: "button", class: "entry", "data-id": project.id, "data-key": "entry-" + project.id,
      on: {click: () => coopmap.card.open(project, {among: store.ordered()})},
    },
    swatch(project.sector),
    el("span", {class: "entry-text"},
      el("span", {class: "entry-name", lang: code === words.language ? null : code}, ...marked(name)),
      el("span", {class: "small entry-place"}, coopmap.statusSample(project.status, 12), t("status." + project.status), " · ", ...marked(where)),
      coopmap.search.elsewhere(project, store.query)));
  }

  // The choices in force, each with a button that takes it back.
  function chips() {
    const chip = (text, undo, key) =>
      el("button", {type: "button", class: "filter-chip", "data-key": "chip-" + key, "aria-label": t("filter.remove", {filter: text}), on: {click: undo}}, text, el("span", {"aria-hidden": "true"}, " ×"));
    const found = [];
    if (store.query) found.push(chip("“" + store.query + "”", () => store.search(""), "q"));
    for (const facet of store.facets) {
      const hidden = store.hidden(facet);
      if (!hidden.length) continue;
      const on = store.codes(facet).filter((code) => store.isOn(facet, code));
      const told = on.length && on.length <= hidden.length ? on.map((code) => coopmap.codeName(facet, code)).join(", ") : t("filter.without", {names: hidden.map((code) => coopmap.codeName(facet, code)).join(", ")});
      found.push(chip(told, () => store.only(facet, []), facet));
    }
    if (store.years) found.push(chip(store.years.join("–"), () => store.setYears(null), "years"));
    if (!found.length) return null;
    return el("div", {class: "filter-chips"}, ...found,
      el("button", {type: "button", class: "text-button", "data-key": "all", on: {click: store.showAll}}, t("legend.all")));
  }

  function nothing() {
    return el("div", {class: "nothing"}, el("p", {}, t("list.nothing")),
      el("button", {type: "button", class: "text-button", "data-key": "nothing", on: {click: store.showAll}}, t("legend.all")));
  }

  function renew(item, project) {
    const held = item.contains(document.activeElement);
    item.replaceChildren(entry(project));
    if (held) item.firstChild.focus({preventScroll: true});
  }

  function longList(body, projects) {
    // Keys can be faster than the frames that tell of the scrolling: the next row is there when one has the focus.
    const list = el("ul", {class: "entries entries-long", on: {focusin: fill}});
    const rows = new Map();
    list.style.height = Math.min(projects.length, MOST) * ROW + "px";
    function fill() {
      const from = Math.max(0, Math.floor((body.scrollTop - list.offsetTop) / ROW) - 5);
      const to = Math.min(projects.length, MOST, from + Math.ceil(body.clientHeight / ROW) + 10);
      // Rows that stay are left as they are, and so is the one that has the focus.
      for (const [i, item] of rows) {
        if ((i >= from && i < to) || item.contains(document.activeElement)) continue;
        item.remove();
        rows.delete(i);
      }
      for (let i = from; i < to; i++) {
        if (rows.has(i)) continue;
        const item = el("li", {"aria-setsize": projects.length, "aria-posinset": i + 1}, entry(projects.at(i)));
        item.style.top = i * ROW + "px";
        list.insertBefore(item, rows.get(Math.min(...[...rows.keys()].filter((other) => other > i))) || null);
        rows.set(i, item);
      }
      store.need([...rows.keys()].map((i) => projects.at(i)));
    }
    refresh = () => {
      for (const [i, item] of rows) if (!item.querySelector(".entry-name").textContent) renew(item, projects.at(i));
    };
    body.addEventListener("scroll", fill, {signal: scrolling.signal});
    requestAnimationFrame(fill);
    return list;
  }

  function draw(body) {
    const projects = store.ordered();
    const n = store.count;
    const actions = el("div", {class: "shown"},
      el("p", {class: "small"}, t("legend.shown", {n, shown: projects.length})),
      el("span", {class: "actions"},
        el("button", {type: "button", class: "text-button", "data-key": "table", on: {click: () => coopmap.table.open()}}, t("table.open")),
        el("button", {type: "button", class: "text-button", "data-key": "link", on: {click: () => coopmap.copy(coopmap.address.link())}}, t("link.copy")),
        el("button", {type: "button", class: "text-button", "data-key": "print", on: {click: () => store.when(store.ordered().slice(0, 1000), print)}}, t("print.card"))));
    scrolling.abort();
    scrolling = new AbortController();
    refresh = () => draw(body);
    if (projects.length <= LONG) store.need(projects.slice());
    const list = projects.length > LONG ? longList(body, projects) : el("ul", {class: "entries"}, ...projects.slice().map((project) => el("li", {}, entry(project))));
    body.replaceChildren(...[actions, chips(), projects.length ? list : nothing()].filter(Boolean));
  }

  coopmap.swatch = swatch;
  coopmap.filterChips = chips;
  return draw;
})();

// The name of a code of a facet in the reader's language.
coopmap.codeName = (facet, code) =>
  facet === "country" ? coopmap.words.country(code) : coopmap.words.t(facet + "." + code);

// Copies a text and says so; without leave to write to the clipboard it is shown to be copied by hand.
coopmap.copy = async function (text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = coopmap.el("textarea", {class: "offscreen", "aria-hidden": "true"}, text);
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  coopmap.say(coopmap.words.t("link.copied"));
};

// Says something to everyone: shown for a moment, and read out by a screen reader.
coopmap.say = function (text) {
  const place = document.getElementById("say");
  place.textContent = text;
  clearTimeout(coopmap.say.timer);
  coopmap.say.timer = setTimeout(() => (place.textContent = ""), 4000);
};
