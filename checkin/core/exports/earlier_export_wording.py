# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of earlier versions of exports, so that an export made then is compared word for word. Pure."""

from typing import Any

from checkin.core.exports.export_recipe import ExportRecipe
from checkin.core.message import Message, Translate

_BEFORE_FOURTH = {
    Message("export", "Registered, cancelled included"): Message("export", "Registered"),
}
_FIRST = _BEFORE_FOURTH | {
    Message("export", "Registration status"): Message("export", "Registration"),
    Message("export", "On site or remote"): Message("export", "Attends"),
}
"""What is said now, and what was said then."""


def earlier_words(say: Translate, making: ExportRecipe) -> Translate:
    """Return `say` as it spoke when an export of this version was made."""
    then = _FIRST if making.is_first else _BEFORE_FOURTH if making.version < 4 else {}

    def said(words: Message, **fields: Any) -> str:
        return say(then.get(words, words), **fields)

    return said
