// The editor: the form for a project as the server of `coopmap edit` serves it, with Python's own check, drafts and saving.
"use strict";

// Asks the server; gives {status, said, ...}, with the status 0 when it does not answer.
coopmap.ask = async function (what, value) {
  const {token} = coopmap.store.data.editor;
  try {
    const answer = await fetch("/" + what, {method: "POST", headers: {"content-type": "application/json", "x-coopmap-token": token}, body: JSON.stringify(value)});
    return {status: answer.status, ...(answer.headers.get("content-type")?.includes("json") ? await answer.json() : {said: [await answer.text()]})};
  } catch {
    return {status: 0, said: [coopmap.words.t("edit.gone")]};
  }
};

coopmap.editor = function (map) {
  const {el, words, store, ask, later} = coopmap;
  const {t} = words;
  const {file, drafts} = store.data.editor;
  later.labels = ["edit.new", "edit.change"];
  const button = (label, act, look = "text-button") => el("button", {type: "button", class: look, on: {click: act}}, t(label));

  // --- what was done, and what is left to do, in a box on the map ------------------------------------------------

  const box = el("section", {class: "edit-box"});
  map.getContainer().parentNode.append(box);

  // The page is made anew from the layer, and then says what was done.
  function again(said, id) {
    sessionStorage.setItem("coopmap said", JSON.stringify(said));
    location.hash = coopmap.address.link({project: id || ""}).split("#")[1];
    location.reload();
  }
  async function travel(back) {
    const {status, said} = await ask("undo", {again: !back});
    if (status === 200) again(said);
    else coopmap.say(said.join(" "));
  }
  const said = JSON.parse(sessionStorage.getItem("coopmap said") || "[]");
  sessionStorage.removeItem("coopmap said");

  function drawBox() {
    const left = drafts.map(({id, ...names}) => {
      const go = button("edit.drafts", () => later.suggest({id}));
      go.textContent = words.version(names, "name")[0] || id || t("edit.new");
      return el("li", {}, go);
    });
    box.replaceChildren(...[
      el("h2", {}, t("edit.file", {file})),
      el("div", {role: "status", class: "edit-said"}, ...said.map((line) => el("p", {}, line))),
      el("p", {class: "actions"}, button("edit.new", () => later.suggest()), button("edit.undo", () => travel(true)), button("edit.redo", () => travel(false))),
      left.length ? el("div", {}, el("h3", {}, t("edit.drafts")), el("ul", {}, ...left)) : null,
    ].filter(Boolean));
  }
  drawBox();
  store.on("language", drawBox);

  // --- the form --------------------------------------------------------------------------------------------------

  later.suggest = async function (project) {
    const id = project?.id || "";
    await later.unpacked();
    const opened = await ask("open", {id});
    if (opened.status !== 200) {
      coopmap.say(opened.said.join(" "));
      return;
    }
    edit(id, opened.feature, coopmap.draft(id) || opened.draft);
  };

  function edit(id, feature, draft) {
    // The Feature on which the change is made; null for a new project.
    let base = draft ? draft.base : feature;
    let asking = 0;
    const status = el("p", {role: "status", class: "small"});
    const clash = el("div");
    const today = new Date().toISOString().slice(0, 10);
    const start = draft?.feature || feature || {type: "Feature", geometry: null, properties: {article: "no", checked: today}};
    const form = coopmap.form(map, start, {every: true, fixed: base ? ["id"] : [], aid: gazetteer(), changed});

    // A name, coordinates as people write them, or a map link becomes the place, and what follows from it.
    function gazetteer() {
      const found = el("ul", {"aria-live": "polite"});
      const query = el("input", {type: "search", "data-path": "find", on: {input: () => {
        clearTimeout(query.timer);
        query.timer = setTimeout(look, 300);
      }, keydown: (event) => event.key === "Enter" && look()}});
      async function look() {
        const text = query.value;
        const {places = [], said: lines = []} = text.trim() ? await ask("find", {text}) : {};
        if (text !== query.value) return;
        const choose = (place) => () => {
          const typed = form.value();
          const free = Object.entries(typed.properties).filter(([key]) => !/^(countries|regions|place_.*|precision|uncertainty_m|route|location_source)$/.test(key));
          query.value = "";
          found.replaceChildren();
          form.take({...typed, geometry: place.geometry, properties: {...Object.fromEntries(free), ...place.fields}});
          map.setView([place.geometry.coordinates[1], place.geometry.coordinates[0]], Math.max(map.getZoom(), 7));
        };
        found.replaceChildren(...lines.map((line) => el("li", {class: "small"}, line)),
          ...places.map((place) => el("li", {}, el("button", {type: "button", class: "text-button", on: {click: choose(place)}}, place.title))));
      }
      return el("div", {}, el("label", {}, el("span", {class: "small"}, t("edit.find")), query), found);
    }

    const tell = (problems) => {
      const wrong = problems.filter(({level}) => level === "error").length;
      status.textContent = wrong ? t("edit.wrong", {n: wrong}) : t("edit.right");
      const line = ({came, expected, mend}) => `${came === "nothing" ? "" : came + " → "}${expected}: ${mend}`;
      form.tell(problems.map((problem) => [problem.field, line(problem), "problem-" + problem.level]));
    };
    // Only the last answer counts: an earlier one may come after it.
    async function check() {
      const mine = ++asking;
      const found = await ask("check", {feature: form.value(), based_on: base});
      if (mine !== asking) return;
      if (found.problems) tell(found.problems);
      else status.textContent = found.said.join(" ");
    }
    async function keep() {
      const kept = await ask("draft", {id, draft: {feature: form.value(), base}});
      if (kept.status !== 200) status.textContent = kept.said.join(" ");
    }
    const rest = () => {
      check();
      keep();
    };
    function changed() {
      coopmap.draft(id, {feature: form.value(), base});
      clearTimeout(changed.timer);
      changed.timer = setTimeout(rest, 250);
    }
    function forget() {
      clearTimeout(changed.timer);
      asking++;
      coopmap.draft(id, null);
      return ask("draft", {id, draft: null});
    }

    function answered({status: code, said: lines, id: name, problems, now}) {
      if (code === 200) {
        clearTimeout(changed.timer);
        coopmap.draft(id, null);
        again(lines, name);
        return;
      }
      status.textContent = lines.join(" ");
      if (problems?.length) tell(problems);
      if (code === 409) coopmap.conflict(clash, base, now, form, (theirs) => {
        base = theirs;
        changed();
      });
    }
    async function save() {
      if (!form.complete()) return;
      answered(await ask("save", {feature: form.value(), based_on: base}));
    }
    async function remove() {
      if (confirm(t("edit.sure"))) answered(await ask("remove", {based_on: base}));
    }
    const leave = () => coopmap.panel.show(null);
    coopmap.workplace(map, {
      title: () => (base ? words.version(base.properties, "name")[0] || id : t("edit.new")), form, leave,
      foot: () => [clash, el("div", {class: "edit-foot"}, status, el("p", {class: "actions"}, button("edit.save", save, "strong-button"),
        button("form.forget", () => forget().then(leave)), base ? button("edit.remove", remove) : null))],
    });
    if (draft || base) check();
  }
};
