// Online map tiles: an extra that is off at the start and that only the reader turns on.
"use strict";

coopmap.tiles = function (map) {
  const {el, words, store} = coopmap;
  const providers = store.data.tiles;
  const box = el("details", {class: "tiles"});
  const Control = L.Control.extend({
    options: {position: "topright"},
    onAdd: () => L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box) && box,
  });
  let layer = null;
  let chosen = "";
  let arrived = false;

  function choose(name) {
    layer?.remove();
    chosen = name;
    arrived = false;
    const provider = providers.find((one) => one.name === name);
    layer = provider ? L.tileLayer(provider.url, {maxZoom: provider.max_zoom, attribution: provider.attribution}) : null;
    map.setMaxZoom(provider ? provider.max_zoom : coopmap.MAX_ZOOM);
    layer?.on({tileload: arrive, tileerror: giveUp}).addTo(map);
    store.fire("tiles");
  }

  // Our names on the map go when the first tile has come, not before.
  function arrive() {
    if (arrived) return;
    arrived = true;
    store.fire("tiles");
  }

  function giveUp() {
    if (arrived) return;
    choose("");
    draw();
    coopmap.say(words.t("tiles.failed"));
  }

  function choice(name, label) {
    const input = el("input", {type: "radio", name: "tiles", value: name, checked: name === chosen, on: {change: () => choose(name)}});
    return el("label", {}, input, el("span", {}, label));
  }

  function draw() {
    const layers = coopmap.svg("svg", {viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", class: "icon"},
      coopmap.svg("path", {d: "M8 2.2l6 3.2-6 3.2-6-3.2zM2 8.2l6 3.2 6-3.2M2 11l6 3.2 6-3.2", class: "icon-path"}));
    box.replaceChildren(
      el("summary", {title: words.t("tiles.title"), "aria-label": words.t("tiles.title")}, layers),
      el("fieldset", {}, el("legend", {}, words.t("tiles.title")),
        choice("", words.t("tiles.off")),
        ...providers.map((provider) => choice(provider.name, provider.name)),
        el("p", {class: "small"}, words.t("tiles.note"))));
  }

  if (providers.length) new Control().addTo(map);
  store.on("language", draw);
  document.addEventListener("pointerdown", ({target}) => box.contains(target) || box.removeAttribute("open"));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    event.preventDefault();
    box.open = false;
    box.querySelector("summary").focus();
  });
  coopmap.tiles.isOn = () => arrived;
};
coopmap.tiles.isOn = () => false;
