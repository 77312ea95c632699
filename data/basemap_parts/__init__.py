"""The steps of `data.rebuild_basemap`: areas, borders, waters and towns, each from its sources."""
