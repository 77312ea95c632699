// Starts the page: the parts in their order, the first view, the reader's language.
"use strict";

// Fits the window to everything that is placed, beside the panel.
coopmap.home = function (map, animate = false) {
  const {left, top, right, bottom} = coopmap.panel.covers();
  map.fitBounds(coopmap.frame, {
    animate, paddingTopLeft: [left + 16, top + 16], paddingBottomRight: [right + 16, bottom + 16],
  });
};

coopmap.start = function (map) {
  const use = coopmap.languages();
  coopmap.words.use(coopmap.firstLanguage());
  coopmap.panel(map);
  coopmap.frame = coopmap.marks.bounds();
  for (const [[west, south], [east, north]] of coopmap.store.data.frames) coopmap.frame.extend([[south, west], [north, east]]);
  coopmap.home(map);
  for (const part of ["ground", "marks", "labels", "zoomButtons", "tiles", "credits", "scaleBar"]) coopmap[part](map);
  use(coopmap.words.language);
};
