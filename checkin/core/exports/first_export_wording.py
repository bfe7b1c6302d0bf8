# SPDX-License-Identifier: GPL-3.0-or-later
"""Wording of the first version of exports, so that an export made then can be compared word for word. Pure."""

from typing import Any

from checkin.core.message import Message, Translate

_FIRST = {
    Message("export", "Registration status"): Message("export", "Registration"),
    Message("export", "On site or remote"): Message("export", "Attends"),
}
"""Present messages, and those of the first version."""


def first_words(say: Translate) -> Translate:
    """Return `say` with the words of the first exports."""

    def said(words: Message, **fields: Any) -> str:
        return say(_FIRST.get(words, words), **fields)

    return said
