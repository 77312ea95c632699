"""Two layers compared, suggestions reviewed. Imports geo.checks, geo.history, geo.new_project and below."""
