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

  function choose(name) {
    if (layer) layer.remove();
    chosen = name;
    const provider = providers.find((one) => one.name === name);
    layer = provider ? L.tileLayer(provider.url, {maxZoom: provider.max_zoom, attribution: provider.attribution}).addTo(map) : null;
    store.fire("tiles");
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
  coopmap.tiles.isOn = () => layer !== null;
};
coopmap.tiles.isOn = () => false;
