// The card of a project: everything that is known of it, and by whom.

/** @import {Dispute, Partner} from "../records.ts" */
/** @import {Citing, Project} from "../types.ts" */
import {isOld} from "../core/age.js";
import {el} from "../core/dom.js";
import * as formats from "../core/formats.js";
import * as i18n from "../core/i18n.js";
import {digits, listed, t, textEl} from "../core/i18n.js";
import {drawMarker, icon, statusSample} from "../core/icons.js";
import {page} from "../core/page_data.js";
import {codeName, precisionText, reachTexts, statusHeld, unplacedReason} from "../core/terms.js";
import {familyOf} from "../core/theme.js";
import {moreOf} from "./card_more.js";
import {photos} from "./photographs.js";
import {sourceList} from "./source_list.js";

/** @param {Project} project @param {string} key */
const fieldOf = (project, key) => /** @type {any} */ (project)[key];

/**
 * Numbers of the sources that support one of some fields.
 * @param {Citing} project
 * @param {...string} fields
 */
const numbers = (project, ...fields) =>
  listed(
    (project.sources || []).map((
      source,
      i,
    ) => (fields.some((field) => (source.supports || []).includes(field)) ? digits(i + 1) : 0)),
  );

/**
 * @param {Project} project
 * @param {string} field
 */
function refs(project, field) {
  const cited = numbers(project, field);
  return cited ? el("sup", {class: "refs", title: t("card.sources")}, cited) : null;
}

/** @param {Project} project */
function chips(project) {
  const asOf = statusHeld(project);
  const cited = refs(project, "status");
  return el(
    "p",
    {class: "chips"},
    el(
      "span",
      {class: "chip chip-sector family-" + familyOf(project.sector)},
      icon(project.sector, 14),
      codeName("sector", project.sector),
    ),
    el("span", {class: "chip chip-status"}, statusSample(project.status, 14), codeName("status", project.status)),
    asOf || cited ? el("span", {class: "chip-note" + (isOld(project.status_date) ? " old" : "")}, asOf, cited) : null,
  );
}

/** @param {Project} project */
function place(project) {
  const reason = unplacedReason(project);
  const named = i18n.version(project, "place")[0];
  const precision = [
    precisionText(project) || [t("unplaced.title"), reason === named ? "" : reason].filter(Boolean).join(": "),
    ...reachTexts(project),
  ];
  return el(
    "div",
    {class: "row"},
    el("h3", {}, t("card.place")),
    el(
      "div",
      {},
      named ? el("p", {}, textEl("span", project, "place"), refs(project, "place")) : null,
      el("p", {class: "small"}, precision.filter(Boolean).join(" · ")),
    ),
  );
}

/**
 * The date stands below the label, unless the label says it already.
 * @param {string} quantity
 * @param {string} label
 * @param {string} [iso]
 */
function number(quantity, label, iso) {
  const date = formats.date(iso);
  const said = date.split(/[\s\u2060-]+/).every((word) => label.includes(word));
  return el(
    "div",
    {class: "figure"},
    el("dt", {}, i18n.whole(label), iso && !said ? el("span", {class: "figure-date"}, date) : null),
    el("dd", {}, quantity),
  );
}

/**
 * Value and figures; the first three are set large. Which source names which number the layer does not say.
 * @param {Project} project
 */
function figures(project) {
  const numbersOfProject = [
    ...(project.value || []).map((value) => {
      const label = i18n.version(value, "label")[0] || t("card.value");
      const kind = value.kind && codeName("money.kind", value.kind);
      const money = formats.money(value.amount, value.currency, value.qualifier);
      return number(money, i18n.listed([label, kind]), value.date);
    }),
    ...(project.figures || []).map((figure) =>
      number(formats.unit(figure.value, figure.unit, figure.qualifier), i18n.version(figure, "label")[0], figure.date)
    ),
  ];
  if (!numbersOfProject.length) return null;
  const cited = numbers(project, "value", "figures");
  return el(
    "div",
    {},
    el("dl", {class: "figures figures-key"}, ...numbersOfProject.slice(0, 3)),
    numbersOfProject.length > 3 ? el("dl", {class: "figures"}, ...numbersOfProject.slice(3)) : null,
    cited ? el("p", {class: "small figures-cited"}, `${t("card.sources")}: ${cited}`) : null,
  );
}

/**
 * Partners in a column for each of the layer's own countries, then those from elsewhere.
 * @param {Project} project
 */
function partners(project) {
  const all = project.partners || [];
  if (!all.length) return null;
  const own = page.focus.filter((code) => all.some((partner) => partner.country === code));
  const others = all.filter((partner) => !own.includes(partner.country ?? ""));
  /**
   * @param {string} title
   * @param {Partner[]} list
   * @param {boolean} [flagged]
   */
  const column = (title, list, flagged) =>
    el(
      "div",
      {class: "partners-of"},
      el("h4", {}, title),
      el(
        "ul",
        {},
        ...list.map((partner) => {
          const [name, code] = i18n.version(partner, "name");
          const notes = [
            flagged && partner.country ? i18n.country(partner.country) : null,
            partner.role ? codeName("role", partner.role) : null,
          ];
          return el(
            "li",
            {},
            el("span", {lang: code === i18n.language ? null : code}, name),
            el("span", {class: "role"}, i18n.listed(notes)),
          );
        }),
      ),
    );
  return el(
    "section",
    {},
    el("h3", {}, t("card.partners"), refs(project, "partners")),
    el(
      "div",
      {class: "partners"},
      ...own.map((code) => column(i18n.country(code), all.filter((partner) => partner.country === code))),
      others.length ? column(t("card.partners_elsewhere"), others, true) : null,
    ),
  );
}

/** @param {Project} project */
function dates(project) {
  /** @param {string} field */
  const worded = (field) => {
    const date = formats.date(fieldOf(project, field));
    return fieldOf(project, field + "_kind") === "planned" ? t("card.planned", {date}) : date;
  };
  /** @param {string} field */
  const row = (field) =>
    fieldOf(project, field)
      ? el("div", {class: "row"}, el("h3", {}, t("card." + field)), el("p", {}, worded(field), refs(project, field)))
      : null;
  return [row("start"), row("end")];
}

/**
 * What sources disagree on; what names no field in dispute is a plain note.
 * @param {Project} options
 */
function disputes({disputes: all = []}) {
  /**
   * @param {string} key
   * @param {Dispute[]} list
   */
  const part = (key, list) =>
    list.length
      ? el(
        "section",
        {class: key},
        el("h3", {}, t("card." + key)),
        ...list.map((dispute) => textEl("p", dispute, "text")),
      )
      : null;
  return [part("disputes", all.filter(({field}) => field)), part("remarks", all.filter(({field}) => !field))];
}

/** @param {Project} project */
function sources(project) {
  if (!project.sources?.length) return null;
  return el("section", {class: "sources"}, el("h3", {}, t("card.sources")), sourceList(project.sources));
}

/** @param {Project} project */
function foot(project) {
  const notes = [
    project.article === "inferred" ? t("card.inferred") : project.article === "no" ? t("card.not_in_article") : null,
    project.checked ? t("card.checked", {date: formats.date(project.checked)}) : null,
  ];
  return el("footer", {class: "small"}, ...notes.filter(Boolean).map((note) => el("p", {}, note)));
}

/**
 * The card as an element; `heading` is the level of its title.
 * @param {Project} project
 */
export function renderCard(project) {
  const summary = i18n.version(project, "summary")[0];
  const [first, ...more] = photos(project);
  return el(
    "article",
    {class: "card", "data-project": project.id},
    first,
    chips(project),
    el(
      "div",
      {class: "card-title"},
      drawMarker(project, {onLine: !project.geometry, size: 40}),
      textEl("h2", project, "name", {tabindex: "-1"}),
    ),
    place(project),
    ...dates(project),
    figures(project),
    summary ? el("p", {class: "summary"}, textEl("span", project, "summary"), refs(project, "summary")) : null,
    ...more,
    partners(project),
    ...disputes(project),
    sources(project),
    moreOf(project),
    foot(project),
  );
}
