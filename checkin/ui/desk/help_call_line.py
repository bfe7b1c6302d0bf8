# SPDX-License-Identifier: GPL-3.0-or-later
"""The line at the desk while a guest at a self-service screen waits for help; pressing it answers the call."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from checkin.core.message import Message
from checkin.core.open_help_calls import HelpCall
from checkin.language import translate
from checkin.ui.widgets.quiet_line import QuietLine

KEY = "Ctrl+H"

_ONE = Message("help", "{desk} asks for help · I’m going")
_SINCE = Message("help", "{desk} has been asking for help for {minutes} min · I’m going")
_TIP = Message("help", "The screen there will say that someone is coming ({key})")
_MORE = Message("help", "Then: {desks}")


class HelpCallLine(QuietLine):
    """A line for the calls from self-service. `call` is the longest waiting one, which a press answers."""

    def __init__(self) -> None:
        super().__init__("bell", KEY)
        self.call: HelpCall | None = None

    def show_calls(self, calls: Sequence[HelpCall], now: datetime) -> None:
        """Show `calls`, which are sorted longest waiting first."""
        self.call = calls[0] if calls else None
        if self.call is None:
            self.show_text("")
            return
        minutes = max(timedelta(), now - self.call.at) // timedelta(minutes=1)
        words = _SINCE if minutes else _ONE
        others = translate(_MORE, desks=", ".join(call.desk for call in calls[1:])) if calls[1:] else ""
        tip = "\n".join(line for line in (translate(_TIP, key=KEY), others) if line)
        self.show_text(translate(words, desk=self.call.desk, minutes=minutes), tip)
