# SPDX-License-Identifier: GPL-3.0-or-later
"""Control sheet (feuille de contrôle) of a half-day or session, for the controller of a funder: the figures of its
sign-in sheet, how arrivals and exits are known, who confirmed the exit hour, and every line that is not a plain scan.
Pure; it holds no e-mail address and no code.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from checkin.core.attendance.attendance_rules import Attendance
from checkin.core.attendance.half_days import HalfDay
from checkin.core.attendance.sign_in_sheet import (
    OFF_REMARKS,
    Occasion,
    SignInRemark,
    SignInRow,
    SignInSheet,
    shown_entries,
)
from checkin.core.attendance.stays import ConfirmedExit, EventOccasions, ExitDecision, ExitProof
from checkin.core.attendee import FIELD_NAMES, STATE_NAMES, CheckInMethod
from checkin.core.entries import Entry, EntryKind
from checkin.core.history import Correction, History
from checkin.core.merged_records import MERGED
from checkin.core.message import Message
from checkin.core.programme.programme import Programme

ONLINE = "online"
"""The way of an arrival that a connection log tells."""
ARRIVAL_WAYS = (CheckInMethod.CODE, CheckInMethod.SEARCH, CheckInMethod.PAPER, CheckInMethod.WALK_IN, ONLINE)


@dataclass(frozen=True, slots=True)
class ControlCount:
    """A line of the figures: people who were expected, and others."""

    expected: int
    others: int = 0

    @property
    def total(self) -> int:
        return self.expected + self.others


@dataclass(frozen=True, slots=True)
class ArrivalFigures:
    """The arrivals: how many in all and by way (`ARRIVAL_WAYS`), the first and the last. `earlier` of them were read in
    an earlier half-day and stayed; the first and the last are of the others.
    """

    ways: Mapping[str, int]
    earlier: int = 0
    first: datetime | None = None
    last: datetime | None = None

    @property
    def total(self) -> int:
        return sum(self.ways.values())


@dataclass(frozen=True, slots=True)
class ExitFigures:
    """The exits of all who arrived: how many were read, the first and the last of them; how many are assumed, by the
    evidence and the hour; and how many are still to come.
    """

    read: int = 0
    first: datetime | None = None
    last: datetime | None = None
    assumed: Mapping[ExitProof, Mapping[datetime, int]] = field(default_factory=dict)
    ongoing: int = 0

    @property
    def total(self) -> int:
        return self.read + sum(sum(hours.values()) for hours in self.assumed.values()) + self.ongoing


@dataclass(frozen=True, slots=True)
class ControlLine:
    """A line of the sign-in sheet that is not a plain scan, with its number there."""

    number: int
    row: SignInRow


@dataclass(frozen=True)
class ControlSheet(SignInSheet):
    """A control sheet: the sign-in sheet with its rows, so that the figures of both are the same, each row with all
    remarks of `control_row`. `half_day` is the one whose exit hour counts here, `decisions` all its confirmations,
    the last of which counts; `earlier_end` is when the half-day before ended.
    """

    half_day: HalfDay | None = None
    decisions: tuple[ExitDecision, ...] = ()
    earlier_end: datetime | None = None

    @property
    def lines(self) -> tuple[ControlLine, ...]:
        return tuple(ControlLine(number, row) for number, row in enumerate(self.listed, 1) if row.remarks)

    @property
    def presences(self) -> ControlCount:
        return self._count(lambda row: row.is_present)

    @property
    def briefs(self) -> ControlCount:
        return self._count(lambda row: row.is_brief)

    @property
    def seen(self) -> ControlCount:
        """The people who were read, however briefly."""
        return self._count(lambda row: row.came is not None)

    @property
    def arrivals(self) -> ArrivalFigures:
        came = [(row.came, row.way) for row in self.rows if row.came and row.way]
        ways = Counter(way for _, way in came)
        new = [at for at, _ in came if self.earlier_end is None or at >= self.earlier_end]
        by_way = {way: ways[way] for way in ARRIVAL_WAYS}
        return ArrivalFigures(by_way, len(came) - len(new), min(new, default=None), max(new, default=None))

    @property
    def exits(self) -> ExitFigures:
        came = [row for row in self.rows if row.came]
        left = [row.left for row in came if row.left and row.exit in (ExitProof.READ, None)]
        assumed: dict[ExitProof, Counter[datetime]] = {}
        for row in came:
            if row.exit and row.assumed and row.exit is not ExitProof.ONGOING:
                assumed.setdefault(row.exit, Counter())[row.assumed] += 1
        ongoing = len(came) - len(left) - sum(hours.total() for hours in assumed.values())
        return ExitFigures(len(left), min(left, default=None), max(left, default=None), assumed, ongoing)

    def _count(self, is_counted: Callable[[SignInRow], bool]) -> ControlCount:
        found = [row.is_expected for row in self.rows if is_counted(row)]
        return ControlCount(sum(found), len(found) - sum(found))


def control_row(
    row: SignInRow, history: History, attendance: Attendance, at: tuple[Programme, EventOccasions, Occasion]
) -> SignInRow:
    """Return the row of a sign-in sheet with the way of the arrival and further remarks: paper, merged records,
    corrections of what decides who is expected, and for a half-day an assumed exit that is not at the confirmed hour.
    """
    programme, all_of_it, occasion = at
    arrived, exited = shown_entries(attendance, occasion, all_of_it)
    more = (
        *_paper_remarks(Message("sheet", "arrival at {time} written on paper"), row.came, arrived, all_of_it.zone),
        *_paper_remarks(Message("sheet", "exit at {time} written on paper"), row.left, exited, all_of_it.zone),
        *(remark for each in history.corrections for remark in _correction_remarks(each, programme)),
        *(_exit_remarks(row, all_of_it.confirmed_for(occasion.time), all_of_it.zone) if occasion.half_day else ()),
    )
    is_status_told = any(each.field == "status" for each in history.corrections)
    kept = (each for each in row.remarks if not (is_status_told and each.words in OFF_REMARKS))
    return replace(row, remarks=(*kept, *more), way=_way(arrived) if arrived else "")


def _paper_remarks(words: Message, at: datetime | None, entry: Entry | None, zone: tzinfo) -> Iterator[SignInRemark]:
    if at and entry and entry.written_at:
        yield SignInRemark(words, {"time": _clock(at, zone)}, entry.at, entry.desk)


def _correction_remarks(each: Correction, programme: Programme) -> Iterator[SignInRemark]:
    if each.field == MERGED:
        name = each.old.rpartition(" (")[0] or each.old  # without the code, which still opens the door
        yield SignInRemark(Message("sheet", "merged with another record: {name}"), {"name": name}, each.at, each.desk)
    elif each.field in _DECIDING:
        fields = {"field": FIELD_NAMES[each.field]}
        old, new = (_value(each.field, value, programme) for value in (each.old, each.new))
        yield SignInRemark(_CHANGED, fields | {"old": old, "new": new}, each.at, each.desk)


def _value(name: str, value: str, programme: Programme) -> object:
    """Return what a value is called; free text, words of a newer version and ids no longer planned stay as they are."""
    if name == "category":
        return programme.category_name(value) or _NOTHING
    if name == "sessions":
        found = ((each, programme.session(each)) for each in value.split(", "))
        return ", ".join(session.title if session else each for each, session in found) or _NOTHING
    return STATE_NAMES.get(value, value or _NOTHING)


def _exit_remarks(row: SignInRow, confirmed: ConfirmedExit | None, zone: tzinfo) -> Iterator[SignInRemark]:
    if confirmed and row.assumed and row.exit is not ExitProof.ONGOING and row.assumed != confirmed.hour:
        words = _SESSION_EXIT if row.exit is ExitProof.SESSION else _OTHER_EXIT
        yield SignInRemark(words, {"time": _clock(row.assumed, zone)})


def _clock(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def _way(arrived: Entry) -> str:
    if arrived.kind == EntryKind.REMOTE_SEEN:
        return ONLINE
    if arrived.written_at:
        return CheckInMethod.PAPER
    how = arrived.body.get("how")
    return str(how) if how in ARRIVAL_WAYS else CheckInMethod.CODE


_DECIDING = ("status", "presence", "category", "sessions", "places")
_NOTHING = "–"
_CHANGED = Message("sheet", "{field}: {old} → {new}")
_SESSION_EXIT = Message("sheet", "exit assumed at {time}, the end of the session")
_OTHER_EXIT = Message("sheet", "exit assumed at {time}, not at the confirmed hour")
