# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of earlier versions of exports, so that an export made then is compared word for word. Pure."""

from typing import Any

from checkin.core.entries import EntryKind
from checkin.core.exports.export_recipe import ExportRecipe
from checkin.core.exports.export_wording import BY_THE_LIST, KIND_NAMES, SENT_ELSEWHERE
from checkin.core.message import Message, Translate

_BEFORE_FIFTH = {KIND_NAMES[word]: KIND_NAMES[EntryKind.ATTENDEE_CORRECTED] for word in (BY_THE_LIST, SENT_ELSEWHERE)}
_BEFORE_FOURTH = _BEFORE_FIFTH | {
    Message("export", "Registered, cancelled included"): Message("export", "Registered"),
}
_FIRST = _BEFORE_FOURTH | {
    Message("export", "Registration status"): Message("export", "Registration"),
    Message("export", "On site or remote"): Message("export", "Attends"),
}
_UNTIL = {1: _FIRST, 3: _BEFORE_FOURTH, 4: _BEFORE_FIFTH}
"""What is said now and what was said then, by the last version that said it."""


def earlier_words(say: Translate, making: ExportRecipe) -> Translate:
    """Return `say` as it spoke when an export of this version was made."""
    version = 1 if making.is_first else making.version
    then = next((words for last, words in _UNTIL.items() if version <= last), {})

    def said(words: Message, **fields: Any) -> str:
        return say(then.get(words, words), **fields)

    return said
