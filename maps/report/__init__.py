"""A layer as a Word document: headings, facts, photographs and sources as footnotes, to be edited further."""
