"""Documents read for projects: text of a file, candidates with their sentences, suggestions for `coopmap review`."""
