"""Layers in PostGIS: tables, what lies beside a layer, its earlier versions; the one place that opens a database.

Without the packages of the extra `postgis` its import raises CoopmapError, one plain sentence.
"""

from geo.errors import CoopmapError
from geo.messages import Message

try:
    import psycopg  # noqa: F401  the driver, which SQLAlchemy loads by its name
    import sqlalchemy  # noqa: F401
except ImportError:
    raise CoopmapError(
        Message(
            "Layers in PostGIS need the packages sqlalchemy and psycopg, which are not installed. Install them"
            " (pip install 'coopmap[postgis]'), or use a file."
        )
    ) from None
