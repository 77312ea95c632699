"""`coopmap mcp`: the layer for agents, which may look, check and suggest."""

from __future__ import annotations

from geo import CoopmapError
from geo.messages import Message
from maps.commands.common import OwnLayerFile, named, own_layer_path
from maps.commands.printing import say


def mcp(layer: OwnLayerFile = None) -> None:
    """Serve the layer to an agent by the Model Context Protocol, over standard input and output.

    It can find places, list and get projects, check, draw a preview and suggest. Suggestions need a source and a quote;
    they are files in the folder suggestions beside the layer, for coopmap review. Nothing else is written.
    """
    import geo
    from maps.agent.service import AgentService

    path = own_layer_path(layer)
    geo.read(path)  # what is wrong with the file is said before an agent asks
    try:
        from maps.agent.server import server
    except ImportError:
        raise CoopmapError(
            Message("coopmap mcp needs the package mcp, which is not installed: pip install coopmap[mcp].")
        ) from None
    serving = server(AgentService(path.resolve()))
    say(Message("{file} is served to the agent that started this; its end is ours.", file=named(path)))
    serving.run("stdio")
