// Key figures, drawn and told: each value with its period and sources, the article's beside those of others.
"use strict";

coopmap.tabs.figures = (function () {
  const {el, svg, textEl, words, store} = coopmap;
  const t = words.t;
  const ruler = document.createElement("canvas").getContext("2d");
  const LABEL = "12px", VALUE = "600 13px";

  const told = ({value, qualifier}, unit) =>
    words.known("money." + unit) ? words.money(value, unit, qualifier) : words.unit(value, unit, qualifier);
  const values = (indicator) => indicator.values || [];
  const isOf = (...kinds) => (value) => kinds.includes(value.kind) && Number.isFinite(value.value);
  const drawn = (indicator) => values(indicator).filter(isOf("actual", "goal"));
  const isArticle = (value) => value.article === "yes";
  const isPart = (value) => {
    const [from, to] = (value.period || "").split("/");
    return Boolean(to) && from.slice(0, 4) === to.slice(0, 4);
  };

  const unbroken = (text) => text.replaceAll(" ", "\u00a0");
  // How much more than a year before: "+15.5 %".
  const growth = ({growth_percent: percent}) => (Number.isFinite(percent) ? unbroken((percent < 0 ? "" : "+") + words.unit(percent, "percent")) : "");

  // Who says it and for when; a goal's own words name its year.
  function label(value, period = words.period(value.period)) {
    const name = words.version(value, "label")[0];
    return [words.whole(name), value.kind === "goal" && name.includes(value.period) ? "" : period].filter(Boolean).join("\u00a0· ");
  }

  // The sources of some values, each once, and what stands beside a value to point at them: ¹ ².
  function citations(list) {
    const idOf = (source) => [source.title, source.url].join("\n");
    const found = new Map(list.flatMap((value) => value.sources || []).map((source) => [idOf(source), source]));
    const keys = [...found.keys()];
    const raised = (n) => String(n).replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);
    return {
      list: [...found.values()],
      of: (value) => (value.sources || []).map((source) => raised(keys.indexOf(idOf(source)) + 1)).join("\u2009"),
    };
  }

  // --- drawing ---------------------------------------------------------------------------------------------------

  function widthOf(text, font) {
    ruler.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
    return ruler.measureText(text).width;
  }

  function wrap(text, width, font) {
    const lines = [""];
    for (const word of text.split(" ")) {
      const longer = (lines[lines.length - 1] + " " + word).trim();
      if (widthOf(longer, font) <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines.filter(Boolean);
  }

  const kindOf = (value) =>
    value.kind === "goal" ? "bar-goal" : (isArticle(value) ? "bar-article" : "bar-others") + (isPart(value) ? " bar-part" : "");
  const text = (x, y, name, content) => svg("text", {x, y, class: name}, content);
  const rect = (x, y, width, height, value) =>
    svg("rect", {x: x + 0.5, y: y + 0.5, width: Math.max(1, width - 1), height: height - 1, class: "chart-bar " + kindOf(value)});

  // What is drawn as a sentence for those who do not see it.
  const spoken = (indicator) =>
    words.version(indicator, "name")[0] + ": " + drawn(indicator).map((value) => `${label(value)}: ${[told(value, indicator.unit), growth(value)].filter(Boolean).join(", ")}`).join("; ");

  const chart = (width, height, alternative, parts) =>
    svg("svg", {viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": alternative, class: "chart"}, ...parts);

  // A bar for each value, one below the other; what is written beside them sets how long they may be.
  function bars(indicator, refs, width) {
    const rows = drawn(indicator);
    if (!rows.length) return null;
    const whole = rows.some((value) => !value.direction);
    const most = Math.max(...rows.map((value) => value.value));
    const beside = rows.map((value) => `${told(value, indicator.unit)}\u00a0${refs.of(value)}`);
    const room = rows.map((value, i) => ((width - 8 - widthOf(beside[i], VALUE)) * most) / Math.max(value.value, 1e-9));
    const longest = Math.max(40, Math.min(width, ...room));
    const parts = [];
    let y = 0;
    rows.forEach((value, i) => {
      const height = whole && value.direction ? 8 : 16;
      for (const line of wrap([label(value, unbroken(words.period(value.period))), growth(value)].filter(Boolean).join("\u00a0· "), width, LABEL)) parts.push(text(0, (y += 15), "chart-label", line));
      const length = (Math.max(0, value.value) / most) * longest || 0;
      parts.push(rect(0, y + 13 - height / 2, length, height, value), text(length + 7, y + 17.5, "chart-value", beside[i]));
      y += 30;
    });
    return chart(width, y, spoken(indicator), parts);
  }

  // Two indicators of opposite direction: bars to both sides of one axis, a row for each period.
  function mirrored(pair, refs, width) {
    const sides = pair.map(drawn);
    const most = Math.max(...sides.flat().map((value) => value.value));
    const half = width / 2;
    const rows = [];
    for (const period of [...new Set(sides.flat().map((value) => value.period))].toSorted()) {
      const [left, right] = sides.map((side) => side.filter((value) => value.period === period));
      for (let i = 0; i < Math.max(left.length, right.length); i++) rows.push([left[i], right[i]]);
    }
    const parts = [];
    let y = 0;
    for (const row of rows) {
      const both = row.filter(Boolean);
      const names = [...new Set(both.map((value) => words.version(value, "label")[0]))];
      const title = [...names, unbroken(words.period(both[0].period))].filter(Boolean).join("\u00a0· ");
      for (const line of wrap(title, width, LABEL)) parts.push(text(half, (y += 15), "chart-label chart-middle", line));
      y += 5;
      let lines = 0;
      row.forEach((value, side) => {
        if (!value) return;
        const length = (Math.max(0, value.value) / most) * (half - 2) || 0;
        parts.push(rect(side ? half + 1 : half - 1 - length, y, length, 16, value));
        const below = wrap(`${told(value, pair[side].unit)}\u00a0${refs.of(value)}`, half - 8, VALUE).map((line) => [line, "chart-value"]);
        if (growth(value)) below.push([growth(value), "chart-label"]);
        lines = Math.max(lines, below.length);
        below.forEach(([line, name], i) => parts.push(text(half + (side ? 7 : -7), y + 31 + i * 16, name + (side ? "" : " chart-end"), line)));
      });
      parts.push(svg("path", {d: `M${half} ${y - 2}V${y + 20 + lines * 16}`, class: "chart-axis"}));
      y += 30 + lines * 16;
    }
    return chart(width, y, pair.map(spoken).join(". "), parts);
  }

  // --- telling ---------------------------------------------------------------------------------------------------

  // The same in a narrow column, where a short date stays on one line.
  function caption(value) {
    const period = words.period(value.period);
    const [before, after] = label(value).split(period);
    return el("span", {class: "small"}, before, after === undefined ? null : el("span", {class: period.length < 17 ? "keep" : null}, period), after);
  }

  // The number of a quantity in large type, the words before and after it small.
  function tile(value, indicator, refs) {
    const quantity = told(value, indicator.unit);
    const [number] = /\d(?:[\d\s.,]*\d)?/.exec(quantity);
    const [before, after] = quantity.split(number);
    return el("li", {class: "tile " + kindOf(value).split(" ")[0]}, el("span", {}, before.trim()), el("b", {}, number),
      el("span", {}, after.trim(), "\u00a0", refs.of(value)), caption(value));
  }

  // The article's fullest count, that of the others (parts of it and shorter periods are smaller), and the goal.
  function headline(indicator, refs) {
    const actual = values(indicator).filter(isOf("actual"));
    const whole = actual.some((value) => !value.direction) ? actual.filter((value) => !value.direction) : actual;
    const largest = (list) => list.toSorted((a, b) => b.value - a.value)[0];
    return [largest(whole.filter(isArticle)), largest(whole.filter((value) => !isArticle(value))), values(indicator).find(isOf("goal"))]
      .filter(Boolean).map((value) => tile(value, indicator, refs));
  }

  function note(value, record, refs) {
    const way = value.direction && value.direction.split("-").map(words.country).join(" → ");
    return el("p", {}, el("b", {}, [way, label(value)].filter(Boolean).join(" · ")), "\u00a0", refs.of(value), el("br"), textEl("span", record, "text"));
  }

  // Which values contradict others, and apart from that what a reader must know about a value.
  function notes(all, refs) {
    const counted = all.filter(isOf("actual", "goal"));
    const disputed = counted.flatMap((value) => (value.disputes || []).map((dispute) => note(value, dispute, refs)));
    const noted = counted.filter((value) => words.version(value, "text")[0]).map((value) => note(value, value, refs));
    return [
      disputed.length ? el("div", {class: "disputes"}, el("h3", {}, t("card.disputes")), ...disputed) : null,
      noted.length ? el("div", {class: "noted"}, ...noted) : null,
    ];
  }

  // Told and never drawn: what is permitted has not happened, and a ratio has no number of its own.
  function toldOnly(value, indicator, refs) {
    if (value.kind === "ratio") return el("p", {class: "ratio"}, textEl("span", value, "text"), "\u00a0", refs.of(value));
    return el("div", {class: "permitted"}, el("p", {}, label(value), ": ", el("b", {}, told(value, indicator.unit)), "\u00a0", refs.of(value)), textEl("p", value, "text", {class: "small"}));
  }

  function section(group, width) {
    const all = group.flatMap(values);
    const refs = citations(all);
    const two = group.length > 1;
    const others = group.flatMap((indicator) => values(indicator).filter((value) => value.kind === "ratio" || isOf("permitted")(value)).map((value) => toldOnly(value, indicator, refs)));
    return el("section", {class: "indicator" + (two ? " indicator-pair" : ""), "data-indicator": group.map((indicator) => indicator.id).join(" ")},
      ...group.map((indicator) => textEl("h2", indicator, "name")),
      el("ul", {class: "tiles-of"}, ...(two ? group.map((indicator) => headline(indicator, refs).at(-1)) : headline(group[0], refs))),
      two ? mirrored(group, refs, width) : bars(group[0], refs, width),
      ...others,
      ...notes(all, refs),
      refs.list.length ? el("details", {class: "sources"}, el("summary", {}, `${t("card.sources")} (${refs.list.length})`), coopmap.card.sourceList(refs.list)) : null);
  }

  // Indicators of one unit and of opposite directions, such as visits both ways, belong together.
  function groups(indicators) {
    const way = (indicator) => {
      const ways = new Set(drawn(indicator).map((value) => value.direction));
      return ways.size === 1 ? [...ways][0] : null;
    };
    const found = [];
    for (const indicator of indicators) {
      const back = way(indicator)?.split("-").toReversed().join("-");
      const other = back && found.find((group) => group.length === 1 && group[0].unit === indicator.unit && way(group[0]) === back);
      if (other) other.push(indicator);
      else found.push([indicator]);
    }
    return found;
  }

  function key() {
    const sample = (name, kind) => el("li", {}, el("span", {class: "key-sample " + kind}), t(name));
    return el("ul", {class: "key", "aria-hidden": "true"}, sample("figures.article", "bar-article"), sample("figures.others", "bar-others"),
      sample("figures.part", "bar-others bar-part"), sample("figures.goal", "bar-goal"));
  }

  // Charts are drawn in real pixels, so that their texts keep their size: anew when the panel gets another width.
  const widthIn = (body) => Math.round(Math.max(240, Math.min(460, body.offsetWidth - 48)));
  let drawnFor = null;
  const resized = new ResizeObserver(([{target}]) => {
    if (drawnFor?.node.isConnected && drawnFor.width !== widthIn(target)) draw(target);
  });

  function draw(body) {
    const {indicators} = store.data;
    const width = widthIn(body);
    resized.observe(body);
    // The reader's filters change nothing here: what is unfolded stays so.
    if (drawnFor?.node.isConnected && drawnFor.width === width && drawnFor.language === words.language) return;
    const node = el("div", {class: "indicators"}, ...(indicators.length ? [key(), ...groups(indicators).map((group) => section(group, width))] : [el("p", {class: "nothing"}, t("panel.nothing"))]));
    drawnFor = {node, width, language: words.language};
    body.replaceChildren(node);
  }

  return draw;
})();
