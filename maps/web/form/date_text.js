// Dates as people write them, turned into the form that the layer has.

const DAY = /^(?:(\d{1,2})\.)?(\d{1,2})\.(\d{4})$/;
const YEAR_FIRST = /^(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?$/;

/**
 * 29.12.2025 as 2025-12-29, 12.2025 as 2025-12, 2025/12/29 too; what is no date of the calendar stays as it is.
 * @param {string} text
 */
export function isoDate(text) {
  const [, day = "", month, year] = DAY.exec(text.trim()) ?? [];
  const [, year2, month2, day2 = ""] = YEAR_FIRST.exec(text.trim()) ?? [];
  const parts = month ? [year, month, day] : month2 ? [year2, month2, day2] : [];
  if (!parts.length) return text;
  const iso = parts.filter(Boolean).map((part) => part.padStart(2, "0")).join("-");
  const date = new Date(iso + "T00:00:00Z".slice(iso.length < 10 ? 10 : 0));
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : text;
}
