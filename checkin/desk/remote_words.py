# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of the log of a streaming platform, before and after it is taken in. Words only."""

from collections.abc import Callable

from checkin.core.words import Words
from checkin.desk.remote_importing import RemotePreview


def summary(found: RemotePreview, say: Callable[..., str]) -> str:
    """After it was written."""
    told = say(_WRITTEN, people=found.new_people) if found.new else say(_NOTHING)
    counts = (
        (_DOUBTFUL, len(found.matching.proposed)),
        (_UNMATCHED, len(found.matching.unmatched)),
        (_BRIEF, len(found.brief)),
        (_UNREAD, len(found.unread)),
    )
    return " ".join([told, *(say(words, count=count) for words, count in counts if count)])


_WRITTEN = Words("remote", "The time online of {people} people was recorded; it counts with what was scanned, once.")
_NOTHING = Words("remote", "This log says nothing new. Nothing was recorded.")
_DOUBTFUL = Words("remote", "{count} to be decided.")
_UNMATCHED = Words("remote", "{count} are nobody of the event.")
_BRIEF = Words("remote", "{count} watched for too short a time.")
_UNREAD = Words("remote", "{count} rows have times that cannot be understood.")
