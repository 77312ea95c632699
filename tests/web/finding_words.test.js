import {assertEquals} from "./page_stub.js";
import {fieldName, worded} from "../../maps/web/form/finding_words.js";

Deno.test("a finding whose rule has no words is told as the server says it", () => {
  const problem = {
    level: "error",
    rule: "of-its-own",
    field: "a",
    got: "“x”",
    expected: "y",
    fix: "write y",
    values: {},
  };
  assertEquals(worded(problem), "“x” → y: write y");
  assertEquals(worded({...problem, got: ""}), "y: write y");
});

Deno.test("a field is called by its name without its number and its language", () => {
  const label = (/** @type {string} */ name) => name;
  assertEquals(["name_kk", "sources[2].url", "uncertainty_m"].map((path) => fieldName(path, label)), [
    "name",
    "sources",
    "uncertainty_m",
  ]);
});
