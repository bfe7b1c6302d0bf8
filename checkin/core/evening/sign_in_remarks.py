# SPDX-License-Identifier: GPL-3.0-or-later
"""What a sign-in sheet says beside a name: whatever was not a plain scan. A correction is never hidden. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from checkin.core.entries import Entry, Kind
from checkin.core.evening.stays import Occasions, Stay
from checkin.core.history import Correction, History
from checkin.core.model import Attendee, How, Status
from checkin.core.programme.programme import Programme
from checkin.core.time_spans import TimeSpan
from checkin.core.words import Words


class Remark(NamedTuple):
    """`fields` fill the words; one that is `Words` itself is said first."""

    words: Words
    fields: Mapping[str, object]


def remarks(
    history: History, entries: Sequence[Entry], seen: Sequence[Stay], time: TimeSpan, all_of_it: Occasions
) -> tuple[Remark, ...]:
    """`seen` are the stays that count for this half-day or session, which takes `time`."""
    said = [*_of_unheard(history), *_of_arrivals(seen, entries), *_of_corrections(history.corrections, time, all_of_it)]
    said += _of_cancelled(history)
    return tuple(each for place, each in enumerate(said) if each not in said[:place])


def of_group(attendee: Attendee) -> tuple[Remark, ...]:
    """One line, and more than one person."""
    return (Remark(_GROUP, {"count": attendee.places}),) if attendee.places > 1 else ()


def of_missed(missed: Iterable[str], programme: Programme) -> Iterator[Remark]:
    """Sessions that they had booked, and whose time was taken off."""
    for session in missed:
        found = programme.session(session)
        yield Remark(_MISSED, {"session": found.title if found else session})


def _of_unheard(history: History) -> Iterator[Remark]:
    if history.attendee is None:
        yield Remark(_UNHEARD, {})


def _of_cancelled(history: History) -> Iterator[Remark]:
    if history.attendee and history.attendee.status in _OFF:
        yield Remark(_OFF[history.attendee.status], {})


def _of_arrivals(seen: Sequence[Stay], entries: Iterable[Entry]) -> Iterator[Remark]:
    arrivals = {stay.arrived.id: stay for stay in seen}
    if any(e.id in arrivals and e.body.get("how") == How.WALK_IN for e in entries):
        yield Remark(_BY_HAND, {})
    for stay in arrivals.values():
        if stay.is_remote:
            yield Remark(_REMOTE, {})
        yield from _of_let_in(stay.arrived)


def _of_let_in(arrived: Entry) -> Iterator[Remark]:
    over, why, who = (str(arrived.body.get(name) or "") for name in ("over", "why", "allowed_by"))
    fields: dict[str, object] = {"over": _OVER.get(over, over), "why": why, "who": who}
    if over and who:
        yield Remark(_ALLOWED, fields)
    elif over:
        yield Remark(_ALTHOUGH, fields)


def _of_corrections(corrections: Iterable[Correction], time: TimeSpan, all_of_it: Occasions) -> Iterator[Remark]:
    """Of the name always; of a passage that was undone, on its day and before the end."""
    for each in corrections:
        kind = each.field.partition(":")[0]
        if each.field in _FIELDS and each.old:
            yield Remark(_CORRECTED, {"old": each.old})
        elif kind in _UNDONE and each.at < time.ends and _day(each, all_of_it) == _day(time, all_of_it):
            yield Remark(_UNDONE[kind], {"time": f"{each.at.astimezone(all_of_it.zone):%H:%M}", "desk": each.desk})


def _day(what: Correction | TimeSpan, all_of_it: Occasions) -> object:
    at = what.at if isinstance(what, Correction) else what.begins
    return at.astimezone(all_of_it.zone).date()


_FIELDS = ("first_name", "last_name", "organisation")
_GROUP = Words("sheet", "group of {count}")
_MISSED = Words("sheet", "had booked “{session}”, not scanned there: that time is not counted")
_UNHEARD = Words("sheet", "ticket not on the list")
_OFF = {
    Status.CANCELLED: Words("sheet", "registration cancelled"),
    Status.BLOCKED: Words("sheet", "registration blocked"),
}
_BY_HAND = Words("sheet", "added at the desk")
_REMOTE = Words("sheet", "remote")
_ALTHOUGH = Words("sheet", "let in although: {over}")
_ALLOWED = Words("sheet", "let in although: {over} ({why}; allowed by {who})")
_CORRECTED = Words("sheet", "corrected, before: {old}")
_UNDONE = {
    str(Kind.CHECKED_IN): Words("sheet", "arrival at {time} undone ({desk})"),
    str(Kind.CHECKED_OUT): Words("sheet", "exit at {time} undone ({desk})"),
}
_OVER = {
    "pending": Words("export", "to be approved"),
    "unpaid": Words("export", "unpaid"),
    "cancelled": Words("export", "cancelled"),
    "blocked": Words("export", "blocked"),
    "remote": Words("export", "remote"),
    "not_heard_of": Words("export", "code not heard of"),
    "not_registered": Words("export", "not registered"),
    "exit_without_entry": Words("export", "no entry recorded"),
    "already_arrived": Words("export", "already here"),
    "code_replaced": Words("export", "badge replaced"),
    "too_early": Words("export", "too early"),
    "too_late": Words("export", "too late"),
    "no_access": Words("export", "no access here"),
    "full": Words("export", "full"),
}
