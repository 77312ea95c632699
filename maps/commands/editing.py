"""A text in the user's own editor."""

from __future__ import annotations

import click

from geo import CoopmapError
from geo.messages import Message


def edited(text: str, suffix: str) -> str:
    """The text after its user has saved it and closed the editor: $VISUAL, $EDITOR, or what the system has.

    suffix: of the file that the editor shows, such as ".json". Raises CoopmapError when there is no editor or it fails.
    """
    try:
        return click.edit(text, extension=suffix, require_save=False) or ""
    except click.ClickException as error:
        reason = error.format_message()
    except UnicodeDecodeError:
        reason = Message("the editor saved something else than UTF-8")
    except ValueError as error:
        reason = Message("the variable VISUAL or EDITOR is no command: {error}", error=error)
    raise CoopmapError(
        Message("{reason}. Nothing was changed; the variable EDITOR names the editor that opens.", reason=reason)
    ) from None
