"""Spreadsheets and GIS files read into tables of rows. Imports the tables' model and headers."""
