// The presenter's mode: which stop is shown, and who may change it. The stage, or in a second window the notes, show it.
"use strict";

coopmap.present = function (map) {
  const {el, svg, words, store, address, story} = coopmap;
  // The stops; the number of the one that is shown, from 0, or -1; whether the screen is black; when it began, in ms.
  const show = {stops: [], at: -1, black: false, began: 0, idle: false};
  const second = address.get("present") === "notes";
  const view = (second ? coopmap.notes : coopmap.stage)(map, show, act);
  const remote = coopmap.remote(show, obey, follow);
  coopmap.present.covers = view.covers;

  // --- from stop to stop -----------------------------------------------------------------------------------------

  // Shows a stop. Beyond the first and the last nothing changes, but whoever listens hears of it.
  function go(next) {
    const {at, stops} = show;
    if (!(next in stops)) return remote.say({coopmap: "end", by: next < 0 ? -1 : 1});
    Object.assign(show, {at: next, black: false});
    view.draw(next !== at, at >= 0);
    address.write(at < 0);
    remote.tell();
  }

  function to(stop) {
    if (show.at < 0 && show.stops.length) {
      show.began = Date.now();
      view.open();
      if (!second && parent === window) fullScreen();
    }
    go(show.at < 0 ? Math.max(0, stop) : stop);
  }

  function leave() {
    if (show.at < 0) return;
    show.at = -1;
    view.close();
    if (document.fullscreenElement) document.exitFullscreen();
    address.write(true);
    remote.tell();
  }

  const find = (stop) => (typeof stop === "string" ? show.stops.findIndex(({id}) => id === stop) : Number.isInteger(stop) ? stop - 1 : -1);
  const deeds = {
    leave,
    next: () => to(show.at + 1),
    previous: () => to(show.at - 1),
    first: () => to(0),
    last: () => to(show.stops.length - 1),
    go: ({stop}) => find(stop) in show.stops && to(find(stop)),
    state: () => remote.tell(),
    black({on}) {
      if (show.at < 0) return;
      show.black = typeof on === "boolean" ? on : !show.black;
      view.draw(false);
      remote.tell();
    },
    restart() {
      show.began = Date.now();
      remote.tell();
    },
  };

  // What anyone may ask for who is admitted.
  function obey(what, values = {}) {
    if (!Object.hasOwn(deeds, what)) return;
    if (show.at < 0 && what !== "state") show.stops = story.stops();
    deeds[what](values);
  }

  // What is asked for in this window.
  function act(what, values) {
    if (what === "full") fullScreen();
    else if (what === "notes") openNotes();
    else if (second && window.opener) remote.ask(what, values);
    else obey(what, values);
  }

  // What the presenting window tells the second one.
  function follow({coopmap: said, id, black, began}) {
    const at = show.stops.findIndex((stop) => stop.id === id);
    if (!second || said !== "at") return;
    const now = {at: at < 0 ? show.at : at, black: black === true, idle: at < 0, began: Number.isFinite(began) ? began : 0};
    const moved = now.at !== show.at;
    const changed = moved || now.black !== show.black || now.idle !== show.idle;
    Object.assign(show, now);
    if (changed) view.draw(moved);
  }

  // --- windows ---------------------------------------------------------------------------------------------------

  // The browser fills the screen only where the reader has just done something: else it waits for the next key or click.
  let isFull = false;
  function fullScreen() {
    if (document.fullscreenElement) {
      isFull = false;
      document.exitFullscreen();
    } else if (navigator.userActivation?.isActive) document.documentElement.requestFullscreen?.().catch(() => {});
    else for (const event of ["keydown", "click"]) addEventListener(event, () => show.at >= 0 && !document.fullscreenElement && fullScreen(), {once: true});
  }
  // Who leaves the full screen by Escape, a key that the browser keeps for itself, ends the presentation.
  document.addEventListener("fullscreenchange", () => {
    if (isFull && !document.fullscreenElement) leave();
    isFull = Boolean(document.fullscreenElement);
  });

  // The same file once more, with the same choices of the reader; it stays in step by messages, from disk too.
  function openNotes() {
    if (!second && !window.open(address.link({present: "notes", embed: ""}), "coopmap-notes", "popup,width=1000,height=720")) coopmap.say(words.t("present.blocked"));
  }

  // --- how it begins ---------------------------------------------------------------------------------------------

  address.part("present", () => (second ? "notes" : show.stops[show.at]?.id ?? ""), (value) => {
    if (!address.has("present")) leave();
    else if (show.at < 0 || !second) {
      if (show.at < 0) show.stops = story.stops();
      to(Math.max(0, find(value)));
    }
  });

  const starter = el("button", {type: "button", on: {click: () => act("first")}},
    svg("svg", {viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", class: "icon"}, svg("path", {d: "M2 2.8h12M3.2 2.8v7.4h9.6V2.8M8 10.2v1.6M5 13.8l3-2 3 2", class: "icon-path"})));
  const bar = el("div", {class: "leaflet-bar zoom-buttons"}, starter);
  const Starter = L.Control.extend({options: {position: "topright"}, onAdd: () => L.DomEvent.disableClickPropagation(bar) && bar});
  const name = () => {
    starter.title = words.t("present.start") + " (P)";
    starter.setAttribute("aria-label", words.t("present.start"));
  };
  new Starter().addTo(map);
  store.on("language", name);
  name();
  coopmap.clicker(show, act);
  remote.start();
};
