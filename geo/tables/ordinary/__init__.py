"""Tables that were not made for coopmap, understood as far as that is sure: gaps stay gaps, what is passed over is said."""
