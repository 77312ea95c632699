"""The page of a split site (its content is splitpage's)."""

from __future__ import annotations


def split_page(head: object) -> str:
    """The shell of a split site with its head."""
    return f"<!doctype html><title>coopmap</title><pre>{len(str(head))}</pre>\n"
