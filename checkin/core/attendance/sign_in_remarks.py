# SPDX-License-Identifier: GPL-3.0-or-later
"""Remarks on a sign-in sheet beside a name: everything that was not a plain scan. A correction is never hidden.
Pure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from checkin.core.attendance.stays import EventOccasions, Stay
from checkin.core.attendee import Attendee, CheckInMethod, Status
from checkin.core.decision import Reason
from checkin.core.entries import Entry, EntryKind
from checkin.core.field_names import OVERRIDDEN_NAMES, STATE_NAMES
from checkin.core.history import Correction, History
from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.core.time_spans import TimeSpan


class SignInRemark(NamedTuple):
    """`fields` fill the words; a field that is a `Message` is translated first. `at` and `desk` say when and where it
    was done, if one moment can be named.
    """

    words: Message
    fields: Mapping[str, object]
    at: datetime | None = None
    desk: str = ""


def sign_in_remarks(
    history: History, entries: Sequence[Entry], seen: Sequence[Stay], time: TimeSpan, all_of_it: EventOccasions
) -> tuple[SignInRemark, ...]:
    """Return the remarks on a person. `seen` are the stays that count for this half-day or session, which lasts
    `time`.
    """
    parts = [
        *_of_unheard(history),
        *_of_arrivals(seen, entries),
        *_of_corrections(history.corrections, _undone_by(entries), time, all_of_it),
    ]
    parts += _of_cancelled(history)
    return tuple(each for place, each in enumerate(parts) if each not in parts[:place])


def group_remarks(attendee: Attendee, came: int = 0) -> tuple[SignInRemark, ...]:
    """Return the remark on a line that stands for several people. `came` is how many of them came; 0 if that is not
    known, as before the event.
    """
    if attendee.places <= 1:
        return ()
    words = _PART_OF_GROUP if 0 < came < attendee.places else _GROUP
    return (SignInRemark(words, {"count": attendee.places, "came": came}),)


def missed_session_remarks(missed: Iterable[str], programme: Programme) -> Iterator[SignInRemark]:
    """Yield a remark for each booked session whose time does not count."""
    for session in missed:
        found = programme.session(session)
        yield SignInRemark(_MISSED, {"session": found.title if found else session})


def late_arrival_remarks(came: datetime | None, all_of_it: EventOccasions) -> Iterator[SignInRemark]:
    """Yield a remark on an arrival after the programme of the day."""
    if came:
        yield SignInRemark(_AFTERWARDS, {"time": f"{came.astimezone(all_of_it.zone):%H:%M}"}, came)


def outside_remarks(sessions: str) -> Iterator[SignInRemark]:
    """Yield the remark on a person who was there outside the half-days only, at these `sessions` if named."""
    yield SignInRemark(_OUTSIDE_AT if sessions else _OUTSIDE, {"sessions": sessions})


def uncounted_reading_remarks(
    entries: Iterable[Entry], time: TimeSpan, all_of_it: EventOccasions
) -> list[SignInRemark]:
    """Return a remark on the first reading within `time` of a person already there: it counts for nothing."""
    return _of_refusals(_UNCOUNTED, Reason.ALREADY_ARRIVED, entries, time, all_of_it)


def uncounted_exit_remarks(entries: Iterable[Entry], time: TimeSpan, all_of_it: EventOccasions) -> list[SignInRemark]:
    """Return a remark on the first reading within `time` at an exit of a person whose arrival that desk did not know
    yet: it asked, and nobody confirmed, so that it counts for nothing.
    """
    return _of_refusals(_UNCOUNTED_EXIT, Reason.EXIT_WITHOUT_ENTRY, entries, time, all_of_it)


def _of_refusals(
    words: Message, reason: Reason, entries: Iterable[Entry], time: TimeSpan, all_of_it: EventOccasions
) -> list[SignInRemark]:
    readings = [e for e in entries if e.kind == EntryKind.REFUSED and e.body.get("reason") == reason]
    first = min((e for e in readings if time.begins <= e.at < time.ends), key=lambda e: e.at, default=None)
    if first is None:
        return []
    return [SignInRemark(words, {"time": f"{first.at.astimezone(all_of_it.zone):%H:%M}"}, first.at, first.desk)]


def _of_unheard(history: History) -> Iterator[SignInRemark]:
    if history.attendee is None:
        yield SignInRemark(_UNHEARD, {})


def _of_cancelled(history: History) -> Iterator[SignInRemark]:
    if history.attendee and history.attendee.status in _OFF:
        yield SignInRemark(_OFF[history.attendee.status], {})


def _first_of_registered_here(entries: Sequence[Entry]) -> Entry | None:
    """Return the arrival of a person registered at the desk: the one that came with it, or the first later, of somebody
    who was refused at that moment; None for others, and while they have not arrived.
    """
    undone = {str(target) for entry in entries if entry.kind == EntryKind.UNDONE for target in _targets(entry)}
    came = [each for each in entries if each.kind == EntryKind.CHECKED_IN and each.id.hex() not in undone]
    at_once = next((each for each in came if each.body.get("how") == CheckInMethod.WALK_IN), None)
    is_new = any(e.kind == EntryKind.ATTENDEE_ADDED and e.body.get("how") == CheckInMethod.WALK_IN for e in entries)
    return at_once or (came[0] if came and is_new else None)


def _of_arrivals(seen: Sequence[Stay], entries: Sequence[Entry]) -> Iterator[SignInRemark]:
    arrivals = {stay.arrived.id: stay for stay in seen}
    by_hand = _first_of_registered_here(entries)
    if by_hand and by_hand.id in arrivals:
        yield SignInRemark(_BY_HAND, {}, arrivals[by_hand.id].time.begins, by_hand.desk)
    for stay in arrivals.values():
        if stay.is_online:
            yield SignInRemark(_REMOTE, {})
        yield from _of_let_in(stay)


def _of_let_in(stay: Stay) -> Iterator[SignInRemark]:
    over, why, who = (str(stay.arrived.body.get(name) or "") for name in ("over", "why", "allowed_by"))
    fields: dict[str, object] = {"over": _OVER.get(over, over), "why": why, "who": who}
    if over:
        yield SignInRemark(_ALLOWED if who else _ALTHOUGH, fields, stay.time.begins, stay.arrived.desk)


def _of_corrections(
    corrections: Iterable[Correction],
    undone_by: Mapping[tuple[str, datetime, str], Entry],
    time: TimeSpan,
    all_of_it: EventOccasions,
) -> Iterator[SignInRemark]:
    """Yield remarks on every correction of the name or organisation, and on passages undone on that day before
    the end. `undone_by` has the entry that undid a passage, by what its correction says.
    """
    for each in corrections:
        kind = each.field.partition(":")[0]
        if each.field in _FIELDS and each.old:
            yield SignInRemark(_CORRECTED, {"old": each.old}, each.at, each.desk)
        elif kind in _UNDONE and each.at < time.ends and all_of_it.is_of_day(each.at, time):
            fields = {"time": f"{each.at.astimezone(all_of_it.zone):%H:%M}", "desk": each.desk}
            undo = undone_by.get((each.field, each.at, each.desk))
            yield SignInRemark(_UNDONE[kind], fields, undo.at if undo else None, undo.desk if undo else "")


def _undone_by(entries: Sequence[Entry]) -> Mapping[tuple[str, datetime, str], Entry]:
    """Return the undo of each passage, by the field, time and desk of the correction that it becomes."""
    undos = (entry for entry in entries if entry.kind == EntryKind.UNDONE)
    by_target = {str(target): undo for undo in undos for target in _targets(undo)}
    passages = (entry for entry in entries if entry.kind in _UNDONE and entry.id.hex() in by_target)
    return {
        (f"{each.kind}:{each.body.get('control_point', '')}", each.happened_at, each.desk): by_target[each.id.hex()]
        for each in passages
    }


def _targets(undo: Entry) -> Sequence[object]:
    targets = undo.body.get("targets")
    return targets if isinstance(targets, list) else ()


_FIELDS = ("first_name", "last_name", "organisation")
_GROUP = Message("sheet", "group of {count}")
_PART_OF_GROUP = Message("sheet", "group of {count}, {came} came")
_MISSED = Message("sheet", "had booked “{session}”, not scanned there: that time is not counted")
_AFTERWARDS = Message("sheet", "arrived at {time}, after the programme")
_OUTSIDE = Message("sheet", "outside the half-days only")
_OUTSIDE_AT = Message("sheet", "outside the half-days only ({sessions})")
_UNCOUNTED = Message("sheet", "read at {time}, “already here”: not counted")
_UNCOUNTED_EXIT = Message("sheet", "read at the exit at {time}, not confirmed there: not counted")
_UNHEARD = Message("sheet", "ticket not on the list")
_OFF = {
    Status.CANCELLED: Message("sheet", "registration cancelled"),
    Status.BLOCKED: Message("sheet", "registration blocked"),
}
OFF_REMARKS = frozenset(_OFF.values())
"""What is said of a registration that is off, without when that happened."""
_BY_HAND = Message("sheet", "added at the desk")
_REMOTE = Message("sheet", "online")
_ALTHOUGH = Message("sheet", "let in despite: {over}")
_ALLOWED = Message("sheet", "let in despite: {over} ({why}; allowed by {who})")
_CORRECTED = Message("sheet", "corrected, before: {old}")
_UNDONE = {
    str(EntryKind.CHECKED_IN): Message("sheet", "arrival at {time} undone ({desk})"),
    str(EntryKind.CHECKED_OUT): Message("sheet", "exit at {time} undone ({desk})"),
}
_OVER = STATE_NAMES | OVERRIDDEN_NAMES
