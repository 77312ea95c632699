"""A large layer packed for the page. Imports nothing of maps."""
