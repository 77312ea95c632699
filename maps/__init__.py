"""How a layer of cooperation projects is shown: page, pictures and slides from one theme, words and base map."""

import lazy_loader

# The stub beside this file names what is public; a name is imported when it is first asked for.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
