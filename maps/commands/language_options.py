"""Options of `coopmap add` for texts in any language, such as --name-sw, which no list can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer.core import TyperOption

from geo.model.languages import TAG
from geo.model.schema import FIELDS
from maps.commands.help_language import SpokenCommand

if TYPE_CHECKING:
    from collections.abc import Iterable

_ASKED = "coopmap.texts"
"""Under which name a run keeps the options that its arguments ask for."""


class TextOptions(SpokenCommand):
    """A command with an option for each text in a language that its arguments name beside those that it has."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads the arguments; the command is another one in each run."""
        known = {name for parameter in self.params for name in parameter.opts}
        ctx.meta[_ASKED] = [option for option in dict.fromkeys(_options(args)) if option not in known]
        return super().parse_args(ctx, args)

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, those of this run too."""
        more = [TyperOption(param_decls=[option, _parameter(option)]) for option in ctx.meta.get(_ASKED, ())]
        return [*super().get_params(ctx), *more]


def _options(args: Iterable[str]) -> Iterable[str]:
    """The options among the arguments that are a text in a language."""
    for arg in args:
        option = arg.partition("=")[0]
        if any(option.startswith(head) and TAG.fullmatch(option, len(head)) for head in _HEADS.values()):
            yield option


_HEADS = {field.name: f"--{field.name.replace('_', '-')}-" for field in FIELDS if field.translated}
"""How the options of a text begin, by field."""


def _parameter(option: str) -> str:
    return option.removeprefix("--").replace("-", "_")


def key_of(parameter: str) -> str:
    """The key of a field by the name of its parameter: "name_zh-Hans" for name_zh_Hans."""
    name = next((name for name in _HEADS if parameter.startswith(f"{name}_")), None)
    return parameter if name is None else f"{name}_{parameter[len(name) + 1 :].replace('_', '-')}"
