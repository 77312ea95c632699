"""Colours and typeface. Imports nothing of maps."""
