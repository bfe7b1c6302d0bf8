# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the first version of exports, so that an export made then is compared word for word. Pure."""

from typing import Any

from checkin.core.words import Say, Words

_FIRST = {
    Words("export", "Registration status"): Words("export", "Registration"),
    Words("export", "On site or remote"): Words("export", "Attends"),
}
"""What is said now, and what was said then."""


def first_words(say: Say) -> Say:
    """Return `say` as it spoke when the first exports were made."""

    def said(words: Words, **fields: Any) -> str:
        return say(_FIRST.get(words, words), **fields)

    return said
