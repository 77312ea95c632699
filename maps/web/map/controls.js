// Language switch, zoom buttons, scale bar and credits, all in the reader's language.

import {byId, el, lineIcon, within} from "../core/dom.js";
import {fire, on} from "../core/events.js";
import * as formats from "../core/formats.js";
import * as i18n from "../core/i18n.js";
import {t} from "../core/i18n.js";
import {inner, L} from "../core/leaflet.js";
import {copyText} from "../core/notice.js";
import {page} from "../core/page_data.js";
import * as urlState from "../core/url_state.js";
import {home} from "./home.js";
import {addControl, map} from "./viewport.js";

const bar = byId("languages");
// Languages that stand beside each other, on a phone too; more are a menu.
const ABREAST = 6;
// The language that the reader has chosen, which is then in the address.
let chosen = "";

/** @param {string} code */
export function useLanguage(code) {
  i18n.use(code);
  Object.assign(document.documentElement, {lang: i18n.language, dir: i18n.isRightToLeft ? "rtl" : "ltr"});
  document.title = i18n.version(page.layer, "title")[0];
  fire("language");
}

function drawLanguages() {
  bar.setAttribute("aria-label", t("page.languages"));
  bar.hidden = i18n.languages.length < 2;
  bar.replaceChildren(...(i18n.languages.length > ABREAST ? [languageMenu()] : i18n.languages.map(languageButton)));
}

/** @param {string} code */
function choose(code) {
  chosen = code;
  useLanguage(code);
  urlState.write();
  within(bar, `select, [lang="${code}"]`).focus();
}

/** @param {string} code */
function languageButton(code) {
  const name = i18n.nameOf(code, "language.name");
  return el("button", {
    type: "button",
    lang: code,
    title: name,
    "aria-label": name,
    "aria-pressed": String(code === i18n.language),
    on: {click: () => choose(code)},
  }, i18n.nameOf(code, "language.short"));
}

function languageMenu() {
  const menu = el(
    "select",
    {"aria-label": t("page.languages")},
    ...i18n.languages.map((code) => el("option", {value: code, lang: code}, i18n.nameOf(code, "language.name"))),
  );
  menu.value = i18n.language;
  menu.addEventListener("change", () => choose(menu.value));
  return menu;
}

export function showLanguages() {
  drawLanguages();
  on("language", drawLanguages);
}

export function startLanguages() {
  urlState.part("lang", () => chosen, (code) => {
    chosen = i18n.languages.includes(code) ? code : "";
    if (chosen && chosen !== i18n.language) useLanguage(chosen);
  });
}

// The language to begin with: of the address, of the build, of the reader's system, else the first.
export function firstLanguage() {
  const wished = [urlState.get("lang"), page.language, ...navigator.languages];
  return wished.map(i18n.matching).find(Boolean) ?? i18n.languages[0];
}

export function startZoomButtons() {
  map.getContainer().setAttribute("role", "region");
  const buttons = el("div", {class: "leaflet-bar zoom-buttons", role: "group"});

  function draw() {
    /**
     * @param {string} key
     * @param {string | Node} sign
     * @param {() => void} act
     */
    const button = (key, sign, act) =>
      el("button", {type: "button", title: t(key), "aria-label": t(key), on: {click: act}}, sign);
    map.getContainer().setAttribute("aria-label", t("page.map"));
    buttons.replaceChildren(
      button("control.zoom_in", "+", () => map.zoomIn()),
      button("control.zoom_out", "−", () => map.zoomOut()),
      button("control.home", lineIcon("M2.5 6.5v-4h4M9.5 2.5h4v4M13.5 9.5v4h-4M6.5 13.5h-4v-4"), () => home(true)),
    );
  }

  draw();
  addControl(buttons, "topright");
  on("language", draw);
}

export function startScaleBar() {
  const Scale = inner(L.Control.Scale).extend({
    /** @param {number} maxMetres */
    _updateMetric(maxMetres) {
      const metres = this._getRoundNum(maxMetres);
      this._updateScale(this._mScale, formats.distance(metres), metres / maxMetres);
    },
  });
  const scale = new Scale({imperial: false, position: "bottomright", maxWidth: 110}).addTo(map);
  // Before the map has a view it has no scale.
  on("language", () => inner(map)._loaded && scale._update());
}

/**
 * How the layer is cited, to be copied.
 * @param {string} citation
 */
const cited = (citation) =>
  el(
    "p",
    {class: "cite"},
    el("b", {}, `${t("cite.as")}: `),
    el("span", {}, citation),
    " ",
    el("button", {type: "button", class: "text-button", on: {click: () => copyText(citation)}}, t("cite.copy")),
  );

export function startCredits() {
  // Leaflet's own line is for online tiles; it is empty, and so not seen, while they are off.
  if (!map.attributionControl) L.control.attribution().addTo(map);
  map.attributionControl.setPrefix(false);
  const box = el("details", {class: "credits"});

  function draw() {
    const {rows, citation} = page.imprint[i18n.languages.indexOf(i18n.language)];
    const whose = rows.map(([name, value]) => el("li", {}, `${name}: ${value}`));
    const ofTexts = page.words.notes[i18n.language] ?? [];
    const lines = [...page.credits, ...ofTexts].map((key) => el("li", {}, t(key)));
    box.replaceChildren(
      el(
        "summary",
        {},
        el("bdi", {}, "© OpenStreetMap", el("span", {class: "credits-more"}, " · Natural Earth · GeoNames · Leaflet")),
      ),
      ...(whose.length ? [el("ul", {}, ...whose)] : []),
      ...(citation ? [cited(citation)] : []),
      el("ul", {}, ...lines),
    );
  }

  draw();
  addControl(box, "bottomright");
  on("language", draw);
}
