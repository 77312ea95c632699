"""Pictures and fact sheets: PNG, SVG, PDF. Imports maps.drawing and below, no page."""
