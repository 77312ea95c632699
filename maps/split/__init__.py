"""A layer of more projects than one file holds, as a page and small files beside it."""
