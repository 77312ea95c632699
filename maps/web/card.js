// The card of a project: everything that is known of it, and by whom.
"use strict";

coopmap.card = (function () {
  const {el, textEl, words} = coopmap;
  const t = words.t;

  // Numbers of the sources that support one of some fields.
  const numbers = (project, ...fields) =>
    (project.sources || []).map((source, i) => (fields.some((field) => (source.supports || []).includes(field)) ? i + 1 : 0)).filter(Boolean).join(", ");

  function refs(project, field) {
    const told = numbers(project, field);
    return told ? el("sup", {class: "refs", title: t("card.sources")}, told) : null;
  }

  function chips(project) {
    const sector = coopmap.store.sector(project.sector);
    const asOf = project.status_date ? words.asOf("status.as_of", project.status_date) : "";
    const cited = refs(project, "status");
    return el("p", {class: "chips"},
      el("span", {class: "chip chip-sector family-" + sector.family.replace("_", "-")}, coopmap.icon(project.sector, 14), t("sector." + project.sector)),
      el("span", {class: "chip chip-status"}, coopmap.statusSample(project.status, 14), t("status." + project.status)),
      asOf || cited ? el("span", {class: "chip-note"}, asOf, cited) : null);
  }

  function place(project) {
    const precision = [coopmap.precision(project)];
    if (project.uncertainty_m && !project.route) precision.push(t("precision.within", {distance: words.distance(project.uncertainty_m)}));
    return el("div", {class: "row"},
      el("h3", {}, t("card.place")),
      el("div", {},
        el("p", {}, textEl("span", project, "place"), refs(project, "place")),
        el("p", {class: "small"}, precision.join(" · "))));
  }

  // The date stands below the label, unless the label says it already.
  function number(told, label, iso) {
    const date = words.date(iso);
    const said = date.split(/[\s\u2060-]+/).every((word) => label.includes(word));
    return el("div", {class: "figure"},
      el("dt", {}, label, iso && !said ? el("span", {class: "figure-date"}, date) : null),
      el("dd", {}, told));
  }

  // Value and figures; the first three are set large. Which source names which number the layer does not say.
  function figures(project) {
    const told = [
      ...(project.value || []).map((value) => {
        const label = words.version(value, "label")[0] || t("card.value");
        const kind = words.known("money.kind." + value.kind) ? t("money.kind." + value.kind) : value.kind;
        const money = words.money(value.amount, value.currency, value.qualifier);
        return number(money, [label, kind].filter(Boolean).join(", "), value.date);
      }),
      ...(project.figures || []).map((figure) =>
        number(words.unit(figure.value, figure.unit, figure.qualifier), words.version(figure, "label")[0], figure.date)),
    ];
    if (!told.length) return null;
    const cited = numbers(project, "value", "figures");
    return el("div", {}, el("dl", {class: "figures figures-key"}, ...told.slice(0, 3)),
      told.length > 3 ? el("dl", {class: "figures"}, ...told.slice(3)) : null,
      cited ? el("p", {class: "small figures-cited"}, `${t("card.sources")}: ${cited}`) : null);
  }

  // Partners in a column for each of the layer's own countries, then those from elsewhere.
  function partners(project) {
    const all = project.partners || [];
    if (!all.length) return null;
    const own = coopmap.store.data.focus.filter((code) => all.some((partner) => partner.country === code));
    const others = all.filter((partner) => !own.includes(partner.country));
    const column = (title, list, flagged) =>
      el("div", {class: "partners-of"}, el("h4", {}, title),
        el("ul", {}, ...list.map((partner) => {
          const [name, code] = words.version(partner, "name");
          const notes = [flagged && partner.country ? words.country(partner.country) : null, partner.role ? t("role." + partner.role) : null];
          return el("li", {}, el("span", {lang: name && code !== words.language ? code : null}, name || partner.name),
            el("span", {class: "role"}, notes.filter(Boolean).join(", ")));
        })));
    return el("section", {}, el("h3", {}, t("card.partners"), refs(project, "partners")),
      el("div", {class: "partners"},
        ...own.map((code) => column(words.country(code), all.filter((partner) => partner.country === code))),
        others.length ? column(t("card.partners_elsewhere"), others, true) : null));
  }

  function dates(project) {
    const told = (field) => {
      const date = words.date(project[field]);
      return project[field + "_kind"] === "planned" ? t("card.planned", {date}) : date;
    };
    const row = (field) =>
      project[field] ? el("div", {class: "row"}, el("h3", {}, t("card." + field)), el("p", {}, told(field), refs(project, field))) : null;
    return [row("start"), row("end")];
  }

  function disputes(project) {
    if (!(project.disputes || []).length) return null;
    return el("section", {class: "disputes"}, el("h3", {}, t("card.disputes")),
      ...project.disputes.map((dispute) => textEl("p", dispute, "text")));
  }

  // The language of a title, for a voice that reads it: many titles of pages in other languages are told in English.
  const titleLanguage = ({language, title}) => (language === "en" || /(?!\p{ASCII})\p{L}/u.test(title) ? language : null);

  // Only addresses of the web become links; they open when the reader clicks, and tell the site nothing of this page.
  function link(source) {
    const title = el("span", {lang: titleLanguage(source)}, source.title);
    if (!/^https?:\/\//i.test(source.url || "")) return title;
    return el("a", {href: source.url, target: "_blank", rel: "noopener noreferrer", title: t("card.new_window")}, title);
  }

  function sourceList(list) {
    const notes = (source) => [coopmap.publisher(source), words.date(source.date)].filter(Boolean).join(", ");
    return el("ol", {}, ...list.map((source) => el("li", {}, link(source), " ", el("span", {class: "small"}, notes(source)))));
  }

  function sources(project) {
    if (!(project.sources || []).length) return null;
    return el("section", {class: "sources"}, el("h3", {}, t("card.sources")), sourceList(project.sources));
  }

  function images(project) {
    const shown = (project.images || []).filter((image) => String(image.src).startsWith("data:image/"));
    return shown.map((image) =>
      el("figure", {class: "photo"}, el("img", {src: image.src, alt: words.version(image, "alt")[0]}),
        el("figcaption", {class: "small"}, [image.credit, image.licence].filter(Boolean).join(", "))));
  }

  // What the layer says beyond the schema is shown as it stands.
  function extra(project) {
    const fields = Object.entries(project.extra || {});
    if (!fields.length) return null;
    const told = (value) => (typeof value === "string" ? value : JSON.stringify(value));
    return el("section", {}, el("h3", {}, t("card.more")),
      el("dl", {class: "extra"}, ...fields.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, told(value))])));
  }

  function foot(project) {
    const notes = [
      project.article === "inferred" ? t("card.inferred") : project.article === "no" ? t("card.not_in_article") : null,
      project.checked ? t("card.checked", {date: words.date(project.checked)}) : null,
    ];
    return el("footer", {class: "small"}, ...notes.filter(Boolean).map((note) => el("p", {}, note)));
  }

  // The card as an element; `heading` is the level of its title.
  function render(project) {
    const summary = words.version(project, "summary")[0];
    return el("article", {class: "card", "data-project": project.id},
      chips(project),
      textEl("h2", project, "name", {tabindex: "-1"}),
      place(project),
      ...dates(project),
      figures(project),
      summary ? el("p", {class: "summary"}, textEl("span", project, "summary"), refs(project, "summary")) : null,
      ...images(project),
      partners(project),
      disputes(project),
      sources(project),
      extra(project),
      foot(project));
  }

  // --- the open card ----------------------------------------------------------------------------------------------

  // What is open: {among, index, host, focusBack}; a host shows a node and takes it away again.
  let current = null;
  // The project whose card was asked for last; its texts may have to be read first.
  let wanted = null;

  function popupHost(map, at, lift) {
    const {left, top, right, bottom} = coopmap.panel.covers();
    const {x, y} = map.getSize();
    const width = Math.min(380, x - left - right - 24);
    const popup = L.popup({
      className: "card-popup", closeButton: false, minWidth: width, maxWidth: width, offset: [0, -lift],
      maxHeight: Math.max(160, Math.min(620, y - top - bottom - 60)),
      autoPanPaddingTopLeft: [left + 12, top + 12], autoPanPaddingBottomRight: [right + 12, bottom + 12],
    }).setLatLng(at);
    popup.on("remove", () => {
      if (current?.host.popup === popup) current = null;
    });
    return {popup, show: (node) => popup.setContent(node).openOn(map), remove: () => map.closePopup(popup)};
  }

  const panelHost = () => ({show: (node) => coopmap.panel.show(node, current.among.at(current.index)), remove: () => coopmap.panel.show(null), inPanel: true});

  function pager() {
    const {among, index} = current;
    if (among.length < 2) return null;
    const step = (by, label, sign) =>
      el("button", {type: "button", class: "icon-button", "data-step": by, "aria-label": t(label), title: t(label), on: {click: () => turn(by)}}, sign);
    return el("div", {class: "pager"},
      step(-1, "card.previous", "‹"),
      el("span", {"aria-live": "polite"}, t("card.of", {i: index + 1, n: among.length})),
      step(1, "card.next", "›"));
  }

  function bar() {
    if (current.host.inPanel) {
      const back = el("button", {type: "button", class: "text-button back", on: {click: shut}}, "‹ " + t("card.back"));
      return el("div", {class: "card-bar card-bar-panel"}, back, pager());
    }
    const close = el("button", {type: "button", class: "icon-button card-close", "aria-label": t("card.close"), title: t("card.close"), on: {click: shut}}, "×");
    return el("div", {class: "card-bar"}, pager(), close);
  }

  function actions(project) {
    const button = (label, act) => el("button", {type: "button", class: "text-button", on: {click: act}}, t(label));
    return el("div", {class: "actions card-actions"},
      button("link.copy_project", () => coopmap.copy(coopmap.address.link({project: project.id}))),
      button("print.card", () => coopmap.printCard(project)));
  }

  // Shows the current project; gives the shown element.
  function show() {
    const project = current.among.at(current.index);
    const role = current.host.inPanel ? "region" : "dialog";
    const frame = el("div", {class: "card-frame", role, "aria-label": words.version(project, "name")[0]}, bar(), render(project), actions(project));
    // The card is no part of the map's own gestures: its text can be marked, its list scrolled.
    if (!current.host.inPanel) L.DomEvent.disableClickPropagation(frame).disableScrollPropagation(frame);
    frame.addEventListener("keydown", (event) => {
      if (event.key === "Escape") shut();
    });
    current.host.show(frame);
    coopmap.store.fire("chosen", {project});
    return frame;
  }

  function turn(by) {
    const {among, index} = current;
    current.index = (index + by + among.length) % among.length;
    const project = among.at(current.index);
    coopmap.store.when([project], () => {
      if (current?.among.at(current.index) !== project) return;
      show().querySelector(`[data-step="${by}"]`).focus();
      if (current.host.inPanel) coopmap.marks.show(project);
      coopmap.address.write(true);
    });
  }

  // Takes the card away and gives the focus back to where it was opened, which may have been drawn anew since.
  function shut() {
    wanted = null;
    if (!current) return;
    const {host, focusBack, among, index} = current;
    const {id} = among.at(index);
    current = null;
    host.remove();
    coopmap.store.fire("chosen", {project: null});
    (focusBack?.() || document.querySelector(`#panel-body [data-id="${CSS.escape(id)}"]`))?.focus();
    coopmap.address.write(true);
  }

  // Opens the card of a project in the panel, or where there is none at its place on the map.
  // spot: {map, at, lift} of a mark that was chosen; among: the projects to page through; focusBack: gives what to
  // focus afterwards, by default the project's entry in the list; quiet: neither focus nor a step in the history.
  function open(project, options) {
    wanted = project;
    coopmap.store.when([project], () => wanted === project && reveal(project, options));
  }

  function reveal(project, {spot = null, among = [project], focusBack = null, quiet = false} = {}) {
    const popup = document.body.matches(".embed, .presenting");
    // From a mark of the map the reader pages on through the list, after the projects that share the mark.
    if (spot && !popup) among = among.length > 1 ? coopmap.store.joined(among, coopmap.store.ordered()) : coopmap.store.ordered();
    if (popup && !spot) coopmap.marks.show(project);
    const where = popup ? spot || coopmap.marks.spotOf(project) : null;
    if (popup && !where) return;
    if (current) current.host.remove();
    current = {among: popup && !spot ? [project] : among, focusBack};
    current.index = Math.max(0, current.among.indexOf(project));
    current.host = popup ? popupHost(where.map, where.at, where.lift) : panelHost();
    const frame = show();
    if (!popup) coopmap.marks.show(project);
    if (quiet) return;
    frame.querySelector("h2").focus({preventScroll: true});
    coopmap.address.write(true);
  }

  coopmap.address.part("project", () => (current ? current.among.at(current.index).id : ""), (id) => {
    const project = coopmap.store.get(id);
    if (project && current?.among.at(current.index) !== project) open(project, {among: coopmap.store.ordered(), quiet: true});
    else if (!project && current) shut();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) shut();
  });
  coopmap.store.on("language", () => {
    if (current) show();
  });

  return {open, close: shut, render, sourceList};
})();

// How precisely the place is known; of a route, how its course is.
coopmap.precision = function ({route, precision, uncertainty_m: metres}) {
  const {t} = coopmap.words;
  if (route) return t("route." + route);
  return precision === "site" && metres > 100 ? t("precision.site_about") : t("precision." + precision);
};

coopmap.publisher = (source) => coopmap.words.version(source, "publisher")[0] || source.publisher;

// What stands in the samples of these.
coopmap.statusSigns = new Map([["cancelled", "M9 27L27 9"], ["unknown", "M14.4 15.2a3.7 3.7 0 1 1 5.6 3.2c-1.4.8-2 1.5-2 2.9M18 25v.2"]]);

// A small round sample of a status, for chips and the legend: a mark without its icon, its edge drawn more strongly.
coopmap.statusSample = function (status, size = 18) {
  const style = coopmap.store.statusStyle(status);
  const circle = (r, name) => coopmap.svg("circle", {cx: 18, cy: 18, r, class: name});
  const sample = coopmap.svg("svg", {
    viewBox: "2 2 32 32", width: size, height: size, "aria-hidden": "true",
    class: `mark-drawing status-sample ${style.grey ? "mark-grey" : "mark-sample"} fill-${style.fill} edge-${style.edge}`,
  });
  const sign = coopmap.statusSigns.get(status);
  sample.append(circle(12.5, "mark-disc"));
  if (style.edge === "double") sample.append(circle(8, "mark-inner"));
  if (style.edge === "dashed" && style.fill === "full") sample.append(circle(8.6, "mark-core"));
  if (sign) sample.append(coopmap.svg("path", {d: sign, class: "mark-strike"}));
  return sample;
};
