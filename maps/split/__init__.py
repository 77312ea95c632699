"""A layer of any size as a folder of small static files: `coopmap build --split`."""
