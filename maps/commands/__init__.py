"""The commands of coopmap, a topic a file; `maps.cli` puts them together. Imports all else of geo and maps."""

import lazy_loader

# The stub beside this file names the modules; each is imported when it is first asked for.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
