"""The look of a layer as a style of QGIS (QML): sectors, statuses, courses of lines, places that are vague."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.style import theme
from maps.style.looks import looks_of
from maps.text import formats
from maps.text.code_names import code_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from geo.layer import Layer
    from geo.model.codebook import Codebook
    from maps.style.icon_drawings import Icon
    from maps.style.looks import Looks

_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_MM = 25.4 / 96
"""Millimetres of a pixel of the page, which the theme counts in."""
_DISC, _INNER, _ICON, _EDGE = 5.6, 4.0, 3.4, 0.45
"""Millimetres: a point's disc, the disc within a second edge, its icon, its edge."""
_VAGUE = tuple(code for code, look in theme.PRECISIONS.items() if look.sign in ("disc", "ring"))
_FAINT = ",50"


@dataclass(frozen=True, slots=True)
class _Part:
    """A layer of a symbol."""

    kind: str
    """QGIS's name of it, such as SimpleMarker."""
    values: Mapping[str, object]
    """Its properties by QGIS's names."""
    defined: Mapping[str, str]
    """Those that an expression gives for each feature, by the names of QgsSymbolLayer's properties."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line of the legend: what it is called, which features it draws, and as what."""

    label: str
    test: str
    symbol: str
    parts: Sequence[_Part]


def qgis_style(layer: Layer, language: str) -> str:
    """The style, its legend in a language. Points and areas are told apart by sector, lines by how their course is
    known; status and precision are drawn within them, as in the page."""
    root = ET.Element("qgis", version="3.22.0", styleCategories="Symbology|Labeling", labelsEnabled="1")
    renderer = ET.SubElement(root, "renderer-v2", type="RuleRenderer", symbollevels="0", forceraster="0")
    rules = ET.SubElement(renderer, "rules", key="{coopmap}")
    symbols = ET.SubElement(renderer, "symbols")
    for number, rule in enumerate(_rules(layer, language)):
        ET.SubElement(
            rules, "rule", key=f"{{coopmap-{number}}}", label=rule.label, filter=rule.test, symbol=str(number)
        )
        symbol = ET.SubElement(symbols, "symbol", type=rule.symbol, name=str(number), alpha="1")
        for part in rule.parts:
            _add_part(symbol, part)
    _add_labels(root, dict.fromkeys((language, *layer.languages)))
    return _DOCTYPE + ET.tostring(root, encoding="unicode")


def _rules(layer: Layer, language: str) -> Iterator[_Rule]:
    """Points always, lines and areas where the layer has such."""
    shapes = {str(project.geometry["type"]).removeprefix("Multi") for project in layer.projects if project.geometry}
    looks = looks_of(layer.codebook)
    for label, test, colour, icon in _sectors(layer.codebook, looks, language):
        yield _Rule(label, f"{_is('Point')} AND {test}", "marker", [*_point(colour, icon, looks)])
    if "LineString" in shapes:
        colour = _colour_of_sector(looks)
        for code in (*theme.ROUTES, None):
            label = formats.stated(language, "route", code)
            test = f"{_is('Line')} AND {_one_of('route', code, theme.ROUTES)}"
            yield _Rule(label, test, "line", [*_line(theme.route(code), colour, looks)])
    if "Polygon" in shapes:
        for label, test, colour, _ in _sectors(layer.codebook, looks, language):
            yield _Rule(label, f"{_is('Polygon')} AND {test}", "fill", [_area(colour, looks)])


def _sectors(codebook: Codebook, looks: Looks, language: str) -> Iterator[tuple[str, str, str, Icon]]:
    """(label, test, colour, icon) of each sector, and of what has none."""
    for code in (*looks.sectors, None):
        sector = looks.sector(code)
        label = code_name(codebook, language, "sector", code)
        yield label, _one_of("sector", code, looks.sectors), _colour(looks, sector.family), sector.icon


def _colour(looks: Looks, family: str) -> str:
    return theme.palette("light", looks.colours).get(f"family-{family}", theme.GREY)


# Expressions


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _is(kind: str) -> str:
    return f"geometry_type($geometry) = {_text(kind)}"


def _among(field: str, values: Collection[str]) -> str:
    """Whether a field is one of some codes: never NULL, which QGIS takes for neither."""
    return f"coalesce(\"{field}\", '') IN ({', '.join(map(_text, values)) or 'NULL'})"


def _one_of(field: str, code: str | None, known: Collection[str]) -> str:
    """Whether a field is this code; None: whether it is none that is known."""
    return f'"{field}" = {_text(code)}' if code is not None else f"NOT ({_among(field, known)})"


def _statuses(looks: Looks, **how: object) -> list[str]:
    """The codes of statuses that are drawn so."""
    return [code for code, look in looks.statuses.items() if all(getattr(look, name) == how[name] for name in how)]


def _base(colour: str, looks: Looks) -> str:
    """A sector's colour, an expression, or grey where the status has none."""
    return f"CASE WHEN {_among('status', _statuses(looks, grey=False))} THEN {colour} ELSE {_text(theme.GREY)} END"


def _colour_of_sector(looks: Looks) -> str:
    cases = (
        f'WHEN "sector" = {_text(code)} THEN {_text(_colour(looks, sector.family))}'
        for code, sector in looks.sectors.items()
    )
    return f"CASE {' '.join(cases)} ELSE {_text(theme.GREY)} END"


# Symbols


def _point(colour: str, icon: Icon, looks: Looks) -> Iterator[_Part]:
    """The ring within which the place lies, the disc with its edge, and the icon."""
    base = _base(_text(colour), looks)
    paper = theme.LIGHT["paper"]
    full, empty = (_among("status", _statuses(looks, fill=fill)) for fill in ("full", "empty"))
    solid, double = (_among("status", _statuses(looks, edge=edge)) for edge in ("solid", "double"))
    dashed, dotted = (_among("status", _statuses(looks, edge=edge)) for edge in ("dashed", "dotted"))
    yield _Part(
        "SimpleMarker",
        {"name": "circle", "color": _rgba(colour) + _FAINT, "outline_color": _rgba(colour), "outline_width": 0.15,
         "size": 0, "size_unit": "RenderMetersInMapUnits"},
        {"size": f'CASE WHEN {_among("precision", _VAGUE)} THEN 2 * coalesce("uncertainty_m", 0) ELSE 0 END'},
    )  # fmt: skip
    edge = {"outline_width": _EDGE, "outline_color": _rgba(colour)}
    yield _Part(
        "SimpleMarker",
        {"name": "circle", "color": _rgba(paper), "size": _DISC, **edge},
        {"outlineColor": base,
         "outlineStyle": f"CASE WHEN {dashed} THEN 'dash' WHEN {dotted} THEN 'dot' ELSE 'solid' END"},
    )  # fmt: skip
    yield _Part(
        "SimpleMarker",
        {"name": "circle", "color": _rgba(colour), "size": _INNER, **edge},
        {"fillColor": f"CASE WHEN {full} THEN {base} WHEN {empty} THEN {_text(paper)}"
                      f" ELSE {_text(theme.LIGHT['rule'])} END",
         "outlineColor": base,
         "outlineStyle": f"CASE WHEN {double} OR {full} THEN 'solid' ELSE 'no' END",
         "size": f"CASE WHEN {solid} THEN {_DISC} ELSE {_INNER} END"},
    )  # fmt: skip
    ink = f"CASE WHEN {full} THEN {_text(paper)} ELSE {base} END"
    yield _Part(
        "SvgMarker",
        {"name": f"base64:{_svg(icon)}", "size": _ICON, "color": _rgba(paper), "outline_color": _rgba(paper)},
        {"fillColor": ink, "outlineColor": ink},
    )


def _svg(icon: Icon) -> str:
    """An icon whose colours QGIS sets, in base64."""
    fill = "param(fill) #fff" if icon.solid else "none"
    root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox="0 0 16 16", width="16", height="16")
    ET.SubElement(
        root, "path", {"d": icon.path, "fill": fill, "stroke": "param(outline) #fff", "stroke-width": "1.5",
                       "stroke-linecap": "round", "stroke-linejoin": "round"},
    )  # fmt: skip
    return base64.b64encode(ET.tostring(root)).decode()


def _line(route: theme.Route, colour: str, looks: Looks) -> Iterator[_Part]:
    """A light edge, the course, and a light core in what is not built."""
    width = route.width * _MM
    paper = {"line_color": _rgba(theme.LIGHT["paper"]), "capstyle": "round", "joinstyle": "round"}
    dash = [f"{float(length) * _MM:.2f}" for length in route.dash.split()]
    yield _Part("SimpleLine", {**paper, "line_width": f"{width + 0.8:.2f}"}, {})
    yield _Part(
        "SimpleLine",
        {"line_color": _rgba(theme.GREY), "line_width": f"{width:.2f}", "capstyle": "flat", "joinstyle": "round",
         "use_custom_dash": int(bool(dash)), "customdash": ";".join(dash) or "5;2", "customdash_unit": "MM"},
        {"outlineColor": _base(colour, looks)},
    )  # fmt: skip
    hollow = f"CASE WHEN {_among('status', _statuses(looks, fill='full'))} THEN 'no' ELSE 'solid' END"
    yield _Part("SimpleLine", {**paper, "line_width": f"{width / 2.6:.2f}"}, {"outlineStyle": hollow})


def _area(colour: str, looks: Looks) -> _Part:
    base = _base(_text(colour), looks)
    return _Part(
        "SimpleFill",
        {"color": _rgba(colour) + _FAINT, "outline_color": _rgba(colour), "outline_width": _EDGE, "style": "solid"},
        {"outlineColor": base, "fillColor": f"set_color_part({base}, 'alpha', 50)"},
    )


def _rgba(colour: str) -> str:
    """A colour #rrggbb as QGIS has it; an opacity may follow."""
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))


# XML


def _add_part(symbol: ET.Element, part: _Part) -> None:
    layer = ET.SubElement(symbol, "layer", {"class": part.kind, "enabled": "1", "locked": "0", "pass": "0"})
    # Every version of QGIS 3 reads "prop"; the newer form is unknown to those before 3.22.
    for name, value in part.values.items():
        ET.SubElement(layer, "prop", k=name, v=str(value))
    if not part.defined:
        return
    defined = ET.SubElement(ET.SubElement(layer, "data_defined_properties"), "Option", type="Map")
    ET.SubElement(defined, "Option", name="name", value="", type="QString")
    properties = ET.SubElement(defined, "Option", name="properties", type="Map")
    for name, expression in part.defined.items():
        entry = ET.SubElement(properties, "Option", name=name, type="Map")
        ET.SubElement(entry, "Option", name="active", value="true", type="bool")
        ET.SubElement(entry, "Option", name="expression", value=expression, type="QString")
        ET.SubElement(entry, "Option", name="type", value="3", type="int")
    ET.SubElement(defined, "Option", name="type", value="collection", type="QString")


def _add_labels(root: ET.Element, languages: Iterable[str]) -> None:
    """The names of projects, in the first language that each has one in."""
    names = ", ".join(f'"name_{tag}"' for tag in languages)
    settings = ET.SubElement(ET.SubElement(root, "labeling", type="simple"), "settings")
    text = ET.SubElement(
        settings, "text-style", fieldName=f'coalesce({names}, "id")', isExpression="1", fontSize="8",
        textColor=_rgba(theme.LIGHT["ink"]) + ",255", multilineHeight="1",
    )  # fmt: skip
    ET.SubElement(
        text, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferSizeUnits="MM",
        bufferColor=_rgba(theme.LIGHT["halo"]) + ",255",
    )  # fmt: skip
    ET.SubElement(settings, "text-format", autoWrapLength="28")
    ET.SubElement(settings, "placement", placement="0", dist="3.2", distUnits="MM")
    # Else the ring around a vague place would keep all names out of it.
    ET.SubElement(settings, "rendering", obstacle="0")
