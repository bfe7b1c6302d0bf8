# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the first version of exports, so that an export made then is compared word for word. Pure."""

from typing import Any

from checkin.core.message import Message, Translate

_FIRST = {
    Message("export", "Registration status"): Message("export", "Registration"),
    Message("export", "On site or remote"): Message("export", "Attends"),
}
"""What is said now, and what was said then."""


def first_words(say: Translate) -> Translate:
    """Return `say` as it spoke when the first exports were made."""

    def said(words: Message, **fields: Any) -> str:
        return say(_FIRST.get(words, words), **fields)

    return said
