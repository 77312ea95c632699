import {assertEquals} from "./page_stub.js";
import {fromColumns} from "../../maps/web/core/project_columns.js";

Deno.test("projects have the values that their numbers name, and none for 0 or behind the last", () => {
  const columns = /** @type {any} */ ([["id", ["a", "b", "c"], [1, 2, 3]], ["status", ["built", null], [0, 1, 2]], [
    "flag",
    [false],
    [1],
  ]]);
  assertEquals(fromColumns({count: 3, columns, sources: []}), [
    {id: "a", flag: false},
    {id: "b", status: "built"},
    {id: "c", status: null},
  ]);
});
