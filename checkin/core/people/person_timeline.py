# SPDX-License-Identifier: GPL-3.0-or-later
"""Timeline of one person: what happened to them, entry by entry, newest first. Pure: `ui` words it.

Every entry is a line, undone or not, also of an unknown kind: nothing that was recorded is hidden.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from checkin.core.attendance.stays import watched_span
from checkin.core.attendee import CheckInMethod
from checkin.core.entries import CHECKED, THING, Entry, EntryKind
from checkin.core.history import corrected_fields, tied_code
from checkin.core.lists.known_people import BY_LIST
from checkin.core.local_time import TimeSpan
from checkin.core.merged_records import MERGED
from checkin.core.payments import CENTS, MEANS
from checkin.core.signature import OCCASION
from checkin.core.sync.conflicts import undone_ids


class TimelineKind(StrEnum):
    """The kind of a timeline entry. SEEN_BY_LIST: a list named them again and changed nothing; CODE_TIED: a code became
    theirs at a desk; WAITS: they joined a waiting line. MERGED: two records became one person; FILLED: the fields that
    the kept record took over. OTHER is of a newer version.
    """

    ADDED = "added"
    REGISTERED = "registered"
    CORRECTED = "corrected"
    SEEN_BY_LIST = "seen_by_list"
    LEFT_LIST = "left_list"
    CODE_REPLACED = "code_replaced"
    CODE_TIED = "code_tied"
    MERGED = "merged"
    FILLED = "filled"
    ARRIVED = "arrived"
    EXITED = "exited"
    REFUSED = "refused"
    UNDONE = "undone"
    WAITS = "waits"
    WAITS_NO_MORE = "waits_no_more"
    PRINTED = "printed"
    WATCHED = "watched"
    SIGNED = "signed"
    SENT = "sent"
    LENT = "lent"
    PAID = "paid"
    PHOTOGRAPHED = "photographed"
    PHOTOGRAPH_REMOVED = "photograph_removed"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TimelineChange:
    """A change of one field, by the name a correction gives it; values as they were written (ids of sessions, words of
    states).
    """

    field: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One entry of a timeline.

    `reason` is a `Reason` or "", `over` the reason they were admitted over, `people` how many of a group.
    `is_checked`: what the control point has checked was confirmed. `is_from_list`: a list said so, not a user at the
    desk. `is_by_hand`: a user corrected fields, which can be put back. `record` is the record the entry is about, after
    a merge not always the person's own. `other` is the id of a substitute or of the person they replace; of MERGED the
    record that stays. `session` is the one they wait for, were
    sent to, or signed for (then perhaps a half-day). `target` is what an undo undid. `address` is where a ticket was
    sent to, `means` and `cents` are those of a payment.

    `written_at` is the time on paper of a paper entry, `watched` the time span of an online attendance. `is_undone`: it
    was undone since.
    """

    entry: bytes
    what: TimelineKind
    at: datetime
    desk: str
    control_point: str = ""
    how: str = ""
    reason: str = ""
    over: str = ""
    verdict: str = ""
    written_at: datetime | None = None
    watched: TimeSpan | None = None
    people: int = 0
    changes: tuple[TimelineChange, ...] = ()
    other: str = ""
    record: str = ""
    code: str = ""
    session: str = ""
    copy: int = 0
    address: str = ""
    thing: str = ""
    means: str = ""
    cents: int = 0
    why: str = ""
    allowed_by: str = ""
    is_from_list: bool = False
    is_checked: bool = False
    is_by_hand: bool = False
    is_undone: bool = False
    target: "TimelineEntry | None" = field(default=None, compare=False)

    @property
    def can_undo(self) -> bool:
        """Whether the desk can undo it: passages, signatures, tied codes, numbers lent, corrections by hand, and moves
        out of a full session.
        """
        is_change = self.what is TimelineKind.CORRECTED and (bool(self.session) or self.is_by_hand)
        return (self.what in _CAN_BE_UNDONE or is_change) and not self.is_undone


_CAN_BE_UNDONE = (
    TimelineKind.ARRIVED,
    TimelineKind.EXITED,
    TimelineKind.WAITS,
    TimelineKind.SIGNED,
    TimelineKind.LENT,
    TimelineKind.PAID,
    TimelineKind.CODE_TIED,
)


def read_timeline(entries: Iterable[Entry]) -> tuple[TimelineEntry, ...]:
    """Return a line for each of one person's entries (in any order), newest first."""
    own = sorted(entries, key=lambda entry: entry.id, reverse=True)
    undone = undone_ids(own)
    lines = {entry.id.hex(): replace(_line(entry), is_undone=entry.id.hex() in undone) for entry in own}
    _name_what_came_back([*lines.values()][::-1], lines)
    return tuple(_with_target(lines[entry.id.hex()], entry, lines) for entry in own)


def _name_what_came_back(oldest_first: Iterable[TimelineEntry], lines: dict[str, TimelineEntry]) -> None:
    """Give each exit from where things are lent the number that the person had."""
    had: dict[str, str] = {}
    for line in oldest_first:
        if line.what is TimelineKind.LENT and not line.is_undone:
            had[line.control_point] = line.thing
        elif line.what is TimelineKind.EXITED:
            lines[line.entry.hex()] = replace(line, thing=had.get(line.control_point, ""))
            if not line.is_undone:
                had.pop(line.control_point, None)


def _with_target(line: TimelineEntry, entry: Entry, lines: Mapping[str, TimelineEntry]) -> TimelineEntry:
    """Return the line with the target of an undo, which names all entries written together: the passage or merge among
    them is the target.
    """
    named = entry.body.get("targets")
    if line.what is not TimelineKind.UNDONE or not isinstance(named, list):
        return line
    known = [lines[str(target)] for target in named if str(target) in lines]
    heads = [
        target for target in known if target.what in (TimelineKind.ARRIVED, TimelineKind.EXITED, TimelineKind.MERGED)
    ]
    return replace(line, target=next(iter([*heads, *known]), None))


def _line(entry: Entry) -> TimelineEntry:
    """Return the line of an entry: the fields common to all kinds, then those of its kind."""
    body = entry.body
    plain = TimelineEntry(
        entry.id,
        TimelineKind.OTHER,
        entry.at,
        entry.desk,
        record=entry.subject,
        written_at=entry.written_at,
        watched=watched_span(entry),
        why=_text(body, "why"),
        allowed_by=_text(body, "allowed_by"),
        is_from_list=_text(body, "by") == BY_LIST or "import" in body,
        is_by_hand=bool(corrected_fields(entry)),
    )
    if code := tied_code(entry):
        return replace(plain, what=TimelineKind.CODE_TIED, code=code)
    describe = _TOLD.get(entry.kind)
    return describe(plain, body) if describe else plain


def _added(line: TimelineEntry, body: Mapping[str, Any]) -> TimelineEntry:
    is_here = _text(body, "how") == CheckInMethod.WALK_IN
    return replace(line, what=TimelineKind.REGISTERED if is_here else TimelineKind.ADDED, other=_text(body, "replaces"))


def _corrected(line: TimelineEntry, body: Mapping[str, Any]) -> TimelineEntry:
    changes = _changes(body)
    if body.get("gone") is True:
        what = TimelineKind.LEFT_LIST
    elif _text(body, MERGED):
        what = TimelineKind.FILLED
    else:
        what = TimelineKind.SEEN_BY_LIST if line.is_from_list and not changes else TimelineKind.CORRECTED
    return replace(line, what=what, changes=changes, other=_text(body, "replaced_by"), session=_text(body, "moved_to"))


def _code_replaced(line: TimelineEntry, body: Mapping[str, Any]) -> TimelineEntry:
    return replace(line, what=TimelineKind.CODE_REPLACED, code=_text(body, "new"))


def _merged(line: TimelineEntry, body: Mapping[str, Any]) -> TimelineEntry:
    return replace(line, what=TimelineKind.MERGED, other=_text(body, "into"))


def _passage(what: TimelineKind) -> Callable[[TimelineEntry, Mapping[str, Any]], TimelineEntry]:
    def describe(line: TimelineEntry, body: Mapping[str, Any]) -> TimelineEntry:
        return replace(
            line,
            what=what,
            control_point=_text(body, "control_point"),
            how=_text(body, "how"),
            reason=_text(body, "reason"),
            over=_text(body, "over"),
            verdict=_text(body, "verdict"),
            people=_number(body, "people"),
            is_checked=body.get(CHECKED) is True,
        )

    return describe


def _waits(what: TimelineKind) -> Callable[[TimelineEntry, Mapping[str, Any]], TimelineEntry]:
    def describe(line: TimelineEntry, body: Mapping[str, Any]) -> TimelineEntry:
        return replace(line, what=what, session=_text(body, "session"), how=_text(body, "how"))

    return describe


def _undone(line: TimelineEntry, body: Mapping[str, Any]) -> TimelineEntry:
    return replace(line, what=TimelineKind.UNDONE)


def _printed(line: TimelineEntry, body: Mapping[str, Any]) -> TimelineEntry:
    return replace(line, what=TimelineKind.PRINTED, copy=_number(body, "copy"))


def _watched(line: TimelineEntry, body: Mapping[str, Any]) -> TimelineEntry:
    return replace(line, what=TimelineKind.WATCHED, how=_text(body, "source"))


def _signed(line: TimelineEntry, body: Mapping[str, Any]) -> TimelineEntry:
    return replace(line, what=TimelineKind.SIGNED, session=_text(body, OCCASION))


def _sent(line: TimelineEntry, body: Mapping[str, Any]) -> TimelineEntry:
    return replace(line, what=TimelineKind.SENT, address=_text(body, "address"))


def _lent(line: TimelineEntry, body: Mapping[str, Any]) -> TimelineEntry:
    return replace(line, what=TimelineKind.LENT, control_point=_text(body, "control_point"), thing=_text(body, THING))


def _paid(line: TimelineEntry, body: Mapping[str, Any]) -> TimelineEntry:
    return replace(line, what=TimelineKind.PAID, means=_text(body, MEANS), cents=_number(body, CENTS))


def _photographed(line: TimelineEntry, body: Mapping[str, Any]) -> TimelineEntry:
    is_removed = body.get("picture") == ""
    return replace(line, what=TimelineKind.PHOTOGRAPH_REMOVED if is_removed else TimelineKind.PHOTOGRAPHED)


_TOLD: dict[str, Callable[[TimelineEntry, Mapping[str, Any]], TimelineEntry]] = {
    EntryKind.ATTENDEE_ADDED: _added,
    EntryKind.ATTENDEE_CORRECTED: _corrected,
    EntryKind.CODE_REPLACED: _code_replaced,
    EntryKind.ATTENDEE_MERGED: _merged,
    EntryKind.CHECKED_IN: _passage(TimelineKind.ARRIVED),
    EntryKind.CHECKED_OUT: _passage(TimelineKind.EXITED),
    EntryKind.REFUSED: _passage(TimelineKind.REFUSED),
    EntryKind.UNDONE: _undone,
    EntryKind.WAITING_JOINED: _waits(TimelineKind.WAITS),
    EntryKind.WAITING_LEFT: _waits(TimelineKind.WAITS_NO_MORE),
    EntryKind.BADGE_PRINTED: _printed,
    EntryKind.REMOTE_SEEN: _watched,
    EntryKind.SIGNED: _signed,
    EntryKind.TICKET_SENT: _sent,
    EntryKind.PHOTOGRAPH_SET: _photographed,
    EntryKind.THING_LENT: _lent,
    EntryKind.PAYMENT_RECEIVED: _paid,
}


def _changes(body: Mapping[str, Any]) -> tuple[TimelineChange, ...]:
    named = body.get("changes")
    pairs = named.items() if isinstance(named, dict) else ()
    return tuple(
        TimelineChange(str(name), _values(pair[0]), _values(pair[1]))
        for name, pair in pairs
        if isinstance(pair, list) and len(pair) == 2
    )


def _values(stored: object) -> tuple[str, ...]:
    """Return the values of a field that may have several; empty for an empty field."""
    several = stored if isinstance(stored, list | tuple) else [stored]
    return tuple(str(value) for value in several if value not in ("", None))


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


def _number(body: Mapping[str, Any], name: str) -> int:
    value = body.get(name)
    return value if isinstance(value, int) else 0


def merged_records(lines: Iterable[TimelineEntry]) -> tuple[str, ...]:
    """Return the records that are part of this person now, the newest first."""
    return tuple(line.record for line in lines if line.what is TimelineKind.MERGED and not line.is_undone)
