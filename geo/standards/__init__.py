"""A layer in the forms of other standards, with a word on all that they cannot say. Imports geo.layer and below."""
