"""The documents that a layer rests on: listed, and asked whether they still stand. Imports geo.layer and below."""
