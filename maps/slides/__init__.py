"""The deck for PowerPoint. Imports maps.drawing and below, no page and no stills."""
