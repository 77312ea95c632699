"""Projects as tables: files read into rows, rows into projects, projects into files. Imports all else of geo."""
