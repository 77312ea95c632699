import {assertEquals} from "./page_stub.js";
import {differ} from "../../maps/web/core/json_diff.js";
import {sidesOf} from "../../maps/web/form/conflict.js";
import {Steps} from "../../maps/web/form/steps.js";

Deno.test("the order of keys is no difference, that of entries is", () => {
  assertEquals(differ({a: 1, b: [1, 2]}, {b: [1, 2], a: 1}), false);
  assertEquals(differ([1, 2], [2, 1]), true);
  assertEquals(differ(undefined, null), false);
});

Deno.test("what only one side has changed is that side's, and where both have one chooses", () => {
  const sides = sidesOf({a: 1, b: 1, c: 1, d: 1}, {a: 2, b: 1, c: 2, d: 1}, {a: 1, b: 3, c: 3, d: 1});
  assertEquals([...sides], [["a", "theirs"], ["b", "yours"], ["c", null]]);
});

Deno.test("what is typed into one field is one step, taken back and taken again", () => {
  const steps = new Steps({name: ""});
  for (const [name, path] of [["a", "name"], ["ab", "name"], ["abc", ""]]) {
    steps.now.name = name;
    steps.add(path);
  }
  assertEquals([steps.back(), steps.now.name, steps.back(), steps.now.name, steps.back()], [
    true,
    "ab",
    true,
    "",
    false,
  ]);
  assertEquals([steps.forth(), steps.now.name], [true, "ab"]);
});
