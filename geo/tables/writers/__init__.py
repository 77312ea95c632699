"""Projects written as spreadsheets and GIS files. Imports geo.tables.readers and below."""
