// The ring of a gathered mark: a part for each family of sectors.

/** @import {Project} from "../types.ts" */
import {el} from "../core/dom.js";
import {t} from "../core/i18n.js";
import {codeName} from "../core/terms.js";
import {familyOf} from "../core/theme.js";
import {spokenName} from "./places.js";

/**
 * A count in a ring that has a part for each family of sectors.
 * @param {Project[]} projects
 * @param {HTMLElement} count
 */
export function crowdRing(projects, count) {
  const families = new Map();
  for (const {sector} of projects) families.set(familyOf(sector), (families.get(familyOf(sector)) || 0) + 1);
  let from = 0;
  const parts = [...families].sort((a, b) => b[1] - a[1]).map(([family, n]) => {
    const start = from;
    from += (100 * n) / projects.length;
    return `var(--family-${family}) ${start}% ${from}%`;
  });
  const ring = el("div", {class: "crowd-ring"}, count);
  ring.style.background = `conic-gradient(${parts.join()})`;
  return ring;
}

/**
 * What is said of projects that share a mark: how many there are, and which, or of many of which sectors.
 * @param {Project[]} projects
 */
export function crowdNames(projects) {
  const bySector = new Map();
  for (const {sector} of projects) bySector.set(sector, (bySector.get(sector) || 0) + 1);
  const sectors = [...bySector].sort((a, b) => b[1] - a[1]).map(([sector, n]) => codeName("sector", sector) + " " + n);
  return [
    t("marks.crowd", {n: projects.length}),
    ...(projects.length < 10 ? projects.map(spokenName) : sectors.slice(0, 6)),
  ];
}
