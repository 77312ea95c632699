import {assertEquals} from "./page_stub.js";
import {isoDate} from "../../maps/web/form/date_text.js";

Deno.test("dates as people write them become ISO 8601, and what is no date stays as it is", () => {
  for (
    const [text, iso] of [
      ["29.12.2025", "2025-12-29"],
      [" 1.2.2025 ", "2025-02-01"],
      ["12.2025", "2025-12"],
      ["2025/3/9", "2025-03-09"],
      ["2025.03", "2025-03"],
      ["2025", "2025"],
      ["2025-12-29", "2025-12-29"],
      ["31.02.2025", "31.02.2025"],
      ["13.2025", "13.2025"],
      ["12/29/2025", "12/29/2025"],
      ["soon", "soon"],
      ["", ""],
    ]
  ) assertEquals(isoDate(text), iso);
});
