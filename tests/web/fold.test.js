import {assertEquals} from "./page_stub.js";
import {fold} from "../../maps/web/core/fold.js";

const vectors = JSON.parse(Deno.readTextFileSync(new URL("./twins.json", import.meta.url)));

Deno.test("words are folded as Python folds them", () => {
  for (const [word, folded] of Object.entries(vectors.folded)) assertEquals(fold(word).folded.trim(), folded);
});

Deno.test("each folded letter knows where it began", () => {
  const {folded, from} = fold("Ust-Shymkent");
  assertEquals(folded, "ust simkent");
  assertEquals(from[folded.indexOf("i")], 6);
  assertEquals(folded.length, from.length);
});
