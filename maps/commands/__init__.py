"""The commands of coopmap, a topic a file; `maps.cli` puts them together. Imports all else of geo and maps."""
