"""The map as named shapes, for every still: projection, base layer, markers, labels, legend.

Imports maps.text, maps.style and the root's modules.
"""
