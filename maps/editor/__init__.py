"""The editor that `coopmap edit` serves. Imports maps.page and below."""
