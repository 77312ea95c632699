"""A text in the user's own editor."""

from __future__ import annotations

import click

from geo import CoopmapError


def edited(text: str, suffix: str) -> str:
    """The text after its user has saved it and closed the editor: $VISUAL, $EDITOR, or what the system has.

    suffix: of the file that the editor shows, such as ".json". Raises CoopmapError when there is no editor or it fails.
    """
    try:
        return click.edit(text, extension=suffix, require_save=False) or ""
    except click.ClickException as error:
        reason = error.format_message()
    except UnicodeDecodeError:
        reason = "the editor saved something else than UTF-8"
    except ValueError as error:
        reason = f"the variable VISUAL or EDITOR is no command: {error}"
    raise CoopmapError(f"{reason}. Nothing was changed; the variable EDITOR names the editor that opens.") from None
