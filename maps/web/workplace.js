// The panel with a form in it, and what the page remembers of a text that is not sent yet.
"use strict";

// Bar, form, what stands below. It ends by itself when the panel shows something else.
coopmap.workplace = function (map, {title, form, foot, leave}) {
  const {el, words} = coopmap;
  const {t} = words;
  const frame = el("form", {class: "card-frame workplace", novalidate: true, on: {
    submit: (event) => event.preventDefault(),
    keydown: (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      form[event.shiftKey ? "redo" : "undo"]();
    },
  }});

  function draw() {
    const button = (key, sign, act) => el("button", {type: "button", class: "icon-button", title: t(key), "aria-label": t(key), on: {click: act}}, sign);
    frame.replaceChildren(
      el("div", {class: "card-bar card-bar-panel"}, el("button", {type: "button", class: "text-button back", on: {click: leave}}, "‹ " + t("card.back")),
        button("form.undo", "↶", form.undo), button("form.redo", "↷", form.redo)),
      el("h2", {tabindex: "-1"}, title()), form.node, ...foot());
    form.draw();
  }

  function end() {
    watch.disconnect();
    form.pins.remove();
  }
  const watch = new MutationObserver(() => frame.isConnected || end());
  coopmap.card.close();
  draw();
  coopmap.panel.show(frame, {});
  watch.observe(frame.parentNode, {childList: true});
  coopmap.store.on("language", () => frame.isConnected && draw());
  frame.querySelector("h2").focus();
  return {frame, draw};
};

// What a page remembers of a text that is not sent yet; a browser may refuse to.
coopmap.draft = function (key, value) {
  const name = `coopmap ${coopmap.words.version(coopmap.store.data.layer, "title")[0]} ${key}`;
  try {
    if (value === undefined) return JSON.parse(localStorage.getItem(name));
    if (value) localStorage.setItem(name, JSON.stringify(value));
    else localStorage.removeItem(name);
  } catch {
    // Without a memory the form works all the same.
  }
  return null;
};

// Whether two values of JSON differ; the order of keys makes no difference.
coopmap.differ = function (a, b) {
  const sorted = (_, value) =>
    value && typeof value === "object" && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1))) : value;
  return JSON.stringify(a ?? null, sorted) !== JSON.stringify(b ?? null, sorted);
};
