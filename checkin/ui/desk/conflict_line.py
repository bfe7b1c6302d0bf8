# SPDX-License-Identifier: GPL-3.0-or-later
"""The line at the desk while something between the desks waits for a person's word: a count, never a pop-up."""

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.parts.quiet_line import QuietLine

KEY = "Ctrl+T"

_ONE = Words("conflict", "1 thing to settle between the desks")
_MANY = Words("conflict", "{count} things to settle between the desks")


class ConflictLine(QuietLine):
    """Asks for the conflict inbox."""

    def __init__(self) -> None:
        super().__init__("users-round", KEY)

    def show_count(self, count: int) -> None:
        self.show_text("" if not count else say(_ONE if count == 1 else _MANY, count=count))
