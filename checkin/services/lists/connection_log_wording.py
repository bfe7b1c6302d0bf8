# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences about the import of a connection log, before and after it."""

from collections.abc import Callable

from checkin.core.message import Message
from checkin.services.lists.connection_log_importing import ConnectionLogPreview


def connection_log_summary(found: ConnectionLogPreview, translate: Callable[..., str]) -> str:
    """Return the summary shown after the import."""
    sentence = translate(_WRITTEN, people=found.new_people) if found.new else translate(_NOTHING)
    counts = (
        (_DOUBTFUL, len(found.matching.proposed)),
        (_UNMATCHED, len(found.matching.unmatched)),
        (_BRIEF, len(found.brief)),
        (_UNREAD, len(found.unread)),
    )
    doubt = doubt_about_times(found, translate)
    return " ".join(
        [sentence, *([doubt] if doubt else []), *(translate(words, count=count) for words, count in counts if count)]
    )


def doubt_about_times(found: ConnectionLogPreview, translate: Callable[..., str]) -> str:
    """Return a warning that the log's times do not fit the programme, "" if they do."""
    fit = found.fit
    if fit is None or not fit.is_doubtful:
        return ""
    sentence = translate(_OTHER_TIMES, percent=round(100 * fit.share), day=f"{fit.day:%d/%m/%Y}")
    if fit.hours:
        sentence += " " + translate(_OTHER_ZONE, hours=f"{fit.hours:+d}", percent=round(100 * fit.shifted))
    return sentence


_OTHER_TIMES = Message(
    "remote",
    "Only {percent}% of the time in this log, of {day}, is within the programme: the rest does not count.",
)
_OTHER_ZONE = Message("remote", "With {hours} h it would be {percent}%: choose the time zone the platform used.")
_WRITTEN = Message(
    "remote",
    "The time online of {people} {people:person|people} was recorded; it is added to what was scanned, and "
    "nothing counts twice.",
)
_NOTHING = Message("remote", "This log has nothing new. Nothing was recorded.")
_DOUBTFUL = Message("remote", "{count} to decide.")
_UNMATCHED = Message("remote", "{count} {count:is|are} not in this event.")
_BRIEF = Message("remote", "{count} watched for too short a time.")
_UNREAD = Message("remote", "{count} {count:row has|rows have} unreadable times.")
