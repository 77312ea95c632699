"""Projects as tables: spreadsheets and GIS files read into rows, rows into projects, projects into such files."""
