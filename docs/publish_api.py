"""The public names of `geo` and `maps` as a page, docs/api.md, from their signatures and docstrings.

`python -m docs.publish_api` writes it; a test keeps it current. Griffe reads the sources; of them only the list of what
is public is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

import griffe

from geo.io import files

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "api.md"
PACKAGES = ("geo", "maps")

WIDTH = 100
"""Characters of a signature that stands on one line."""

_HEAD = """\
# From Python

What can be imported from `geo` and `maps`; [developer.md](developer.md) has an example, and
[data/README.md](../data/README.md#fields) the fields of a project. Everything else may change with any version.
Made from the docstrings by `python -m docs.publish_api`.
"""


def page() -> str:
    """The text of docs/api.md."""
    loader = griffe.GriffeLoader(search_paths=[ROOT])
    for name in PACKAGES:
        loader.load(name)
    return _HEAD + "".join(_package(name, loader.modules_collection) for name in PACKAGES)


def public_names(package: str) -> list[str]:
    """What a package's stub lists."""
    return sorted(import_module(package).__all__)


def _package(name: str, modules: griffe.ModulesCollection) -> str:
    """A package's functions and classes by name, then classes that a signature names and nobody imports."""
    public = {key: modules[f"{name}.{key}"].final_target for key in public_names(name)}
    functions = {key: value for key, value in public.items() if isinstance(value, griffe.Function)}
    classes = {key: value for key, value in public.items() if isinstance(value, griffe.Class)}
    annotations = (each for function in functions.values() for each in _annotations(function))
    targets = (each for each in _ours(annotations, modules) if isinstance(each, griffe.Class))
    named = {each.name: each for each in targets if each.package.name == name}
    parts = [f"\n## {name}\n\n{markdown(modules[name])}\n"]
    parts += [_function(f"{name}.{key}", value, modules) for key, value in functions.items()]
    parts += [_class(f"{name}.{key}", value, modules) for key, value in classes.items()]
    parts += [_class(key, value, modules) for key, value in sorted(named.items()) if key not in classes]
    return "".join(parts)


def _function(name: str, function: griffe.Function, modules: griffe.ModulesCollection) -> str:
    where = _meanings(_annotations(function), modules)
    return f"\n### {name}\n\n{_code(_signature(name, function))}\n{markdown(function)}\n{where}"


def _class(name: str, described: griffe.Class, modules: griffe.ModulesCollection) -> str:
    bases = ", ".join(map(str, described.bases))
    head = _code(f"class {name}({bases})" if bases else f"class {name}")
    members = [member for key, member in described.members.items() if not key.startswith("_")]
    attributes = [member for member in members if isinstance(member, griffe.Attribute)]
    fields = "".join(map(_field, attributes))
    where = _meanings([attribute.annotation for attribute in attributes], modules)
    methods = [_method(member) for member in members if isinstance(member, griffe.Function)]
    return "".join((f"\n### {name}\n\n{head}\n{markdown(described)}\n", fields and f"\n{fields}", where, *methods))


def _field(attribute: griffe.Attribute) -> str:
    kind = f": {attribute.annotation}" if attribute.annotation else ""
    about = f" — {markdown(attribute, inline=True)}" if attribute.docstring else ""
    return f"- `{attribute.name}{kind}`{about}\n"


def _method(function: griffe.Function) -> str:
    return f"\n{_code(_signature(f'.{function.name}', function))}\n{markdown(function)}\n"


def _signature(name: str, function: griffe.Function) -> str:
    """A signature as Python writes it, a parameter a line where it is long."""
    parameters = list(_parameters(function))
    end = f") -> {function.returns}" if function.returns else ")"
    whole = f"{name}({', '.join(parameters)}{end}"
    return whole if len(whole) <= WIDTH else f"{name}(\n" + "".join(f"    {each},\n" for each in parameters) + end


def _parameters(function: griffe.Function) -> Iterator[str]:
    """Each parameter with type and default, and the star before those that are given by name alone."""
    starred = False
    for parameter in function.parameters:
        if parameter.name == "self":
            continue
        kind = parameter.kind
        if kind is griffe.ParameterKind.keyword_only and not starred:
            yield "*"
        starred |= kind in (griffe.ParameterKind.keyword_only, griffe.ParameterKind.var_positional)
        stars = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}.get(kind, "")
        typed = f"{stars}{parameter.name}: {parameter.annotation}" if parameter.annotation else parameter.name
        optional = parameter.default is not None and not stars
        yield f"{typed} = {parameter.default}" if optional else typed


def _annotations(function: griffe.Function) -> list[object]:
    """The types and defaults of a signature, as griffe has parsed them."""
    parts = [part for parameter in function.parameters for part in (parameter.annotation, parameter.default)]
    return [*parts, function.returns]


def _meanings(annotations: Iterable[object], modules: griffe.ModulesCollection) -> str:
    """A line for each name of ours in them that stands for a longer type or a number."""
    constants = (target for target in _ours(annotations, modules) if isinstance(target, griffe.Attribute))
    values = {constant.name: str(constant.value) for constant in constants}
    return "".join(f"\n`{name}` stands for `{value}`.\n" for name, value in sorted(values.items()))


def _ours(annotations: Iterable[object], modules: griffe.ModulesCollection) -> Iterator[griffe.Object]:
    """What of `geo` and `maps` the annotations name."""
    for annotation in annotations:
        for part in annotation.iterate(flat=True) if isinstance(annotation, griffe.Expr) else ():
            if isinstance(part, griffe.ExprName) and part.canonical_path.partition(".")[0] in PACKAGES:
                target = modules[part.canonical_path]
                yield target.final_target if target.is_alias else target


def markdown(documented: griffe.Object, *, inline: bool = False) -> str:
    """A docstring as Markdown: its backticks stay, what else Markdown would read as markup is shown as it stands."""
    text = documented.docstring.value if documented.docstring else ""
    pieces = re.split(r"(`[^`]*`)", " ".join(text.split("\n")) if inline else text)
    return "".join(piece if number % 2 else re.sub(r"([*_<])", r"\\\1", piece) for number, piece in enumerate(pieces))


def _code(text: str) -> str:
    return f"```python\n{text}\n```\n"


def publish() -> None:
    """Write docs/api.md. Raises WriteError."""
    files.write_text(PAGE, page())


if __name__ == "__main__":
    publish()
