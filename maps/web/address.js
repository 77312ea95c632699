// The address holds the state: what stands behind "#" is read at the start and written as the reader goes along.
"use strict";

coopmap.address = (function () {
  const read = () => new URLSearchParams(location.hash.slice(1));

  return {
    get: (name) => read().get(name),
    set(name, value) {
      const state = read();
      if (value) state.set(name, value);
      else state.delete(name);
      const text = state.toString().replace(/=(?=&|$)/g, "");
      try {
        history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
      } catch {
        // A page inside a notebook's frame has no address of its own: the state then lives in the page alone.
      }
    },
    onChange: (listener) => addEventListener("hashchange", listener),
  };
})();
