// What is told: the stops of data/story.json, else every placed project from north to south, and how each is worded.
"use strict";

coopmap.story = (function () {
  const {el, textEl, words, store} = coopmap;
  const t = words.t;

  const middle = ({type, coordinates}) => (type === "Point" ? coordinates[1] : L.geoJSON({type, coordinates}).getBounds().getCenter().lat);

  // Of a layer without a story: the projects that the reader's choices leave, the placed ones if there are any.
  function byDefault() {
    const all = store.visible().slice(0, 1000);
    const placed = all.filter(({geometry}) => geometry).map((project) => [middle(project.geometry), project]);
    const ordered = placed.length ? placed.toSorted((a, b) => b[0] - a[0]).map(([, project]) => project) : all;
    return ordered.map((project) => ({id: project.id, heading: [project, "name"], projects: [project]}));
  }

  const told = (stop, i) => ({
    ...stop, id: stop.id || String(i + 1), heading: [stop, "title"], projects: (stop.projects || []).map(store.get).filter(Boolean),
  });

  // The area that a stop shows: its own view, else its projects with their surroundings, else everything.
  function boundsOf({view, projects}) {
    if (view) return L.latLngBounds([view.south, view.west], [view.north, view.east]);
    const bounds = L.latLngBounds([]);
    for (const {geometry, uncertainty_m: reach = 0} of projects) {
      if (!geometry) continue;
      const own = L.geoJSON(geometry).getBounds();
      bounds.extend(geometry.type === "Point" ? own.getCenter().toBounds(Math.max(700000, reach * 3)) : own.pad(0.05));
    }
    return bounds.isValid() ? bounds : coopmap.frame;
  }

  // --- numbers ---------------------------------------------------------------------------------------------------

  const quantity = (value, unit, qualifier) => words[words.known("money." + unit) ? "money" : "unit"](value, unit, qualifier);

  // A key figure that a stop names, with its indicator; null when there is none.
  function keyFigure({indicator, period}) {
    const of = store.data.indicators.find(({id}) => id === indicator);
    const value = of?.values?.find((one) => one.period === period && Number.isFinite(one.value));
    return value ? {of, value} : null;
  }

  // What is set large: [quantity, what it is, when it held, its share of the largest, whether it is a goal].
  function numbersOf({numbers, projects}) {
    if (!numbers) return projects.length === 1 ? ownNumbers(projects[0]) : [];
    const found = numbers.map(keyFigure).filter(Boolean);
    // Values of one indicator are told apart by who says them and when, and compared by length.
    const alone = found.length > 1 && found.every(({of}) => of === found[0].of);
    const most = Math.max(...found.map(({value}) => value.value));
    return found.map(({of, value}) => {
      const [name, who] = [of, value].map((record, i) => words.version(record, i ? "label" : "name")[0]);
      const goal = value.kind === "goal";
      const label = alone ? who || name : [name, who].filter(Boolean).join(" · ");
      return [quantity(value.value, of.unit, value.qualifier), label, goal ? "" : words.period(value.period), alone ? value.value / most : 0, goal];
    });
  }

  function ownNumbers({figures = [], value = []}) {
    const sums = value.map((one) => [words.money(one.amount, one.currency, one.qualifier), words.version(one, "label")[0] || t("card.value"), words.date(one.date)]);
    return [...figures.map((one) => [words.unit(one.value, one.unit, one.qualifier), words.version(one, "label")[0], words.date(one.date)]), ...sums].slice(0, 2);
  }

  // The digits of a quantity in the largest type, the words around them small.
  function number([text, label, date, share, goal]) {
    const [digits] = /\d(?:[\d\s.,]*\d)?/.exec(text) || [text];
    const [before, after] = text.split(digits);
    const bar = share ? el("i", {class: goal ? "goal" : null}) : null;
    if (bar) bar.style.width = share * 100 + "%";
    return el("li", {}, bar, el("p", {}, el("span", {}, before), el("b", {}, digits), el("span", {}, after)),
      el("p", {class: "stage-label"}, [label, date].filter(Boolean).join(" · ")));
  }

  // --- projects --------------------------------------------------------------------------------------------------

  const dated = ({status, status_date: date}) => [t("status." + status), date && status !== "unknown" ? words.date(date) : ""].filter(Boolean).join(", ");

  // How the place is known; of a line, how its course is.
  const exactness = ({precision, route, uncertainty_m: reach}) =>
    route ? t("route." + route) : t("precision." + precision) + (reach ? ", " + t("precision.within", {distance: words.distance(reach)}) : "");

  const sign = (project) => coopmap.markDrawing(project, {size: 32});

  // One of several: its name and how far it has come; how its place is known is seen on the map.
  function line(project) {
    const state = [dated(project), project.geometry ? "" : t("unplaced.title")].filter(Boolean).join(" · ");
    return el("li", {}, sign(project), el("p", {}, textEl("b", project, "name"), el("span", {class: "stage-label"}, state)));
  }

  // A lone project: its sign, how far it has come and where it is.
  function lone(project) {
    const place = words.version(project, "place")[0];
    return el("ul", {class: "stage-projects"}, el("li", {}, sign(project),
      el("p", {}, el("b", {}, dated(project)), el("span", {class: "stage-label"}, [place, exactness(project)].filter(Boolean).join(" · ")))));
  }

  // Who of each of the layer's own countries takes part.
  function partners({partners: all = []}) {
    const of = (code) => all.filter(({country}) => country === code).map((partner) => words.version(partner, "name")[0] || partner.name);
    return store.data.focus.filter((code) => of(code).length).map((code) =>
      el("p", {class: "stage-text"}, el("span", {class: "stage-label"}, words.country(code)), of(code).join(", ")));
  }

  // Who is cited at a stop, each publisher once, short names first.
  const publishers = (stop) => [...new Set(sourcesOf(stop).map((source) => coopmap.publisher(source) || source.title))].toSorted((a, b) => a.length - b.length);

  function sourcesOf({numbers = [], projects}) {
    const cited = [...numbers.map((one) => keyFigure(one)?.value || {}), ...projects].flatMap(({sources = []}) => sources);
    return [...new Map(cited.map((source) => [source.title + source.url, source])).values()];
  }

  // --- the caption -----------------------------------------------------------------------------------------------

  // What the audience reads, largest first.
  function caption(stop) {
    const {heading, projects} = stop;
    const numbers = numbersOf(stop);
    const authored = heading[1] === "title";
    return [
      textEl("h1", ...heading),
      numbers.length ? el("ul", {class: "stage-numbers" + (numbers[0][3] ? " stage-bars" : "")}, ...numbers.map(number)) : null,
      ...(authored ? [words.version(stop, "text")[0] ? textEl("p", stop, "text", {class: "stage-text"}) : null] : partners(projects[0])),
      projects.length === 1 ? lone(projects[0]) : projects.length ? el("ul", {class: "stage-projects"}, ...projects.map(line)) : null,
    ].filter(Boolean);
  }

  // What the speaker says: the notes of a stop, else what is known of its project.
  function notes(stop) {
    const [record, field] = stop.heading[1] === "title" ? [stop, "notes"] : [stop.projects[0], "summary"];
    return words.version(record, field)[0] ? [textEl("p", record, field)] : [];
  }

  return {stops: () => (store.data.story.length ? store.data.story.map(told) : byDefault()), boundsOf, caption, notes, publishers, sourcesOf};
})();
