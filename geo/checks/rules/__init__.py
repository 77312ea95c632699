"""The rules of the check, a function each; `geo.checks.run` has their table. Imports geo.places and below."""
