# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of an undo: never that a registration is cancelled, which is a state of a person. Draws nothing."""

from datetime import tzinfo

from checkin.core.answer import Answer, Undone
from checkin.core.entries import Entry, Kind
from checkin.core.history import people_told
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
_STILL_SOME = Words("answer", "{still} of {places} still {still:counts|count}.")
_PEOPLE = Words("people", "{text} ({people} of {places} people)")
_HERE_AGAIN = Words("answer", "Counted as here again.")
_NOT_REGISTERED = Words("answer", "No longer counted as here, nor registered: the registration came with this arrival.")
_LINE = Words("people", "{title}: {name}, {where} ({point}).")


def undo_title(undone: Undone | None) -> Words:
    """What was undone, in two words."""
    return _TITLES.get(Kind(undone.entry.kind), ARRIVAL_UNDONE) if undone else ARRIVAL_UNDONE


def undo_explanation(undone: Undone | None) -> str:
    """Return how the person stands since, of a group how many of them."""
    words = _explanation(undone)
    return say(words, still=undone.still if undone else 0, places=undone.places if undone else 1) if words else ""


def with_people(text: str, people: int, places: int) -> str:
    """Return what F8 is about, of a group with how many it takes back."""
    return say(_PEOPLE, text=text, people=people, places=places) if people and places > 1 else text


def _explanation(undone: Undone | None) -> Words | None:
    if undone is None:
        return NO_LONGER_HERE
    if undone.with_registration:
        return _NOT_REGISTERED
    match undone.entry.kind:
        case Kind.CHECKED_IN:
            return _still_here(undone) if undone.is_inside else NO_LONGER_HERE
        case Kind.CHECKED_OUT if undone.is_inside:
            return _HERE_AGAIN
    return None


def _still_here(undone: Undone) -> Words:
    return _STILL_SOME if people_told(undone.entry) and undone.places > 1 else _STILL_HERE


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
    return " ".join(filter(None, (told, undo_explanation(undone))))


def when_and_where(entry: Entry, zone: tzinfo | None) -> str:
    """The time of an entry and the desk that made it: "08:41, Accueil 1"."""
    return ", ".join(part for part in (clock_time(entry.happened_at.astimezone(zone)), entry.desk) if part)
