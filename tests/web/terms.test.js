import {assertEquals} from "./page_stub.js";
import * as i18n from "../../maps/web/core/i18n.js";
import {codeName, precisionText, reachTexts, unplacedReason} from "../../maps/web/core/terms.js";
import {isOfTheWeb} from "../../maps/web/panel/source_list.js";

const vectors = JSON.parse(Deno.readTextFileSync(new URL("./twins.json", import.meta.url)));

Deno.test("what Python takes for an address of the web becomes a link, and nothing else", () => {
  for (const [url, isOne] of Object.entries(vectors.links)) assertEquals([url, isOfTheWeb(url)], [url, isOne]);
});

Deno.test("how a place is known and why a project has none is told as Python tells it", () => {
  for (const [project, text] of vectors.precisions) assertEquals(precisionText(project), text);
  for (const [project, texts] of vectors.reaches) {
    assertEquals(reachTexts(project).map((text) => text.replace("\u00a0", " ")), texts);
  }
  for (const [project, text] of vectors.reasons) assertEquals(unplacedReason(project), text);
});

Deno.test("a record's text is that of the language which Python would take", () => {
  for (const [record, text] of vectors.versions) assertEquals(i18n.version(record, "name")[0], text);
});

Deno.test("a code without a word is called by itself, and none is not stated", () => {
  assertEquals(codeName("status", "planned"), "Planned");
  assertEquals(codeName("status", "dreamt"), "dreamt");
  assertEquals(codeName("status", undefined), "Status not stated");
});
