"""Text as XML has it. Python's xml.sax, which has the same, loads all that opens addresses."""

from __future__ import annotations


def escape(text: str) -> str:
    """Text in which nothing is taken for markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoteattr(text: str) -> str:
    """Text on one line as the value of an attribute, in its quotation marks."""
    return f'"{escape(text).replace(chr(34), "&quot;")}"'
