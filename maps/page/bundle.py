"""The page's scripts and styles as few small files that the page takes in: `make bundle` writes them anew."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypedDict

from geo.model import schema
from geo.model.field import Field
from maps.page import form_schema
from maps.page.deflated import deflated

ROOT = Path(__file__).parents[2]
WEB = Path(__file__).parents[1] / "web"
FOLDER = WEB / "bundle"

PAGES = {"page.js": "page.js", "packed.js": "packed.js", "split.js": "split.js"}
"""Bundle: its entry. One of them stands in a page: of a small layer, of a packed one, of one in many files."""
AROUND = "around.js"
"""The entry, and the bundle, of what the page runs after its first picture: see chunks.js."""
CHUNKS = {"editor.js": "editor_chunk.js"}
"""Bundle: its entry. A script beside that of the page, which hands it the modules that both need."""
LAZY = "lazy_chunk.js"
"""The entry of what the page unpacks when it is first wanted."""
STYLES = {
    "page.css": ("page", "panel"),
    "around.css": ("present", "print"),
    "split.css": ("page", "panel", "split"),
    "editor.css": ("editor",),
}
"""Bundle: the style sheets that it is made of."""
LAZY_STYLES = ("figures", "table", "form")
TYPES = WEB / "records.ts"
"""The records of the schema as types, for the type checker: the fields are named in one place."""

_TARGET = ("--target=chrome109,firefox115,safari16.4", "--minify")


def bundles() -> dict[Path, str]:
    """The bundles by their paths, as the sources say now. Needs deno and esbuild, which users of coopmap do not."""
    scripts = {name: _script(entry) for name, entry in PAGES.items()}
    scripts |= {name: _chunk(entry) for name, entry in {AROUND: AROUND, **CHUNKS}.items()}
    styles = {name: _style(sources) for name, sources in STYLES.items()}
    texts = {FOLDER / name: text.strip() + "\n" for name, text in (scripts | styles).items()}
    for path, text in texts.items():
        if not text.isascii():
            # esbuild escapes all letters but those of a regular expression.
            raise RuntimeError(f"{path.name} holds letters beyond ASCII: write them as \\u… in the source.")
    return texts | {FOLDER / "later.txt": deflated(lazy()) + "\n"}


def types() -> str:
    """The records of the schema as TypeScript; a layer that was not checked may lack what is required, but for `id`."""
    head = "// The records of a layer. Made by `make bundle` from geo/model/schema.py.\n"
    return head + "".join(f"\nexport type {name} = {_record(fields)};\n" for name, fields in schema.RECORDS.items())


def _record(fields: tuple[Field, ...]) -> str:
    """A record as a type. What is told in several languages stands under its name and a language's tag."""
    lines = []
    for field in fields:
        key = f"[key: `{field.name}_${{string}}`]" if field.translated else field.name + ("" if field.required else "?")
        lines.append(f"  /** {field.about} */\n  {key}: {_type(field)};\n")
    return "{\n" + "".join(lines) + "}"


def _type(field: Field) -> str:
    if field.fields:
        return schema.record_name(field.fields) + ("[]" if field.kind.name == "records" else "")
    plain = {"text": "string", "number": "number", "list": "string[]"}[field.kind.base]
    return f"{plain} | null" if field.kind.nullable else plain


def lazy() -> str:
    """What the page unpacks when it is first wanted, as JSON: script, style, the schema of the form."""
    parts = {"script": _chunk(LAZY).strip(), "style": _style(LAZY_STYLES).strip()}
    return json.dumps(parts | {"schema": form_schema.for_page()}, ensure_ascii=False, separators=(",", ":"))


def sources(entry: str) -> dict[str, list[str]]:
    """The modules below an entry, each with those that it imports, as paths inside maps/web."""
    inputs = _inspected(entry)["inputs"]
    modules = [path for path in inputs if path.endswith(".js")]
    return {path: [imported["path"] for imported in inputs[path]["imports"]] for path in modules}


def in_page(entry: str) -> set[str]:
    """The modules that a page has before a chunk runs."""
    first = set(sources(PAGES["page.js"]))
    return first if entry == AROUND else first | set(sources(AROUND))


def handed(entry: str) -> set[str]:
    """The modules that a chunk may have of the page, as chunks.js and around.js name them."""
    files = ("chunks.js",) if entry == AROUND else ("chunks.js", AROUND)
    return {
        path
        for file in files
        for path in re.findall(r'^  "\./([^"]+)": ', (WEB / file).read_text("utf-8"), re.MULTILINE)
    }


def deno(*arguments: str, folder: Path = ROOT, text: str | None = None) -> str:
    """What deno prints, with what `make` has installed for it and no network; the error is what it says."""
    binary = Path(sys.executable).with_name("deno.exe" if os.name == "nt" else "deno")
    environment = {**os.environ, "DENO_DIR": str(ROOT / ".venv" / "deno"), "NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1"}
    done = subprocess.run(  # noqa: S603  a program of our own, arguments of our own
        [binary, *arguments],
        cwd=folder,
        env=environment,
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"deno {arguments[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _esbuild(*arguments: str, text: str | None = None) -> str:
    run = ("run", "--allow-all", "--frozen", "--cached-only", f"npm:esbuild@{_version()}")
    return deno(*run, "--log-level=warning", *arguments, folder=WEB, text=text)


@cache
def _version() -> str:
    """The version of esbuild that deno.json names."""
    imports = json.loads((ROOT / "deno.json").read_text(encoding="utf-8"))["imports"]
    return str(imports["esbuild"]).rpartition("@")[2]


def _script(entry: str) -> str:
    return _esbuild("--bundle", "--format=iife", *_TARGET, entry)


def _chunk(entry: str) -> str:
    """A chunk's script without the modules that a page has. Raises RuntimeError where it is not handed one of them."""
    shared = sorted(in_page(entry) & set(sources(entry)))
    left_out = (f"--external:./{path}" for path in shared)
    script = _esbuild("--bundle", "--format=cjs", *_TARGET, *left_out, entry).strip()
    asked = {path.removeprefix("./") for path in re.findall(r'\brequire\("([^"]+)"\)', script)}
    # The page of a large layer has more of its own; what holds state must not be there twice.
    asked |= set(sources(PAGES["packed.js"])) & set(sources(entry)) - in_page(entry)
    if missing := asked - handed(entry):
        raise RuntimeError(f"maps/web/chunks.js and around.js do not hand over {', '.join(sorted(missing))}.")
    head, _, foot = (WEB / "chunk.txt").read_text(encoding="utf-8").strip().partition("\n@\n")
    return f"{head.replace('NAME', entry.removesuffix('.js'))}{script}{foot}"


def _style(names: Sequence[str]) -> str:
    source = "\n".join((WEB / f"{name}.css").read_text(encoding="utf-8") for name in names)
    return _esbuild("--loader=css", *_TARGET, text=source)


class _Import(TypedDict):
    path: str


class _Input(TypedDict):
    imports: list[_Import]


class _Inspection(TypedDict):
    """What esbuild says of a bundle, as far as it is read here."""

    inputs: dict[str, _Input]


@cache
def _inspected(entry: str) -> _Inspection:
    with tempfile.TemporaryDirectory() as folder:
        facts = Path(folder) / "facts.json"
        _esbuild("--bundle", f"--metafile={facts}", f"--outfile={Path(folder) / 'out.js'}", entry)
        inspection: _Inspection = json.loads(facts.read_text(encoding="utf-8"))
        return inspection


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, text in {TYPES: types(), **bundles()}.items():
        path.write_text(text, encoding="utf-8", newline="\n")
