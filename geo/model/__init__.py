"""What a project is: its schema, codes, value types, dates and geometry. Imports geo.errors alone."""
