"""The endings of files with projects that are read, by their kind."""

from geo.messages import Message

TEXTS = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".ods")
JSON = (".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".jsonl", ".topojson", ".js")
GIS = (*JSON, ".gpkg", ".shp", ".kml", ".gpx", ".parquet", ".geoparquet", ".fgb")
ARCHIVES = (".zip", ".kmz")

PACKED = (*TEXTS, *WORKBOOKS, *GIS, *ARCHIVES)
"""The endings of files that are read from archives; XML in these tells of the other files."""

ENDINGS = (*PACKED, ".xml")
"""The endings of files that are read."""

KNOWN = Message("CSV, XLSX, ODS, GeoJSON, KML, KMZ, GPX, GeoPackage, shapefile, GeoParquet, FlatGeobuf or IATI")
