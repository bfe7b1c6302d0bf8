# SPDX-License-Identifier: GPL-3.0-or-later
"""A moment as a part of a sentence, with its day where that is not today."""

from datetime import datetime

from checkin.core.message import Message
from checkin.translation import clock_time, translate


def when_text(moment: datetime, now: datetime) -> str:
    """Return when something is or was: "at 08:31", of another day "on 05/10 at 08:31". Both are of one zone."""
    if moment.date() == now.date():
        return translate(_AT, time=clock_time(moment))
    day = f"{moment:%d/%m}" if moment.year == now.year else f"{moment:%d/%m/%Y}"
    return translate(_ON, day=day, time=clock_time(moment))


_AT, _ON = Message("moment", "at {time}"), Message("moment", "on {day} at {time}")
