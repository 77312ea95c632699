import {assertEquals} from "./page_stub.js";
import {numbersIn, summed} from "../../maps/web/data/packed_columns.js";

const vectors = JSON.parse(Deno.readTextFileSync(new URL("./twins.json", import.meta.url)));

Deno.test("numbers of several bytes stand byte by byte", () => {
  for (const {bytes, width, numbers} of vectors.planes) {
    assertEquals([...numbersIn(Uint8Array.from([9, ...bytes]), 1, width, numbers.length)], numbers);
  }
});

Deno.test("steps with their signs folded in are added up", () => {
  for (const {steps, sums} of vectors.steps) assertEquals([...summed(Uint32Array.from(steps))], sums);
});
