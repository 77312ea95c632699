"""The rules of the check, a function each; `geo.checks` has the table of them."""
