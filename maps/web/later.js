// What few readers want at once lies packed in the page, and is unpacked when it is first wanted: figures, events, the
// table, and the form for suggestions. Here stand their buttons and addresses.
"use strict";

coopmap.later = function (map) {
  const {el, store, address, later} = coopmap;
  let ready = null;
  let table = "";

  async function unpack() {
    const bytes = Uint8Array.from(atob(store.data.later), (sign) => sign.codePointAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const {script, style, words, schema} = await new Response(stream).json();
    Object.assign(store.data.words.entries, words);
    coopmap.schema = {...schema, ...store.data.schema};
    // The page's policy admits these two, and no other script or style, by their hashes.
    document.head.append(el("style", {}, style));
    document.body.append(el("script", {}, script));
    coopmap.table(map);
  }

  Object.assign(later, {
    unpacked: () => (ready ||= unpack()),
    async table() {
      await later.unpacked();
      coopmap.table.open();
    },
    async suggest(project) {
      await later.unpacked();
      coopmap.suggestion(map, project);
    },
  });
  // Once it is unpacked, the table has this part of the address itself.
  address.part("table", () => table, (value) => {
    table = value;
    if (value) later.unpacked().then(address.read);
  });
};

// The button that opens the form for a project, or for a new one.
coopmap.later.button = function (project) {
  const {el, words, later} = coopmap;
  const [add, change] = later.labels || ["suggest.new", "suggest.correction"];
  return el("button", {type: "button", class: "text-button suggest", "data-key": "suggest", on: {click: () => later.suggest(project)}}, words.t(project ? change : add));
};
