// The address holds the state: language, project, filters, search, tab and view stand behind "#".
"use strict";

coopmap.address = (function () {
  // name -> {get, set}: the text of a part of the state ("" for none), and how a text is brought into effect.
  const parts = new Map();
  let reading = false;

  const params = () => new URLSearchParams(location.hash.slice(1));

  function text() {
    const state = params();
    for (const [name, {get}] of parts) {
      const value = get();
      if (value) state.set(name, value);
      else state.delete(name);
    }
    return state.toString().replace(/=(?=&|$)/g, "").replaceAll("%2C", ",").replaceAll("%2F", "/");
  }

  // Brings the address up to the state; `step` makes it one that the browser's Back returns from.
  function write(step = false) {
    if (reading) return;
    const hash = text();
    if (hash === location.hash.slice(1)) return;
    try {
      history[step ? "pushState" : "replaceState"](null, "", hash ? "#" + hash : location.pathname + location.search);
    } catch {
      // A page inside a notebook's frame has no address of its own: the state then lives in the page alone.
    }
  }

  // Brings the state up to the address.
  function read() {
    const state = params();
    reading = true;
    for (const [name, {set}] of parts) set(state.get(name) ?? "");
    reading = false;
  }

  addEventListener("popstate", read);
  return {
    read,
    write,
    has: (name) => params().has(name),
    get: (name) => params().get(name),
    part: (name, get, set) => parts.set(name, {get, set}),
    // Reads this part after all that there are.
    later(name) {
      const part = parts.get(name);
      parts.delete(name);
      parts.set(name, part);
    },
    // The address of the page as it is, or with another state.
    link(changes = {}) {
      const state = new URLSearchParams(text());
      for (const [name, value] of Object.entries(changes)) {
        if (value) state.set(name, value);
        else state.delete(name);
      }
      return location.href.split("#")[0] + "#" + state.toString().replaceAll("%2C", ",").replaceAll("%2F", "/");
    },
  };
})();

// The reader's choices in the store, as parts of the address.
coopmap.address.choices = function () {
  const {address, store} = coopmap;
  const listOf = (facet) => (store.hidden(facet).length ? store.codes(facet).filter((code) => store.isOn(facet, code)).join(",") || "-" : "");
  address.part("q", () => store.query, (value) => value !== store.query && store.search(value));
  for (const facet of store.facets) {
    const set = (value) => value !== listOf(facet) && store.only(facet, value.split(",").filter(Boolean));
    address.part(facet, () => listOf(facet), set);
  }
  address.part("years", () => (store.years ? store.years.join("-") : ""), (value) => {
    const range = /^(\d{4})-(\d{4})$/.exec(value);
    if (value !== (store.years ? store.years.join("-") : "")) store.setYears(range ? [Number(range[1]), Number(range[2])] : null);
  });
  // A project is opened among those that the choices leave.
  address.later("project");
  store.on("filter", () => address.write());
};
