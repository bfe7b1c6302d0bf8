# SPDX-License-Identifier: GPL-3.0-or-later
"""The line at the desk that counts the conflicts between desks which wait for a decision; never a pop-up."""

from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.widgets.quiet_line import QuietLine

KEY = "Ctrl+T"

_ONE = Message("conflict", "1 conflict to settle between desks")
_MANY = Message("conflict", "{count} conflicts to settle between desks")


class ConflictLine(QuietLine):
    """A line that opens the conflict inbox when pressed."""

    def __init__(self) -> None:
        super().__init__("users-round", KEY)

    def show_count(self, count: int) -> None:
        self.show_text("" if not count else translate(_ONE if count == 1 else _MANY, count=count))
