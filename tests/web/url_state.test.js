import {address, assertEquals} from "./page_stub.js";
import * as urlState from "../../maps/web/core/url_state.js";

/** @type {Record<string, string>} */
const state = {tab: "", sector: ""};
for (const name of Object.keys(state)) urlState.part(name, () => state[name], (value) => (state[name] = value));

Deno.test("the address is brought up to the state, and keeps what is not of it", () => {
  address.hash = "#lang=kk&embed";
  state.sector = "road,rail";
  urlState.write();
  assertEquals(address.hash, "#lang=kk&embed&sector=road,rail");
  assertEquals(urlState.has("embed"), true);
  assertEquals(urlState.get("lang"), "kk");
});

Deno.test("the state is brought up to the address", () => {
  address.hash = "#tab=legend";
  urlState.read();
  assertEquals(state, {tab: "legend", sector: ""});
});

Deno.test("a link has the state of the page with some of it changed", () => {
  address.hash = "#tab=legend";
  assertEquals(urlState.link({project: "a", tab: ""}), "file:///map.html#project=a");
  assertEquals(state.tab, "legend");
});
