"""What lies behind a template's text, and whether it can be read there: colours through the master's colour map."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator, Mapping

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE

from maps.drawing.shapes import Box
from maps.slides import pptx_objects

READABLE = 4.5
"""Least contrast of text and ground (WCAG 2.2, 1.4.3)."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_FILLS = ("solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
_PRESET = {"black": "000000", "white": "ffffff"}
_FILLS_FROM = 1001
"""The first number of a theme's fills of grounds (ECMA-376, part 1, 20.1.4.2.10)."""
_TOUCHED = 0.005
"""A shape that covers so much of the body lies under our text."""
_MOST = 0.6
"""One that covers so much of a title is what the title stands on."""


class Ground:
    """The colours of a layout: of what lies behind its body, and of its text."""

    def __init__(self, layout: pptx_objects.Layout) -> None:
        self._layout, self._master = layout, layout.slide_master
        self._theme = etree.fromstring(self._master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)
        self.slots = _slots(self._theme, self._map())

    def _map(self) -> Mapping[str, str]:
        own = self._layout._element.find(f"{_P}clrMapOvr/{_A}overrideClrMapping")  # noqa: SLF001
        mapped = own if own is not None else self._master._element.find(f"{_P}clrMap")  # noqa: SLF001
        return dict(mapped.attrib) if mapped is not None else {}

    def colours(self) -> list[str]:
        """The colours of the background as rrggbb, several of a gradient; none where it is a picture."""
        for holder in (self._layout, self._master):
            background = holder._element.find(f"{_P}cSld/{_P}bg")  # noqa: SLF001
            if background is not None:
                return self._painted(background)
        return [self.slots.get("bg1", "ffffff")]

    def _painted(self, background: pptx_objects.Element) -> list[str]:
        fill = next((each for each in background.iter() if _name(each) in _FILLS), None)
        if fill is not None:
            return self._fill(fill, "")
        by_theme = background.find(f"{_P}bgRef")
        if by_theme is None:
            return []
        given = next(iter(filter(None, map(self.resolved, by_theme))), "")
        fills = self._theme.find(f".//{_A}bgFillStyleLst")
        number = int(by_theme.get("idx", "0")) - _FILLS_FROM
        if fills is None or not 0 <= number < len(fills):
            return [given] if given else []
        return self._fill(fills[number], given)

    def _fill(self, fill: pptx_objects.Element, given: str) -> list[str]:
        if _name(fill) == "solidFill":
            stops = list(fill)
        elif _name(fill) == "gradFill":
            stops = [stop[0] for stop in fill.iter(f"{_A}gs") if len(stop)]
        else:
            return []
        colours = [self.resolved(each, given) for each in stops]
        return colours if all(colours) else []

    def resolved(self, element: pptx_objects.Element, given: str = "") -> str:
        """A DrawingML colour as rrggbb, "" for one that is not understood; given: what phClr stands for."""
        kind, value = _name(element), str(element.get("val", ""))
        if kind == "srgbClr":
            base = value
        elif kind == "sysClr":
            base = str(element.get("lastClr", ""))
        elif kind == "schemeClr":
            base = given if value == "phClr" else self.slots.get(value, "")
        else:
            base = _PRESET.get(value, "") if kind == "prstClr" else ""
        return _shaded(base, element) if re.fullmatch(r"[0-9a-fA-F]{6}", base) else ""

    def behind(self, box: Box) -> list[str]:
        """The colours behind a box as rrggbb: of the last shape that covers most of it, else of the background."""
        area = (box[2] - box[0]) * (box[3] - box[1])
        for shape in reversed(self._shapes()):
            if _covers(shape, box) > _MOST * area and _is_filled(shape._element):  # noqa: SLF001
                fill = next((each for each in shape._element.iter() if _name(each) in _FILLS), None)  # noqa: SLF001
                return self._fill(fill, "") if fill is not None else []
        return self.colours()

    def text(self, holder: pptx_objects.Holder, kind: str = "body") -> str:
        """The colour of a placeholder's text as rrggbb; kind: body or title."""
        for styles in self._styles(holder, kind):
            fill = styles.find(f"{_A}lvl1pPr/{_A}defRPr/{_A}solidFill") if styles is not None else None
            colour = self.resolved(fill[0]) if fill is not None and len(fill) else ""
            if colour:
                return colour
        return self.slots.get("tx1", "000000")

    def _styles(self, holder: pptx_objects.Holder, kind: str) -> Iterator[pptx_objects.Element]:
        if holder is not None:
            yield holder._element.find(f".//{_A}lstStyle")  # noqa: SLF001
        for each in self._master.placeholders:
            if kind.upper() in str(each.placeholder_format.type):
                yield each._element.find(f".//{_A}lstStyle")  # noqa: SLF001
        yield self._master._element.find(f"{_P}txStyles/{_P}{kind}Style")  # noqa: SLF001

    def covered(self, box: Box) -> bool:
        """Whether a picture or a filled shape of layout or master lies in a box."""
        area = (box[2] - box[0]) * (box[3] - box[1])
        return any(
            _covers(shape, box) > _TOUCHED * area and _is_filled(shape._element)  # noqa: SLF001
            for shape in self._shapes()
        )

    def _shapes(self) -> list[pptx_objects.Holder]:
        """What master and layout draw, in drawing order."""
        hidden = self._layout._element.get("showMasterSp") in ("0", "false")  # noqa: SLF001
        holders = [self._layout] if hidden else [self._master, self._layout]
        return [shape for holder in holders for shape in holder.shapes if not shape.is_placeholder]


def contrast(colour: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(colour), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(value: str) -> float:
    """The relative luminance of a colour, 0 to 1 (WCAG 2.2)."""
    parts = (int(value.lstrip("#")[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _slots(root: pptx_objects.Element, mapped: Mapping[str, str]) -> dict[str, str]:
    """The theme's colours by their own names, and by those of the master: bg1, tx1 and so on."""
    scheme = root.find(f".//{_A}clrScheme")
    values = {}
    for slot in scheme if scheme is not None else ():
        value = next((each.get("lastClr") or each.get("val") for each in slot), None) or ""
        values[_name(slot)] = value if re.fullmatch(r"[0-9a-fA-F]{6}", value) else "ffffff"
    return values | {name: values.get(slot, "ffffff") for name, slot in mapped.items()}


def _shaded(base: str, element: pptx_objects.Element) -> str:
    """A colour with what is done to its lightness (ECMA-376, part 1, 20.1.2.3)."""
    red, green, blue = (int(base[at : at + 2], 16) / 255 for at in (0, 2, 4))
    for change in element:
        share = int(change.get("val", "0")) / 100_000 if str(change.get("val", "")).lstrip("-").isdigit() else 1.0
        kind = _name(change)
        if kind in ("lumMod", "lumOff"):
            hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
            light = light * share if kind == "lumMod" else light + share
            red, green, blue = colorsys.hls_to_rgb(hue, min(1.0, max(0.0, light)), saturation)
        elif kind == "shade":
            red, green, blue = red * share, green * share, blue * share
        elif kind == "tint":
            red, green, blue = (1 - (1 - part) * share for part in (red, green, blue))
    return "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in (red, green, blue))


def _covers(shape: pptx_objects.Holder, box: Box) -> float:
    """How much of a box a shape's own box covers, in square points."""
    if shape.left is None or shape.width is None:
        return 0.0
    left, top = shape.left.pt, shape.top.pt
    across = min(left + shape.width.pt, box[2]) - max(left, box[0])
    down = min(top + shape.height.pt, box[3]) - max(top, box[1])
    return float(max(0.0, across) * max(0.0, down))


def _is_filled(element: pptx_objects.Element) -> bool:
    """Whether a shape hides what is behind it: a picture, a filled form, or a group with one."""
    if _name(element) == "pic":
        return True
    forms = element.iter(f"{_P}spPr")
    filled = any(_name(child) in _FILLS for form in forms for child in form)
    return filled or any(reference.get("idx", "0") != "0" for reference in element.iter(f"{_A}fillRef"))


def _name(element: pptx_objects.Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
