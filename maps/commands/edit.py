"""`coopmap edit`: the map with an editor, in the browser of this machine."""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from typing import Annotated

import typer

from geo.messages import Message
from maps.commands import outcome
from maps.commands.common import OwnLayerFile, own_layer_path, refuse_other_language
from maps.commands.printing import echo, say


def edit(
    layer: OwnLayerFile = None,
    lang: Annotated[
        str | None, typer.Option(help="The language the page opens in, one of the layer's.", show_default=False)
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65535,
            help="The port; 0 for any that is free. Without it: one of the layer's own.",
            show_default=False,
        ),
    ] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="Print the address and open no browser.")] = False,
) -> None:
    """Edit the layer in the browser: click the map, fill in the form, save.

    The page is served on this machine only, to who has the address that is printed here.
    """
    path = own_layer_path(layer)
    from maps.editor.server import session
    from maps.editor.service import EditorService

    service = EditorService(path, new=not path.exists())
    refuse_other_language(lang, service.layer().languages)
    editing = session(service, language=lang, port=port, notify=say)
    outcome.give({"layer": str(path), "address": editing.address})
    echo(editing.address)
    say(Message("Editing {file}. Ctrl-C ends; what was not saved is kept as a draft.", file=path))
    if not no_open:
        webbrowser.open(editing.address)
    with suppress(KeyboardInterrupt):  # or the server has taken it for itself
        editing.run()
    say("Ended.")
