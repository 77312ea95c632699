"""Where things are: gazetteer, countries, coordinates, links to maps. Imports geo.io and below."""
