import {assertEquals} from "./page_stub.js";
import * as formats from "../../maps/web/core/formats.js";
import * as i18n from "../../maps/web/core/i18n.js";

/** @param {string} language @param {() => void} act */
function inLanguage(language, act) {
  i18n.use(language);
  act();
  i18n.use("en");
}

Deno.test("numbers are grouped as the language groups them", () => {
  assertEquals(formats.number(1234.5), "1,234.5");
  inLanguage("ru", () => assertEquals(formats.number(1234), "1234"));
  inLanguage("ru", () => assertEquals(formats.number(-12345.678), "−12\u00a0345,68"));
});

Deno.test("a plural form follows the number", () => {
  inLanguage("ru", () => {
    const forms = [1, 2, 5, 21].map((n) => formats.unit(n, "jobs"));
    assertEquals(new Set(forms.map((text) => text.replace(/^\d+\s/, ""))).size, 3);
    assertEquals(forms[0].replace("1", ""), forms[3].replace("21", ""));
  });
});

Deno.test("a unit that has no word is told as it stands", () => {
  assertEquals(formats.unit(3, "gauges"), "3 gauges");
  assertEquals(formats.money(5e9, "XTS"), "5 billion XTS".replace(" ", "\u00a0"));
});

Deno.test("periods are told as briefly as the language tells them", () => {
  assertEquals(formats.period("2025"), "2025");
  assertEquals(formats.period("2025-01/2025-09").includes("2025"), true);
  assertEquals(formats.period("2025-01/2025-09").match(/2025/g)?.length, 1);
  assertEquals(formats.period("2024-01/2025-09").match(/202[45]/g)?.length, 2);
  assertEquals(formats.date("soon"), "soon");
  assertEquals(formats.date(undefined), "");
});

Deno.test("a text in another language is told with that language", () => {
  const record = {name_ru: "Завод", name_uz: ""};
  assertEquals(i18n.version(record, "name"), ["Завод", "ru"]);
  inLanguage("kk", () => assertEquals(i18n.version({name_kk: "Зауыт", ...record}, "name"), ["Зауыт", "kk"]));
  assertEquals(i18n.version({}, "name"), ["", "en"]);
});

Deno.test("a key that has no word is told as it stands, and no key of Object is a word", () => {
  assertEquals(i18n.t("no.such.key"), "no.such.key");
  assertEquals(i18n.t("constructor"), "constructor");
});

Deno.test("counts of five digits stand in groups, and a year does not", () => {
  i18n.use("en");
  assertEquals(i18n.fillIn("{n}", {n: 12000}), "12,000");
  assertEquals(i18n.fillIn("{year}", {year: 2026}), "2026");
});

Deno.test("numbers, years and dates have the language's own digits", () => {
  inLanguage("fa", () => {
    assertEquals(formats.number(-12345.5), "−۱۲٬۳۴۵٫۵");
    assertEquals(formats.date("2026-03-19"), "۱۹ مارس ۲۰۲۶");
    assertEquals(formats.period("2026-03-09/2026-03-19"), "۹–۱۹ مارس ۲۰۲۶");
    assertEquals(i18n.t("card.of", {i: 3, n: 18}), "۳ از ۱۸");
    assertEquals(formats.digitsIn("بیش از ۴٫۲۷ میلیارد دلار")[0], "۴٫۲۷");
  });
});

Deno.test("a count in a dot is as short as the language tells it", () => {
  const counts = [999, 1000, 1234, 9949, 9950, 99499, 999499, 999500, 4200000, 21000000];
  const short = (/** @type {string} */ language) => {
    i18n.use(language);
    const texts = counts.map(formats.short);
    i18n.use("en");
    return texts.join("; ");
  };
  assertEquals(short("en"), "999; 1K; 1.2K; 9.9K; 10K; 99K; 999K; 1M; 4.2M; 21M");
  assertEquals(short("ru"), "999; 1 тыс.; 1,2 тыс.; 9,9 тыс.; 10 тыс.; 99 тыс.; 999 тыс.; 1 млн; 4,2 млн; 21 млн");
  assertEquals(short("fa").split("; ").slice(0, 3), ["۹۹۹", "۱ هزار", "۱٫۲ هزار"]);
  assertEquals(short("zh"), "999; 1000; 1234; 9949; 9950; 9.9万; 100万; 100万; 420万; 2100万");
});

Deno.test("a text that would turn what is behind it turns itself alone", () => {
  const told = i18n.fillIn("{name}, {place}", {name: "A\u202eB", place: "C"});
  assertEquals(told, "\u2068A\u202eB\u202c\u2069, C");
});

const vectors = JSON.parse(Deno.readTextFileSync(new URL("./twins.json", import.meta.url)));

Deno.test("names that Python put in a language's order stand in that of the browser", () => {
  for (const [tag, names] of Object.entries(vectors.sorted)) {
    assertEquals(names.toReversed().sort(i18n.comparerOf(tag)), names);
  }
});
