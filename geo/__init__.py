"""coopmap's layers: what a project is, and how a layer is read, checked and written. Knows no map."""

import lazy_loader

# The stub beside this file names what is public; a name is imported when it is first asked for.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
