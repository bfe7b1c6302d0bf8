# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of earlier versions of exports, so that an export made then is compared word for word. Pure."""

from collections.abc import Iterator
from typing import Any

from checkin.core.exports.export_recipe import ExportRecipe
from checkin.core.message import Message, Translate

_REWORDED = {
    Message("export", "online"): Message("export", "remote"),
    Message("export", "on site and online"): Message("export", "on site and remote"),
    Message("export", "On site or online"): Message("export", "On site or remote"),
    Message("export", "Undone"): Message("export", "Taken back"),
    Message("export", "Let in despite"): Message("export", "Let in although"),
    Message("export", "not known yet"): Message("export", "not heard of"),
    Message("export", "code not known yet"): Message("export", "code not heard of"),
    Message("export", "off the waiting list"): Message("export", "waits no more"),
    Message("export", "personal data erased"): Message("export", "everybody forgotten"),
    Message("export", "Registered, including cancelled"): Message("export", "Registered, cancelled included"),
}
"""What is said now, and what was said before, by the same recipe."""

_BEFORE_FOURTH = {
    Message("export", "Registered, including cancelled"): Message("export", "Registered"),
}
_FIRST = _BEFORE_FOURTH | {
    Message("export", "Registration status"): Message("export", "Registration"),
    Message("export", "On site or online"): Message("export", "Attends"),
}


def earlier_wordings(say: Translate, making: ExportRecipe) -> Iterator[Translate]:
    """Yield `say` in each wording that an export of this recipe may have: the newest first, if it has that."""
    then = _FIRST if making.is_first else _BEFORE_FOURTH if making.version < 4 else {}
    if not then:
        yield say
    yield _saying(say, _REWORDED | then)


def _saying(say: Translate, then: dict[Message, Message]) -> Translate:
    def said(words: Message, **fields: Any) -> str:
        return say(then.get(words, words), **fields)

    return said
