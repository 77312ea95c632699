// How old what is told is on the day on which the page is opened.

import {page} from "./page_data.js";

/**
 * The last day of "2025", "2025-12" or "2025-12-29", or null for anything else.
 * @param {string | undefined} iso
 */
function lastDay(iso) {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(iso ?? "");
  if (!parts) return null;
  const [year, month, day] = parts.slice(1).map((part) => (part ? Number(part) : null));
  return {months: Number(year) * 12 + (month ?? 12), day: day ?? 31};
}

/** @param {Date} date */
const asMonths = (date) => ({months: date.getFullYear() * 12 + date.getMonth() + 1, day: date.getDate()});

/**
 * Whether a status that held on a date is so old that it must be looked up anew: `codes.stale_months`, to the day.
 * @param {string | undefined} iso
 */
export function isOld(iso, today = new Date(), staleMonths = page.codes.stale_months) {
  const held = lastDay(iso);
  if (!held) return false;
  const now = asMonths(today);
  const months = held.months + staleMonths;
  const day = iso?.length === 10 ? held.day : daysIn(held.months);
  return months < now.months || (months === now.months && day < now.day);
}

/**
 * The days of a month that is counted from year 0, January of year 0 being 1.
 * @param {number} months
 */
const daysIn = (months) => new Date(Math.floor((months - 1) / 12), ((months - 1) % 12) + 1, 0).getDate();

/**
 * Whole months from a date to today, 0 for a date to come or none.
 * @param {string | undefined} iso
 */
export function monthsSince(iso, today = new Date()) {
  const held = lastDay(iso);
  if (!held) return 0;
  const now = asMonths(today);
  return Math.max(0, now.months - held.months - (now.day < held.day ? 1 : 0));
}
