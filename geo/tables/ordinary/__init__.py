"""Tables that were not made for coopmap, understood as far as that is sure: gaps stay gaps, the rest is said."""
