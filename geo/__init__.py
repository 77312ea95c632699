"""coopmap's layers: what a project is, and how a layer is read, checked and written. Knows no map."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.changes import Update as Update
    from geo.changes import undo as undo
    from geo.changes import update as update
    from geo.checks import check as check
    from geo.checks import check_indicators as check_indicators
    from geo.checks import check_milestones as check_milestones
    from geo.companions import indicators_text as indicators_text
    from geo.companions import milestones_text as milestones_text
    from geo.companions import read_indicators as read_indicators
    from geo.companions import read_milestones as read_milestones
    from geo.differences import Change as Change
    from geo.differences import FieldChange as FieldChange
    from geo.differences import difference as difference
    from geo.errors import BusyError as BusyError
    from geo.errors import ConflictError as ConflictError
    from geo.errors import CoopmapError as CoopmapError
    from geo.errors import Problem as Problem
    from geo.errors import ReadError as ReadError
    from geo.errors import WriteError as WriteError
    from geo.layer import Layer as Layer
    from geo.layer import from_frame as from_frame
    from geo.layer import read as read
    from geo.layer import text as text
    from geo.layer import to_frame as to_frame
    from geo.layer import write as write
    from geo.paths import data_path as data_path
    from geo.project import Project as Project

_HOME = {
    "Update": "changes",
    "undo": "changes",
    "update": "changes",
    "Change": "differences",
    "FieldChange": "differences",
    "difference": "differences",
    "BusyError": "errors",
    "ConflictError": "errors",
    "check": "checks",
    "check_indicators": "checks",
    "check_milestones": "checks",
    "indicators_text": "companions",
    "milestones_text": "companions",
    "read_indicators": "companions",
    "read_milestones": "companions",
    "CoopmapError": "errors",
    "Problem": "errors",
    "ReadError": "errors",
    "WriteError": "errors",
    "Layer": "layer",
    "from_frame": "layer",
    "read": "layer",
    "text": "layer",
    "to_frame": "layer",
    "write": "layer",
    "data_path": "paths",
    "Project": "project",
}

__all__ = [
    "BusyError",
    "Change",
    "ConflictError",
    "CoopmapError",
    "FieldChange",
    "Layer",
    "Problem",
    "Project",
    "ReadError",
    "Update",
    "WriteError",
    "check",
    "check_indicators",
    "check_milestones",
    "data_path",
    "difference",
    "from_frame",
    "indicators_text",
    "milestones_text",
    "read",
    "read_indicators",
    "read_milestones",
    "text",
    "to_frame",
    "undo",
    "update",
    "write",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: `import geo` alone costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    value = getattr(import_module(f"geo.{_HOME[name]}"), name)
    globals()[name] = value
    return value
