// The panel: title, search, tabs and the open card; beside the map, or on a phone a sheet that is pulled up.
"use strict";

coopmap.panel = function (map) {
  const {el, textEl, words, store, address} = coopmap;
  const t = words.t;
  const panel = document.getElementById("panel");
  const opener = document.getElementById("panel-open");
  const wide = matchMedia("(min-width: 760px)");
  const TABS = ["projects", "legend", "figures", "events"];
  const PANEL = 396;
  const TOP_BAR = 62;
  const HEIGHTS = ["closed", "half", "full"];
  let tab = TABS[0];
  let project = null;
  let listScroll = 0;
  let begun = false;

  const head = el("header", {class: "panel-head"});
  const tools = el("div", {class: "panel-tools"});
  const body = el("div", {class: "panel-body", id: "panel-body", tabindex: "-1"});
  const handle = el("button", {type: "button", class: "handle", on: {click: () => setHeight(HEIGHTS[(HEIGHTS.indexOf(height()) + 1) % 3])}});
  panel.append(head, handle, tools, body);

  // --- size ------------------------------------------------------------------------------------------------------

  const height = () => panel.dataset.height;

  function setHeight(to) {
    panel.dataset.height = to;
    opener.hidden = !wide.matches || to !== "closed";
    drawHandle();
    // Beside a half sheet the map is smaller: who fits it to something must know its size now.
    map.invalidateSize({animate: false});
    store.fire("layout");
  }

  function drawHandle() {
    // The name says what a press does. What is open tells the count itself.
    const act = t({closed: "panel.open", half: "panel.enlarge", full: "panel.close"}[height()]);
    const count = height() === "closed" ? t("panel.shown", {n: store.count, shown: store.visible().length}) : "";
    handle.setAttribute("aria-label", [count, act].filter(Boolean).join(". "));
    handle.replaceChildren(el("span", {class: "handle-grip"}), el("span", {}, count));
  }

  // The sheet follows the finger and rests at the nearest of its heights; a drag that the system breaks off is none.
  handle.addEventListener("pointerdown", (down) => {
    const from = panel.getBoundingClientRect().height;
    const dragging = new AbortController();
    const {signal} = dragging;
    let to = 0;
    handle.setPointerCapture(down.pointerId);
    handle.addEventListener("pointermove", ({clientY}) => {
      if (!to && Math.abs(clientY - down.clientY) <= 6) return;
      to = Math.max(52, Math.min(innerHeight - TOP_BAR, from + down.clientY - clientY));
      panel.classList.add("dragging");
      panel.style.height = to + "px";
    }, {signal});
    const stop = ({type}) => {
      dragging.abort();
      panel.classList.remove("dragging");
      panel.style.height = "";
      if (!to || type === "pointercancel") return;
      const share = to / innerHeight;
      setHeight(share < 0.25 ? "closed" : share < 0.7 ? "half" : "full");
      // A mouse clicks at the end of a drag, which is no press.
      const swallow = (click) => click.stopImmediatePropagation();
      handle.addEventListener("click", swallow, {capture: true});
      setTimeout(() => handle.removeEventListener("click", swallow, {capture: true}));
    };
    handle.addEventListener("pointerup", stop, {signal});
    handle.addEventListener("pointercancel", stop, {signal});
  });
  // Without this a browser takes the tap after a flick for the end of a scroll.
  handle.addEventListener("touchmove", (event) => event.preventDefault(), {passive: false});

  // --- head and tabs ---------------------------------------------------------------------------------------------

  function drawHead() {
    const layer = store.data.layer;
    const close = el("button", {type: "button", class: "icon-button panel-close", "aria-label": t("panel.close"), title: t("panel.close"), on: {click: () => {
      setHeight("closed");
      opener.focus();
    }}}, "×");
    head.replaceChildren(close, textEl("h1", layer, "title"),
      layer.as_of ? el("p", {class: "small"}, words.asOf("page.as_of", layer.as_of)) : "");
    opener.replaceChildren("☰ ", words.version(layer, "title")[0]);
    opener.title = t("panel.open");
    panel.setAttribute("aria-label", words.version(layer, "title")[0]);
    document.getElementById("skip").textContent = t("panel.skip");
  }

  const search = el("input", {type: "search", class: "search", autocomplete: "off", spellcheck: "false", on: {
    input: () => store.search(search.value),
    focus: () => coopmap.index.prepare(20),
    keydown: (event) => {
      if (event.key === "Escape" && search.value) store.search("");
    },
  }});

  function drawTools() {
    search.setAttribute("aria-label", t("search.label"));
    search.placeholder = t("search.label");
    const button = (name) =>
      el("button", {type: "button", role: "tab", id: "tab-" + name, "aria-controls": "panel-body", "aria-selected": String(name === tab), tabindex: name === tab ? "0" : "-1", on: {click: () => choose(name), keydown: stepTab}}, t("tab." + name));
    tools.replaceChildren(search, el("div", {class: "tabs", role: "tablist", "aria-label": t("panel.tabs")}, ...TABS.map(button)));
  }

  function stepTab(event) {
    const by = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (!by) return;
    choose(TABS[(TABS.indexOf(tab) + by + TABS.length) % TABS.length]);
    tools.querySelector(`#tab-${tab}`).focus();
  }

  function choose(name) {
    tab = name;
    project = null;
    if (!wide.matches && height() === "closed") setHeight("half");
    draw();
    body.scrollTop = 0;
    address.write(true);
  }

  // --- body ------------------------------------------------------------------------------------------------------

  function drawBody() {
    if (project || !begun) return;
    body.setAttribute("role", "tabpanel");
    body.setAttribute("aria-labelledby", "tab-" + tab);
    const focused = document.activeElement?.closest?.("#panel-body [data-key]")?.dataset.key;
    coopmap.tabs[tab](body, map);
    if (focused) (body.querySelector(`[data-key="${CSS.escape(focused)}"]`) || body).focus();
  }

  function draw() {
    drawHead();
    drawHandle();
    drawTools();
    panel.classList.toggle("has-card", Boolean(project));
    drawBody();
  }

  // --- the card --------------------------------------------------------------------------------------------------

  // Shows a project's card in place of the tab, or the tab again where it was.
  coopmap.panel.show = function (node, shown) {
    if (node && !project) listScroll = body.scrollTop;
    project = node ? shown : null;
    panel.classList.toggle("has-card", Boolean(node));
    if (node) {
      body.removeAttribute("role");
      body.removeAttribute("aria-labelledby");
      body.replaceChildren(node);
      body.scrollTop = 0;
      if (height() === "closed") setHeight(wide.matches ? "full" : "half");
    } else {
      drawBody();
      body.scrollTop = listScroll;
      // A long list draws the rows that are now in view at once, so that the focus finds its own.
      body.dispatchEvent(new Event("scroll"));
    }
  };

  // Shows the tab for the first time; before, the panel is but its head.
  coopmap.panel.fill = () => {
    begun = true;
    drawBody();
  };

  // Lowers a sheet that covers the whole map.
  coopmap.panel.uncover = () => {
    if (!wide.matches && height() === "full") setHeight("half");
  };

  // How many pixels of the map lie under the panel and the bars, at each side; the style sheet's own sizes, for to
  // measure them would make the browser lay out the page once more.
  coopmap.panel.covers = () => {
    const {classList} = document.body;
    if (classList.contains("printing")) return {left: 0, top: 0, right: 0, bottom: 0};
    if (classList.contains("presenting")) return coopmap.present.covers();
    if (classList.contains("embed")) return {left: 0, top: 0, right: 48, bottom: 24};
    if (wide.matches) return {left: height() === "closed" ? 0 : PANEL, top: 0, right: 48, bottom: 24};
    return {left: 0, top: TOP_BAR, right: 0, bottom: height() === "half" ? 8 : 56};
  };
  // The parts of the window that buttons and credits stand on, [west, north, east, south] in its pixels.
  coopmap.panel.controls = () => {
    const {x, y} = map.getSize();
    const {top, bottom} = coopmap.panel.covers();
    // While it is presented there are the scale and the credits alone, which the covers take in.
    if (document.body.classList.contains("presenting")) return [];
    return [[x - 58, top, x, top + 232], [x - (wide.matches ? 345 : 330), y - bottom - (wide.matches ? 26 : 60), x, y]];
  };

  opener.addEventListener("click", () => {
    setHeight("full");
    search.focus();
  });
  document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    coopmap.card.close();
    choose(TABS[0]);
    if (height() === "closed") setHeight("full");
    (body.querySelector(".entry") || body).focus();
  });
  // A screen reader hears the new count, once the reader has typed to the end.
  const told = document.getElementById("told");
  let telling = 0;
  function tell() {
    clearTimeout(telling);
    telling = setTimeout(() => (told.textContent = t("legend.shown", {n: store.count, shown: store.visible().length})), 400);
  }
  store.on("filter", () => {
    tell();
    if (search.value !== store.query) search.value = store.query;
    drawHandle();
    drawBody();
  });
  store.on("language", draw);
  store.on("order", drawBody);
  address.part("tab", () => (tab === TABS[0] ? "" : tab), (value) => {
    const to = TABS.includes(value) ? value : TABS[0];
    if (to === tab) return;
    tab = to;
    draw();
  });
  wide.addEventListener("change", () => setHeight(wide.matches ? "full" : "closed"));
  panel.dataset.height = wide.matches ? "full" : "closed";
};

// What the tabs show: name -> function that draws into the panel's body.
coopmap.tabs = {};
