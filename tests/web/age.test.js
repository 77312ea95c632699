import {assertEquals} from "./page_stub.js";
import {isOld, monthsSince} from "../../maps/web/core/age.js";

const vectors = JSON.parse(Deno.readTextFileSync(new URL("./twins.json", import.meta.url)));

Deno.test("a status is as old as Python's check finds it", () => {
  for (const [held, today, old] of vectors.old) assertEquals(isOld(held, new Date(today + "T12:00")), old);
});

Deno.test("what is no date is not old", () => {
  for (const text of [undefined, "", "soon", "2024-08-08T00:00"]) assertEquals(isOld(text), false);
});

Deno.test("months are counted whole, none to a day to come", () => {
  const today = new Date("2026-11-28T12:00");
  assertEquals(monthsSince("2026-03-19", today), 8);
  assertEquals(monthsSince("2026-03-29", today), 7);
  assertEquals(monthsSince("2027", today), 0);
  assertEquals(monthsSince(undefined, today), 0);
});
