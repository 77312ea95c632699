"""Every command with its options as a page, docs/commands.md, from what `--help` says.

`python -m docs.publish_commands` writes it; a test keeps it current.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from geo.io import files
from maps.cli import program

if TYPE_CHECKING:
    from typer._click.core import Command

PAGE = Path(__file__).with_name("commands.md")

_HEAD = """\
# Commands

What `coopmap COMMAND --help` says, made by `python -m docs.publish_commands`. `coopmap --lang ru COMMAND`, or
`COOPMAP_LANG=ru`, speaks Russian; without it the system's language decides.

LAYER is `data/projects.geojson` of the current folder, else the layer that ships with coopmap, into which nothing is
written. Exit code 0: done; 1: the layer or a file has errors; 2: wrong use. Messages go to standard error, results to
standard output. An output replaces only a regular file that is no layer and nothing that the command reads; `-` writes
it to standard output.
"""


def page() -> str:
    """The text of docs/commands.md."""
    commands = list(program().commands.values())
    listed = "".join(f"- [`{each.name}`](#coopmap-{each.name}): {_first(each)}\n" for each in commands)
    return f"{_HEAD}\n{listed}" + "".join(_command(each) for each in commands)


def _first(command: Command) -> str:
    return " ".join(_plain((command.help or "").partition("\n\n")[0]).split())


def _command(command: Command) -> str:
    parts = [f"\n## coopmap {command.name}\n", _plain(command.help or "") + "\n"]
    context = command.context_class(command, info_name=command.name)
    usage = " ".join([f"coopmap {command.name}", *command.collect_usage_pieces(context)])
    parts.append(f"```text\n{usage}\n```\n")
    rows = [record for each in command.get_params(context) if (record := each.get_help_record(context))]
    rows = [row for row in rows if not row[0].startswith("--help")]
    if rows:
        parts.append("| | |\n|---|---|\n" + "".join(_rows(rows)))
    return "\n".join(parts)


def _rows(rows: list[tuple[str, str]]) -> Iterator[str]:
    for name, about in rows:
        yield f"| `{name.replace('|', chr(92) + '|')}` | {_plain(about)} |\n"


def _plain(text: str) -> str:
    """Text of a help as Markdown, in which nothing of it is markup."""
    return re.sub(r"([*_<|])", r"\\\1", text.strip())


def publish() -> None:
    """Write docs/commands.md. Raises WriteError."""
    files.write_text(PAGE, page())


if __name__ == "__main__":
    publish()
