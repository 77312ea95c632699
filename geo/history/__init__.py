"""A layer changed, undone and versioned under a lock. Imports geo.layer, geo.io and below."""
