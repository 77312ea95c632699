"""What is drawn in a map's frame, layer by layer: base map, routes, markers or rings, names, scale and small maps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from maps.drawing import base_layer, clusters, declutter, insets, labels, map_elements, routes
from maps.drawing.base_labels import base_names
from maps.drawing.clusters import Cluster, RingSize
from maps.drawing.frame import Frame
from maps.drawing.insets import Inset, Overview
from maps.drawing.label_placement import LabelLayout
from maps.drawing.map_view import Names, View
from maps.drawing.markers import Marker, Numeral, dot, leader_lines, marker_shapes
from maps.drawing.options import RenderOptions
from maps.drawing.shapes import Box, Group, Polygon, Shape, Style
from maps.project_records import geometry_type
from maps.text.names import Project, spoken

_PLACE = 1.6
"""Radius in points of the dot at the place of a project that a ring counts, on a page of the usual size."""


class DrawnMap(NamedTuple):
    """A map as shapes."""

    shapes: tuple[Shape, ...]
    """In drawing order."""
    labels: tuple[Box, ...]
    """Boxes of all labels, in points."""
    unnamed: int
    """Number of projects on it without a label."""
    countries: tuple[tuple[str, Box, Frame], ...] = ()
    """Codes of the countries that are named, the boxes of their names, and the frames in which these stand."""


class MapContent(NamedTuple):
    """What a map shows."""

    projects: Sequence[Project]
    """In the order of the layer."""
    countries: Sequence[str]
    """The layer's own countries, ISO 3166-1 alpha-2."""
    options: RenderOptions
    """Parts, language and theme."""
    unit: float
    """Scale of markers and text; 1 is the usual size."""


class _Named(NamedTuple):
    """A frame of the map with the names that have their places in it."""

    view: View
    names: Names
    """At first those of projects, which come before all others."""
    layout: LabelLayout | None
    """What is taken by then; None where no names are wanted."""


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
        dots = [marker for marker in self.markers if self._in_inset(marker)]
        shapes = self._layers(self._named[0], dots)
        if inset:
            shapes[1:1] = inset.lines(self.unit)
            shapes += [Group("Inset", (*self._layers(self._named[1], []), inset.edge(self.unit)))]
        if overview:
            shapes.append(overview.drawn(self.of.countries, self.options, self.unit))
        return DrawnMap(
            (*shapes, *self._corner.drawn(self.frame, *self._counts)),
            tuple(box for each in self._named for box in each.names.boxes),
            self.unnamed,
            tuple((code, box, each.view.frame) for each in self._named for code, box in each.names.countries),
        )

    @property
    def unnamed(self) -> int:
        """How many projects on the map find no room for a name; told before anything of the base map is drawn."""
        named, count = self._counts
        return count - named

    @cached_property
    def _corner(self) -> map_elements.Corner:
        busy = [*(cluster.box for cluster in self.rings), *(marker.box for marker in self.markers)]
        return map_elements.Corner(self.frame.box, self.options, self._small_maps, busy)

    @property
    def _small_maps(self) -> list[Box]:
        return [self.inset.box] if self.inset else [self.overview.frame.box] if self.overview else []

    @cached_property
    def _named(self) -> list[_Named]:
        """The map's frame and that of the inset, each with the names of its projects."""
        outside = [marker for marker in self.markers if not self._in_inset(marker)]
        rings = [cluster.box for cluster in self.rings]
        taken = [*self._small_maps, *self._corner.boxes(self.frame), *rings]
        views = [self._view(self.frame, outside, taken, self.inset)]
        if self.inset:
            frame = self.inset.frame(self.frame)
            points = [project for project in self.of.projects if geometry_type(project) == "Point"]
            markers = declutter.decluttered(frame, points, self.markers[0].size)
            views.append(self._view(frame, markers, [], None, inner=True))
        if not self.options.has("names"):
            return [_Named(view, Names(), None) for view in views]
        return [_Named(view, *labels.project_names(view)) for view in views]

    def _view(
        self, frame: Frame, markers: Sequence[Marker], taken: Sequence[Box], inset: Inset | None, *, inner: bool = False
    ) -> View:
        options = self.options
        # Lines so thin do not harm what is written over them.
        written = [] if self._thin else self._lines
        return View(
            frame, markers, written, self.of.countries, options.language, self.unit, taken, inset,
            options.least_text, options.locator, options.numbered, inner,
        )  # fmt: skip

    @cached_property
    def _lines(self) -> list[Project]:
        return [each for each in self.of.projects if geometry_type(each).endswith(("LineString", "Polygon"))]

    @property
    def _thin(self) -> bool:
        return len(self._lines) > routes.MANY

    @property
    def _counts(self) -> tuple[int, int]:
        """How many projects on the map are named, and how many there are; none where no names are wanted."""
        if not self.options.has("names") or self.options.numbered:
            return 0, 0
        alone = {str(marker.project["id"]) for marker in self.markers}
        drawn = alone.union(*(cluster.projects for cluster in self.rings))
        named = set[str]().union(*(each.names.named for each in self._named))
        return len(named & drawn), len(drawn)

    def _in_inset(self, marker: Marker) -> bool:
        return bool(self.inset and not marker.on_line and self.inset.holds(marker.anchor))

    def _layers(self, of: _Named, dots: Sequence[Marker]) -> list[Shape]:
        """What is drawn within one frame, in groups that can be taken apart."""
        view, named = of.view, of.names
        options, unit, frame, markers = self.options, self.unit, view.frame, view.markers
        if of.layout:
            base_names(named, of.layout, view)
        base = base_layer.ground(frame, view.countries, options.language, unit, options.borders)
        beneath = Group("Base map names", tuple(named.base))
        below: list[Shape] = [
            Group("How exactly places are known", tuple(routes.uncertainty_discs(frame, markers))),
            Group("Routes", tuple(routes.routes(frame, self._lines, 0.72 * unit, self._spoken, thin=self._thin))),
            Group("Towns", tuple(named.towns)),
            Group("Leads", (*leader_lines(markers), *named.leads)),
            Group("Projects", tuple(self._symbols(markers, dots))),
        ]
        rings = [clusters.ring(cluster, self.ring_size, options.language) for cluster in self.rings]
        return [
            _without_ground(base) if options.transparent else base,
            # Hairlines and dots of many projects lie below all names, whole lines above those of countries and waters.
            *([*below, beneath, Group("Several projects", tuple(rings))] if rings else [beneath, *below]),
            Group("Project names", tuple(named.projects)),
        ]

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
    return base._replace(shapes=tuple(remaining))
