# SPDX-License-Identifier: GPL-3.0-or-later
"""The line at the desk while a speaker is missing before their session: until they are here."""

from collections.abc import Sequence

from checkin.core.speakers import Line
from checkin.core.words import Words
from checkin.language import clock_time, say
from checkin.ui.parts.quiet_line import QuietLine

KEY = "F12"

_ONE_BEFORE = Words("speaker", "Speaker awaited: {name}, {time} (in {minutes} min)")
_ONE_SINCE = Words("speaker", "Speaker awaited since {time}: {name}")
_BEFORE = Words("speaker", "{count} speakers awaited before {time}")
_SINCE = Words("speaker", "{count} speakers awaited, the first since {time}")
_SHOW = Words("speaker", "Show them in the programme ({key})")


def sentence_of(missing: Sequence[Line]) -> str:
    """`missing` in the order of urgency (`speakers.alerts`); "" for nobody."""
    starts = [line.session.starts for line in missing if line.session and line.session.starts]
    if not starts:
        return ""
    first, minutes = missing[0], missing[0].minutes or 0
    if len(missing) == 1:
        words = _ONE_BEFORE if minutes > 0 else _ONE_SINCE
        return say(words, name=first.speaker.name, time=clock_time(starts[0]), minutes=minutes)
    if minutes > 0:
        return say(_BEFORE, count=len(missing), time=clock_time(starts[-1]))
    return say(_SINCE, count=len(missing), time=clock_time(starts[0]))


class SpeakerAlert(QuietLine):
    """Asks for the programme."""

    def __init__(self) -> None:
        super().__init__("clock-alert", KEY, say(Words("keys", "The speakers who are awaited")))

    def show_missing(self, missing: Sequence[Line]) -> None:
        names = (line.speaker.name for line in missing)
        self.show_text(sentence_of(missing), "\n".join([*names, say(_SHOW, key=KEY)]))
