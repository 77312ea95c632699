"""Layers as a published site: maps, pictures, data in every format, feeds and an index. Imports pages and stills."""
