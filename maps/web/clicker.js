// What drives a presentation: the keys of a keyboard or a clicker, digits, a finger; and when the pointer rests.
"use strict";

// show: {stops, at}, the state of the presentation; act: what is asked for.
coopmap.clicker = function (show, act) {
  const STEPS = {PageDown: "next", ArrowRight: "next", ArrowDown: "next", " ": "next", Enter: "next", PageUp: "previous", ArrowLeft: "previous",
    ArrowUp: "previous", Backspace: "previous", Home: "first", End: "last", ".": "black", Escape: "leave"};
  // Letters by where they are, so that a Cyrillic layout changes nothing.
  const LETTERS = {KeyP: "leave", KeyB: "black", KeyF: "full", KeyN: "notes"};
  const on = () => show.at >= 0;

  // --- keys ------------------------------------------------------------------------------------------------------

  // Digits make a number: at once where no longer one could be meant, else after a moment or with Enter.
  let typed = "";
  let waiting = 0;
  function jump() {
    clearTimeout(waiting);
    act("go", {stop: Number(typed)});
    typed = "";
  }
  function digit(key) {
    clearTimeout(waiting);
    typed += key;
    if (Number(typed) * 10 > show.stops.length) jump();
    else waiting = setTimeout(jump, 1200);
  }

  // Keys that mean something where they are pressed: in a field, on a button, in a card that was opened on the map.
  function isTaken({key, target}) {
    const place = target.closest ? target : document.body;
    if (place.closest("input, textarea, select, [contenteditable], .card-frame, .table-view")) return true;
    if (key === "Escape") return Boolean(document.querySelector(".card-frame"));
    return (key === " " || key === "Enter") && Boolean(place.closest("button, a, summary, .mark"));
  }

  function asked({key, code, shiftKey}) {
    if (!on()) return code === "KeyP" ? "first" : null;
    if (key === " " && shiftKey) return "previous";
    return Object.hasOwn(STEPS, key) ? STEPS[key] : LETTERS[code];
  }

  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || isTaken(event)) return;
    const isDigit = on() && /^\d$/.test(event.key);
    const what = asked(event);
    if (!isDigit && !what) return;
    event.preventDefault();
    event.stopPropagation();
    if (isDigit) digit(event.key);
    else if (event.key === "Enter" && typed) jump();
    else act(what);
  }, true);

  // --- fingers ---------------------------------------------------------------------------------------------------

  // One finger turns the stops; two are the map's.
  let from = null;
  addEventListener("touchstart", (event) => {
    from = on() && event.touches.length === 1 && !event.target.closest(".card-frame") ? event.touches[0] : null;
    if (from && event.target.closest(".folium-map")) event.stopPropagation();
  }, {capture: true, passive: true});
  addEventListener("touchend", (event) => {
    if (!from) return;
    const [x, y] = ["clientX", "clientY"].map((side) => event.changedTouches[0][side] - from[side]);
    from = null;
    if (Math.abs(x) > 40 && Math.abs(x) > 1.5 * Math.abs(y)) act(x < 0 ? "next" : "previous");
  }, {capture: true, passive: true});

  // --- rest ------------------------------------------------------------------------------------------------------

  // The pointer and the buttons go away while the mouse lies still.
  let resting = 0;
  addEventListener("pointermove", () => {
    clearTimeout(resting);
    document.body.classList.remove("still");
    if (on()) resting = setTimeout(() => document.body.classList.toggle("still", on()), 2500);
  });
};
