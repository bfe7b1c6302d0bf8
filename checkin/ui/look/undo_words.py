# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of an undo: never that a registration is cancelled, which is a state of a person. Draws nothing."""

from datetime import tzinfo

from checkin.core.answer import Answer, Undone
from checkin.core.entries import Entry, Kind
from checkin.core.words import Words
from checkin.language import clock_time, say

ARRIVAL_UNDONE = Words("answer", "Arrival undone")
NO_LONGER_HERE = Words("answer", "No longer counted as here. The registration stays.")
_TITLES = {
    Kind.CHECKED_OUT: Words("answer", "Exit undone"),
    Kind.WAITING_JOINED: Words("answer", "Off the waiting list"),
    Kind.ATTENDEE_CORRECTED: Words("answer", "Workshop as before"),
    Kind.SIGNED: Words("answer", "Signature undone"),
}
_STILL_HERE = Words("answer", "Still counted as here: an earlier arrival stands.")
_HERE_AGAIN = Words("answer", "Counted as here again.")
_NOT_REGISTERED = Words("answer", "No longer counted as here, nor registered: the registration came with this arrival.")
_LINE = Words("people", "{title}: {name}, {where} ({point}).")


def undo_title(undone: Undone | None) -> Words:
    """What was undone, in two words."""
    return _TITLES.get(Kind(undone.entry.kind), ARRIVAL_UNDONE) if undone else ARRIVAL_UNDONE


def undo_explanation(undone: Undone | None) -> Words | None:
    """How the person stands since."""
    if undone is None:
        return NO_LONGER_HERE
    if undone.with_registration:
        return _NOT_REGISTERED
    match undone.entry.kind:
        case Kind.CHECKED_IN:
            return _STILL_HERE if undone.is_inside else NO_LONGER_HERE
        case Kind.CHECKED_OUT if undone.is_inside:
            return _HERE_AGAIN
    return None


def undo_line(answer: Answer) -> str:
    """All of it in one line, away from the desk: "Arrival undone: Zoé Kerno, 08:41, Accueil 1 (Accueil)."."""
    undone, person = answer.undone, answer.attendee
    assert undone
    told = say(
        _LINE,
        title=say(undo_title(undone)),
        name=person.name if person else answer.read,
        where=when_and_where(undone.entry, answer.at.tzinfo),
        point=answer.control_point.name,
    )
    words = undo_explanation(undone)
    return f"{told} {say(words)}" if words else told


def when_and_where(entry: Entry, zone: tzinfo | None) -> str:
    """The time of an entry and the desk that made it: "08:41, Accueil 1"."""
    return ", ".join(part for part in (clock_time(entry.happened_at.astimezone(zone)), entry.desk) if part)
