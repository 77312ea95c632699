"""What is drawn in a map's frame, layer by layer: base map, routes, markers or rings, names, scale and small maps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from maps.drawing import base_layer, clusters, declutter, insets, labels, map_elements, routes
from maps.drawing.clusters import Cluster, RingSize
from maps.drawing.frame import Frame
from maps.drawing.insets import Inset, Overview
from maps.drawing.map_view import Names, View
from maps.drawing.markers import Marker, Numeral, dot, leader_lines, marker_shapes
from maps.drawing.options import RenderOptions
from maps.drawing.shapes import Box, Group, Polygon, Shape, Style
from maps.project_records import geometry_type
from maps.text.names import Project, spoken

_PLACE = 1.6
"""Radius in points of the dot at the place of a project that a ring counts, on a page of the usual size."""


@dataclass(frozen=True)
class DrawnMap:
    """A map as shapes."""

    shapes: tuple[Shape, ...]
    """In drawing order."""
    labels: tuple[Box, ...]
    """Boxes of all labels, in points."""
    unnamed: int
    """Number of projects on it without a label."""
    countries: tuple[tuple[str, Box, Frame], ...] = ()
    """Codes of the countries that are named, the boxes of their names, and the frames in which these stand."""


@dataclass(frozen=True)
class MapContent:
    """What a map shows."""

    projects: Sequence[Project]
    """In the order of the layer."""
    countries: Sequence[str]
    """The layer's own countries, ISO 3166-1 alpha-2."""
    options: RenderOptions
    """Parts, language and theme."""
    unit: float
    """Scale of markers and text; 1 is the usual size."""


class MapLayers:
    """A map put together from its base map, markers or rings, names, scale, and an inset or overview."""

    def __init__(self, of: MapContent, frame: Frame, markers: Sequence[Marker], inset: Inset | None = None) -> None:
        self.of, self.frame, self.markers = of, frame, markers
        self.options, self.unit = of.options, of.unit
        self.inset = inset
        self.rings: list[Cluster] = []
        self.ring_size = RingSize(self.unit, max(8.6 * self.unit, of.options.least_text))
        self.overview: Overview | None = None
        if self.options.locator:
            self.overview = insets.overview(frame, markers, of.projects, of.countries, self.unit)

    def gathered(self) -> MapLayers:
        """Itself, with rings in the place of markers that would touch."""
        self.markers, self.rings = clusters.clustered(self.markers, self.ring_size)
        return self

    def drawn(self) -> DrawnMap:
        """All shapes of the map in their order."""
        inset, overview = self.inset, self.overview
        taken = [inset.box] if inset else [overview.frame.box] if overview else []
        outside = [marker for marker in self.markers if not self._in_inset(marker)]
        dots = [marker for marker in self.markers if self._in_inset(marker)]
        ring_boxes = [cluster.box for cluster in self.rings]
        busy = [*ring_boxes, *(marker.box for marker in self.markers)]
        corner = map_elements.Corner(self.frame.box, self.options, taken, busy)
        shapes, names = self._layers(self.frame, outside, dots, [*taken, *corner.boxes(self.frame), *ring_boxes], inset)
        views = [(self.frame, names)]
        if inset:
            frame = inset.frame(self.frame)
            inner = [project for project in self.of.projects if geometry_type(project) == "Point"]
            markers = declutter.decluttered(frame, inner, self.markers[0].size)
            more, inner_names = self._layers(frame, markers, [], [], None, inner=True)
            views.append((frame, inner_names))
            shapes[1:1] = inset.lines(self.unit)
            shapes += [Group("Inset", (*more, inset.edge(self.unit)))]
        if overview:
            shapes.append(overview.drawn(self.of.countries, self.options, self.unit))
        unnamed = self._unnamed({key for _, names in views for key in names.named})
        return DrawnMap(
            (*shapes, *corner.drawn(self.frame, *unnamed)),
            tuple(box for _, names in views for box in names.boxes),
            unnamed[1] - unnamed[0],
            tuple((code, box, frame) for frame, names in views for code, box in names.countries),
        )

    def _unnamed(self, named: set[str]) -> tuple[int, int]:
        """How many projects on the map are named, and how many there are; none where no names are wanted."""
        if not self.options.has("names") or self.options.numbered:
            return 0, 0
        alone = {str(marker.project["id"]) for marker in self.markers}
        drawn = alone.union(*(cluster.projects for cluster in self.rings))
        return len(named & drawn), len(drawn)

    def _in_inset(self, marker: Marker) -> bool:
        return bool(self.inset and not marker.on_line and self.inset.holds(marker.anchor))

    def _layers(  # noqa: PLR0913  what one frame is made of
        self,
        frame: Frame,
        markers: Sequence[Marker],
        dots: Sequence[Marker],
        taken: Sequence[Box],
        inset: Inset | None,
        *,
        inner: bool = False,
    ) -> tuple[list[Shape], Names]:
        """What is drawn within one frame, in groups that can be taken apart; and its names."""
        of, options, unit = self.of, self.options, self.unit
        lines = [project for project in of.projects if geometry_type(project).endswith(("LineString", "Polygon"))]
        thin = len(lines) > routes.MANY
        named = Names()
        if options.has("names"):
            # Lines so thin do not harm what is written over them.
            written = [] if thin else lines
            named = labels.names(
                View(
                    frame, markers, written, of.countries, options.language, unit, taken, inset,
                    options.least_text, options.locator, options.numbered, inner,
                )
            )  # fmt: skip
        base = base_layer.ground(frame, of.countries, options.language, unit, options.borders)
        base_names = Group("Base map names", tuple(named.base))
        below: list[Shape] = [
            Group("How exactly places are known", tuple(routes.uncertainty_discs(frame, markers))),
            Group("Routes", tuple(routes.routes(frame, lines, 0.72 * unit, self._spoken, thin=thin))),
            Group("Towns", tuple(named.towns)),
            Group("Leads", (*leader_lines(markers), *named.leads)),
            Group("Projects", tuple(self._symbols(markers, dots))),
        ]
        rings = [clusters.ring(cluster, self.ring_size, options.language) for cluster in self.rings]
        return [
            _without_ground(base) if options.transparent else base,
            # Hairlines and dots of many projects lie below all names, whole lines above those of countries and waters.
            *([*below, base_names, Group("Several projects", tuple(rings))] if rings else [base_names, *below]),
            Group("Project names", tuple(named.projects)),
        ], named

    def _symbols(self, markers: Sequence[Marker], dots: Sequence[Marker]) -> list[Group]:
        """A dot for each project that a ring or the inset shows, and the markers of the others."""
        link = self.options.link_of
        counted = (marker for cluster in self.rings for marker in cluster.markers)
        return [
            *(
                dot(marker, self._spoken(marker.project), _PLACE * self.unit, link(marker.project))
                for marker in counted
            ),
            *(dot(marker, self._spoken(marker.project)) for marker in dots),
            *(
                marker_shapes(marker, self._spoken(marker.project), link(marker.project), self._number(marker))
                for marker in markers
            ),
        ]

    def _number(self, marker: Marker) -> Numeral | None:
        number = self.options.numbers.get(str(marker.project["id"]))
        return Numeral(self.options.numeral(number), self.options.least_text) if number else None

    def _spoken(self, project: Project) -> str:
        return spoken(project, self.options.language)


def _without_ground(base: Group) -> Group:
    """The base map without sea and neighbours: what lies behind the picture is seen there."""
    remaining = (
        shape
        for shape in base.shapes
        # The sea has no shore of its own: land lies over it.
        if not isinstance(shape, Polygon) or (shape.style.fill != "land" and shape.style != Style(fill="water"))
    )
    return replace(base, shapes=tuple(remaining))
