// How windows speak of a presentation: the page around this one, and the second window with the speaker's notes.
// docs/embedding.md describes the messages. Whoever speaks is known by its window and its origin; what it says is data.
"use strict";

// What was said before the map had a size to begin with.
coopmap.early = [];
addEventListener("message", (event) => coopmap.early?.push(event));

// show: the state; act: what a message asks for; follow: takes over the state that the presenting window tells.
coopmap.remote = function (show, act, follow) {
  const own = window.origin;
  // Everyone that has asked, with its origin: only they are told.
  const listeners = new Map();

  // The origin that may speak from around a frame: the page's own, or the one that the frame's address names.
  function host() {
    try {
      return new URL(coopmap.address.get("parent")).origin;
    } catch {
      return own;
    }
  }
  // The page around, or a window that this page itself has opened.
  const isAdmitted = (source, origin) =>
    (source === parent && source !== window && origin === host()) || (source !== parent && origin === own && source.opener === window);

  // A page from disk has no origin to name: there the window alone says who is meant.
  const send = (target, origin, message) => target.postMessage(message, origin === "null" ? "*" : origin);
  function say(message) {
    for (const [target, origin] of listeners) send(target, origin, message);
  }

  function heard({data, source, origin}) {
    if (typeof data?.coopmap !== "string" || !source) return;
    if (source === window.opener && origin === own) follow(data);
    else if (isAdmitted(source, origin)) {
      listeners.set(source, origin);
      act(data.coopmap, data);
    }
  }

  return {
    say,
    tell: () => say({coopmap: "at", stop: show.at + 1, of: show.stops.length, id: show.stops[show.at]?.id ?? null, black: show.black, began: show.began}),
    // Asks the window that opened this one.
    ask: (what, values) => send(window.opener, own, {...values, coopmap: what}),
    start() {
      addEventListener("message", heard);
      const {early} = coopmap;
      coopmap.early = null;
      for (const event of early) heard(event);
    },
  };
};
