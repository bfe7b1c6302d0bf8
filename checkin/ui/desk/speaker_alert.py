# SPDX-License-Identifier: GPL-3.0-or-later
"""The line at the desk while a speaker is missing shortly before their session."""

from collections.abc import Sequence

from checkin.core.message import Message
from checkin.core.speaker_status import SpeakerStatus
from checkin.language import clock_time, translate
from checkin.ui.widgets.quiet_line import QuietLine

KEY = "F12"

_ONE_BEFORE = Message("speaker", "Speaker to find now: {name}, {time} (in {minutes} min)")
_ONE_SINCE = Message("speaker", "Speaker to find now: {name}, since {time}")
_BEFORE = Message("speaker", "{count} speakers to find now, before {time}")
_SINCE = Message("speaker", "{count} speakers to find now, the first since {time}")
_SHOW = Message("speaker", "Show them in the programme ({key})")


def missing_speakers_text(missing: Sequence[SpeakerStatus]) -> str:
    """Return the sentence about `missing`, which is sorted by urgency (`speaker_status`); "" for none."""
    starts = [line.session.starts for line in missing if line.session and line.session.starts]
    if not starts:
        return ""
    first, minutes = missing[0], missing[0].minutes or 0
    if len(missing) == 1:
        words = _ONE_BEFORE if minutes > 0 else _ONE_SINCE
        return translate(words, name=first.speaker.name, time=clock_time(starts[0]), minutes=minutes)
    if minutes > 0:
        return translate(_BEFORE, count=len(missing), time=clock_time(starts[-1]))
    return translate(_SINCE, count=len(missing), time=clock_time(starts[0]))


class SpeakerAlert(QuietLine):
    """A line that opens the programme when pressed."""

    def __init__(self) -> None:
        super().__init__("clock-alert", KEY, translate(Message("keys", "Speakers to find now")))

    def show_missing(self, missing: Sequence[SpeakerStatus]) -> None:
        names = (line.speaker.name for line in missing)
        self.show_text(missing_speakers_text(missing), "\n".join([*names, translate(_SHOW, key=KEY)]))
