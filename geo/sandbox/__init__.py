"""A stranger's file read in a child process with bounds, GDAL without its other drivers. Imports geo.errors alone."""
