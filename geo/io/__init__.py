"""Files read and written: text, JSON, data frames, columns, companions. Imports geo.model and below."""
