"""The check of a layer: records against the schema, then the rules. Imports geo.places and below."""
