"""The base map below a layer: that of Central Asia or a cut of the world's, packed for the page. Imports geo alone."""
