// Language switch, zoom buttons, scale bar and credits, all in the reader's language.
"use strict";

coopmap.languages = function () {
  const {el, words, store} = coopmap;
  const bar = document.getElementById("languages");

  // The language that the reader has chosen, which is then in the address.
  let chosen = "";

  function use(code) {
    words.use(code);
    document.documentElement.lang = words.language;
    document.title = words.version(store.data.layer, "title")[0];
    store.fire("language");
  }

  function draw() {
    bar.setAttribute("aria-label", words.t("page.languages"));
    bar.replaceChildren(...words.languages.map((code) => {
      const now = code === words.language;
      const choose = () => {
        chosen = code;
        use(code);
        coopmap.address.write();
        bar.querySelector(`[lang="${code}"]`).focus();
      };
      const name = words.nameOf(code, "language.name");
      return el("button", {type: "button", lang: code, title: name, "aria-label": name, "aria-pressed": String(now), on: {click: choose}}, words.nameOf(code, "language.short"));
    }));
  }

  store.on("language", draw);
  coopmap.address.part("lang", () => chosen, (code) => {
    chosen = words.languages.includes(code) ? code : "";
    if (chosen && chosen !== words.language) use(chosen);
  });
  return use;
};

// The language to begin with: of the address, of the build, of the reader's system, else the first.
coopmap.firstLanguage = function () {
  const {languages} = coopmap.words;
  const wished = [coopmap.address.get("lang"), coopmap.store.data.language, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wished.find((code) => languages.includes(code)) || languages[0];
};

coopmap.zoomButtons = function (map) {
  const {el, words} = coopmap;
  map.getContainer().setAttribute("role", "region");
  const bar = el("div", {class: "leaflet-bar zoom-buttons", role: "group"});
  const Buttons = L.Control.extend({
    options: {position: "topright"},
    onAdd: () => L.DomEvent.disableClickPropagation(bar) && bar,
  });

  function draw() {
    const button = (key, sign, act) =>
      el("button", {type: "button", title: words.t(key), "aria-label": words.t(key), on: {click: act}}, sign);
    const house = coopmap.svg("svg", {viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", class: "icon"},
      coopmap.svg("path", {d: "M2.5 6.5v-4h4M9.5 2.5h4v4M13.5 9.5v4h-4M6.5 13.5h-4v-4", class: "icon-path"}));
    map.getContainer().setAttribute("aria-label", words.t("page.map"));
    bar.replaceChildren(
      button("control.zoom_in", "+", () => map.zoomIn()),
      button("control.zoom_out", "−", () => map.zoomOut()),
      button("control.home", house, () => coopmap.home(map, true)));
  }

  new Buttons().addTo(map);
  coopmap.store.on("language", draw);
};

coopmap.scaleBar = function (map) {
  const Scale = L.Control.Scale.extend({
    _updateMetric(maxMetres) {
      const metres = this._getRoundNum(maxMetres);
      this._updateScale(this._mScale, coopmap.words.distance(metres), metres / maxMetres);
    },
  });
  const scale = new Scale({imperial: false, position: "bottomright", maxWidth: 110}).addTo(map);
  coopmap.store.on("language", () => scale._update());
};

coopmap.credits = function (map) {
  const {el, words} = coopmap;
  // Leaflet's own line is for online tiles; it is empty, and so not seen, while they are off.
  map.attributionControl.setPrefix(false);
  const box = el("details", {class: "credits"});
  const Credits = L.Control.extend({
    options: {position: "bottomright"},
    onAdd: () => L.DomEvent.disableClickPropagation(box) && box,
  });

  function draw() {
    const lines = ["land", "water", "towns", "airports", "map"].map((key) => el("li", {}, words.t("credits." + key)));
    box.replaceChildren(el("summary", {}, "© OpenStreetMap", el("span", {class: "credits-more"}, " · Natural Earth · GeoNames · Leaflet")), el("ul", {}, ...lines));
  }

  new Credits().addTo(map);
  coopmap.store.on("language", draw);
};
