"""Key figures as PowerPoint's own charts, whose data can be edited."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Pt

from geo.model.record_types import Indicator, IndicatorValue
from maps.drawing.shapes import Box
from maps.slides import pptx_objects
from maps.style import typeface
from maps.text import formats, i18n, indicator_text, project_text

if TYPE_CHECKING:
    from pptx.chart.chart import Chart
    from pptx.chart.datalabel import DataLabels
    from pptx.chart.series import BarSeries
    from pptx.parts.chart import ChartPart
    from pptx.shapes.graphfrm import GraphicFrame

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_SERIES = ("article", "others", "goal")
_LOCALES = {"en": "[$-409]", "ru": "[$-419]", "uz": "[$-443]", "kk": "[$-43F]"}
"""The language of a number's signs (MS-LCID)."""
_LABEL, _SMALL_LABEL, _ROOMY = 12.0, 10.0, 33.0
"""Points of a number at a bar, of one among many, and the height of a bar from which it is the larger one."""
_STEM = 4
"""Letters in which the forms of a word agree."""
_NO_TEXT = re.compile(r"[={]|\w+:", re.IGNORECASE)
_TIME = re.compile(rb"(?<=W3CDTF\">)[^<]*")
_DATED = b"2000-01-01T00:00:00Z"
"""When the data inside a chart was made, so that the same chart has the same bytes."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A value of an indicator as a bar."""

    label: str
    """What it is called."""
    value: float
    """How much it is, in the indicator's unit."""
    series: str
    """article, others or goal."""
    qualified: str = ""
    """The value in words where it is not exact, such as "more than 4.27 billion dollars"."""


def bars(indicator: Indicator, language: str) -> list[Bar]:
    """The values that can be drawn: what was so, and goals; neither ratios nor what is only allowed."""
    return [
        Bar(
            indicator_text.label(value, language),
            float(number),
            _series(value),
            indicator_text.amount(indicator, value, language) if value.get("qualifier") else "",
        )
        for value in indicator.get("values", ())
        if value.get("kind") in ("actual", "goal") and isinstance(number := value.get("value"), (int, float))
    ]


def _series(value: IndicatorValue) -> str:
    if value.get("kind") == "goal":
        return "goal"
    return "article" if value.get("article") == "yes" else "others"


def title(indicator: Indicator, language: str) -> str:
    """The indicator's name with the unit of its bars: Trade, billion dollars."""
    name, unit = project_text.text(indicator, "name", language), _unit(indicator, language)
    return f"{name}, {unit}" if unit else name


def headline(indicator: Indicator, language: str) -> str:
    """The article's value, else the first one, in words: Trade, 2024: more than 4.27 billion dollars."""
    values = [value for value in indicator.get("values", ()) if indicator_text.amount(indicator, value, language)]
    name = project_text.text(indicator, "name", language)
    if not values:
        return name
    value = next((each for each in values if each.get("article") == "yes"), values[0])
    when = formats.period(language, str(value.get("period") or ""))
    head = i18n.listed((name, typeface.clean(when)), language)
    return f"{head}: {indicator_text.amount(indicator, value, language)}"


def scale(indicator: Indicator) -> tuple[float, str]:
    """What the bars' numbers are divided by, and its word: 1e9 and billion; 1 and "" for small ones."""
    most = max((abs(bar.value) for bar in bars(indicator, "en")), default=0.0)
    return next(((size, name) for size, name in _SCALES if most >= size), (1.0, ""))


def _unit(indicator: Indicator, language: str) -> str:
    """The unit without its number, in the form that many ask for."""
    texts = i18n.load(language)
    code = str(indicator.get("unit", ""))
    entry = texts.get(f"money.{code}", texts.get(f"unit.{code}", ""))
    divisor, size = scale(indicator)
    form = formats.of_several(language, entry, divisor) if size else formats.of_several(language, entry)
    large = formats.of_several(language, texts[f"number.{size}"]) if size else "{n}"
    bare = form.replace("{n}", large.replace("{n}", "")).strip()
    name = project_text.text(indicator, "name", language).casefold()
    return "" if not size and _names(name, bare.casefold()) else " ".join(bare.split())


def _names(name: str, unit: str) -> bool:
    """Whether a name says the unit, in whatever form: "Рейсы в неделю" says "рейсов в неделю"."""
    return any(word[:_STEM] in name for word in unit.split() if len(word) >= _STEM)


def add(slide: pptx_objects.Layout, box: Box, indicator: Indicator, language: str) -> GraphicFrame:
    """A bar chart in a box of the slide; gives its frame."""
    drawn, (divisor, _) = bars(indicator, language), scale(indicator)
    used = [name for name in _SERIES if any(bar.series == name for bar in drawn)]
    data = CategoryChartData(number_format="General")
    data.categories = list(_unique_labels(drawn))
    for name in used:
        row = [bar.value / divisor if bar.series == name else None for bar in drawn]
        data.add_series(i18n.text(language, f"figures.{name}"), row)
    left, top, right, bottom = box
    size = (Pt(left), Pt(top), Pt(right - left), Pt(bottom - top))
    frame: GraphicFrame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *size, data)
    points = _LABEL if (bottom - top) / max(1, len(drawn)) >= _ROOMY else _SMALL_LABEL
    _dress(frame.chart, used, _number_format([bar.value / divisor for bar in drawn], language))
    _qualify(frame.chart, used, drawn, lambda bar: bar.qualified or _in_own_digits(bar.value / divisor, language))
    _size_labels(frame.chart, points)
    frame.name = project_text.text(indicator, "name", language)[:120]
    values = "; ".join(
        f"{bar.label}: {bar.qualified or formats.number(language, bar.value / divisor)}" for bar in drawn
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{title(indicator, language)}: {values}")  # noqa: SLF001
    _sound(frame.chart)
    _dated(frame.chart)
    return frame


def _unique_labels(drawn: Sequence[Bar]) -> Iterator[str]:
    """The bars' labels; PowerPoint gathers those that are equal, so a second one is numbered.

    The workbook inside the chart would take a text that looks like a formula or an address for one: a blank before it
    keeps it a text.
    """
    seen: dict[str, int] = {}
    for bar in drawn:
        seen[bar.label] = seen.get(bar.label, 0) + 1
        label = bar.label if seen[bar.label] == 1 else f"{bar.label} ({seen[bar.label]})"
        yield f" {label}" if _NO_TEXT.match(label) else label


def _dress(chart: Chart, used: Sequence[str], number_format: str) -> None:
    """Our look: no grid, numbers at the bars' ends, the article's bars strong, a goal hollow."""
    chart.has_title = False
    chart.has_legend = len(used) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(11)
    chart.font.size = Pt(11)
    chart.category_axis.reverse_order = True
    chart.category_axis.format.line.color.theme_color = MSO_THEME_COLOR.TEXT_2
    chart.category_axis.has_major_gridlines = False
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    plot.has_data_labels = True
    for name, series in zip(used, plot.series, strict=True):
        _paint(series, name)
        _label_series(series.data_labels, number_format)


def _number_format(values: Sequence[float], language: str) -> str:
    """Thousands apart, no point behind whole numbers, and decimals as the language writes them."""
    return f"{_LOCALES.get(language, '')}{'#,##0' if max(map(abs, values)) >= 1000 else 'General'}"


def _label_series(labels: DataLabels, number_format: str) -> None:
    """Numbers at the bars' ends; said for each series: one with labels of its own hears nothing of the chart's."""
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = number_format, False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size, labels.font.bold = Pt(12), True


def _in_own_digits(value: float, language: str) -> str:
    """A number as a text where PowerPoint would write it in other digits than the language has, else ""."""
    return formats.number(language, value) if i18n.digits(language, "0") != "0" else ""


def _qualify(chart: Chart, used: Sequence[str], drawn: Sequence[Bar], text: Callable[[Bar], str]) -> None:
    """A bar whose number is not exact says so at its end; text: what a bar says in place of its number, else ""."""
    for name, series in zip(used, chart.plots[0].series, strict=True):
        for place, bar in enumerate(drawn):
            if bar.series == name and text(bar):
                label = series.points[place].data_label
                label.position = XL_LABEL_POSITION.OUTSIDE_END
                label.text_frame.text = text(bar)
                label.text_frame.word_wrap = False  # a label of three lines lies on its neighbours
                font = label.text_frame.paragraphs[0].runs[0].font
                font.size, font.bold = Pt(12), True


def _size_labels(chart: Chart, size: float) -> None:
    """Sets all numbers at bars in one size: of many bars they are smaller, so that those of two lines have room."""
    for run in chart._chartSpace.iter("{*}rPr", "{*}defRPr"):  # noqa: SLF001  python-pptx has no other way to all of them
        if run.get("b") == "1":
            run.set("sz", str(round(size * 100)))


def _paint(series: BarSeries, name: str) -> None:
    series.invert_if_negative = False
    series.format.fill.solid()
    if name == "goal":
        series.format.fill.fore_color.rgb = RGBColor(255, 255, 255)
        series.format.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
        series.format.line.color.theme_color = MSO_THEME_COLOR.ACCENT_1
        series.format.line.width = Pt(1.5)
        return
    series.format.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    if name == "others":
        series.format.fill.fore_color.theme_color = MSO_THEME_COLOR.TEXT_2
        series.format.fill.fore_color.brightness = 0.45


def _sound(chart: Chart) -> None:
    """Axes numbered as the schema wants them, from nought: python-pptx's numbers are negative."""
    for element in chart._chartSpace.iter():  # noqa: SLF001  python-pptx has no other way to the axes
        if element.tag.endswith(("}axId", "}crossAx")):
            element.set("val", str(int(element.get("val")) % 2**31))


def _dated(chart: Chart) -> None:
    """The workbook inside the chart without the time at which it was made."""
    part = cast("ChartPart", chart.part).chart_workbook.xlsx_part
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(part.blob)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _TIME.sub(_DATED, data)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    part._blob = file.getvalue()  # noqa: SLF001  python-pptx has no other way to change it
