# SPDX-License-Identifier: GPL-3.0-or-later
"""Sign-in sheet (feuille d'émargement) of a half-day or session: who is expected, who attended when, and corrections.
Pure; it holds no e-mail address.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from checkin.core import counts
from checkin.core.attendance.attendance_rules import ENOUGH, Attendance, OccasionAttendance
from checkin.core.attendance.half_days import HalfDay
from checkin.core.attendance.stays import WHOLE_EVENT, ConfirmedExit, EventOccasions, ExitProof, Stay
from checkin.core.attendee import OVERRIDDEN_NAMES, STATE_NAMES, Attendee, CheckInMethod, Status
from checkin.core.decision import Reason
from checkin.core.entries import LATEST, Entry, EntryKind
from checkin.core.history import Correction, History
from checkin.core.local_time import TimeSpan
from checkin.core.merged_records import fold_records
from checkin.core.message import Message
from checkin.core.programme.programme import ControlPoint, Event, Programme, Session, Speaker
from checkin.core.purge import is_anonymous
from checkin.core.signature import Signature, find_signature
from checkin.core.text_folding import fold_text

# Remarks on a sign-in sheet beside a name: everything that was not a plain scan. A correction is never hidden.


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
    words = _PART_OF_GROUP if 0 < came < attendee.places else Message("sheet", "group of {count}")
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
        yield SignInRemark(Message("sheet", "ticket not on the list"), {})


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
        yield SignInRemark(Message("sheet", "added at the desk"), {}, arrivals[by_hand.id].time.begins, by_hand.desk)
    for stay in arrivals.values():
        if stay.is_online:
            yield SignInRemark(Message("sheet", "online"), {})
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
            yield SignInRemark(Message("sheet", "corrected, before: {old}"), {"old": each.old}, each.at, each.desk)
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
_PART_OF_GROUP = Message("sheet", "group of {count}, {came} came")
_MISSED = Message("sheet", "had booked “{session}”, not scanned there: that time is not counted")
_AFTERWARDS = Message("sheet", "arrived at {time}, after the programme")
_OUTSIDE = Message("sheet", "outside the half-days only")
_OUTSIDE_AT = Message("sheet", "outside the half-days only ({sessions})")
_UNCOUNTED = Message("sheet", "read at {time}, “already here”: not counted")
_UNCOUNTED_EXIT = Message("sheet", "read at the exit at {time}, not confirmed there: not counted")
_OFF = {
    Status.CANCELLED: Message("sheet", "registration cancelled"),
    Status.BLOCKED: Message("sheet", "registration blocked"),
}
OFF_REMARKS = frozenset(_OFF.values())
"""What is said of a registration that is off, without when that happened."""
_ALTHOUGH = Message("sheet", "let in despite: {over}")
_ALLOWED = Message("sheet", "let in despite: {over} ({why}; allowed by {who})")
_UNDONE = {
    str(EntryKind.CHECKED_IN): Message("sheet", "arrival at {time} undone ({desk})"),
    str(EntryKind.CHECKED_OUT): Message("sheet", "exit at {time} undone ({desk})"),
}
_OVER = STATE_NAMES | OVERRIDDEN_NAMES


# People who were at the event outside its half-days only, such as at lunch: a remark names their sessions.

LONGEST_TITLES = 40
"""Letters of the titles that are named; longer ones would hide the names of the people."""


def are_half_days_empty(half_days: Collection[OccasionAttendance]) -> bool:
    """Whether all of these half-days are over and a person was at none of them, nor lost their time at a door."""
    return bool(half_days) and all(each.is_over and not each.total and not each.missed for each in half_days)


def name_sessions_outside(attendance: Attendance, programme: Programme, days: tuple[date, tzinfo] | None = None) -> str:
    """Return the titles of the sessions at which a person was who was at no half-day; "" if there are none, or they
    are long. `days` is the day that is asked about, at the venue; None for all.
    """
    titles = (s.title for s in programme.sessions if _was_at(attendance.sessions.get(s.id), days))
    named = ", ".join(titles)
    return named if len(named) <= LONGEST_TITLES else ""


def _was_at(session: OccasionAttendance | None, days: tuple[date, tzinfo] | None) -> bool:
    if session is None or not session.total:
        return False
    return days is None or session.time.begins.astimezone(days[1]).date() == days[0]


class SheetForm(StrEnum):
    """The form of a sheet: with the scanned times, blank to be signed, or for a controller (`ControlSheet`)."""

    FILLED = "filled"
    BLANK = "blank"
    CONTROL = "control"


class SheetOrder(StrEnum):
    """The order of the rows; within an organisation by name."""

    NAME = "name"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Occasion:
    """An occasion to sign in for: a half-day, or a session."""

    time: TimeSpan
    half_day: HalfDay | None = None
    session: Session | None = None

    @property
    def id(self) -> str:
        return self.half_day.id if self.half_day else self.session.id if self.session else ""

    @property
    def is_end_assumed(self) -> bool:
        """Whether the programme does not have its end."""
        return self.half_day.is_end_assumed if self.half_day else bool(self.session and not self.session.ends)

    @property
    def is_begin_assumed(self) -> bool:
        """Whether the programme does not have its beginning."""
        return self.half_day is not None and self.half_day.is_begin_assumed


@dataclass(frozen=True, slots=True)
class SignInRow:
    """One person on a sheet. `came` and `left` are scanned moments, None where there was no scan; `assumed` is the
    assumed exit instead, and `exit` the evidence for it. `way` says on a control sheet how the arrival is known.

    `signature` is what they wrote on a screen for this occasion. A person whose data was erased (`is_forgotten`) is
    counted, and not listed. `is_seen`: something counts of this occasion, be it less than a full minute;
    `is_assumed_hour`: the minutes rest on an hour that nobody wrote.
    """

    last_name: str
    first_name: str
    organisation: str
    is_expected: bool = True
    is_present: bool = False
    minutes: int = 0
    came: datetime | None = None
    left: datetime | None = None
    exit: ExitProof | None = None
    assumed: datetime | None = None
    remarks: tuple[SignInRemark, ...] = ()
    signature: Signature | None = None
    is_forgotten: bool = False
    way: str = ""
    is_seen: bool = False
    is_assumed_hour: bool = False

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()

    @property
    def is_brief(self) -> bool:
        """Whether they were there, and too short a time to be present. Who was seen is never absent."""
        return (self.is_seen or self.minutes > 0) and not self.is_present


@dataclass(frozen=True)
class SignInSheet:
    """A sign-in sheet. `is_blank`: to be signed by hand beforehand; else it shows the scans as of `now`.

    Without an observed attendee (`is_observed` is False) no absences are known. `confirmed` is the exit hour
    that counts here, if one was confirmed.
    """

    event: Event
    occasion: Occasion
    rows: tuple[SignInRow, ...]
    speakers: tuple[Speaker, ...]
    is_blank: bool
    now: datetime = LATEST
    is_observed: bool = True
    confirmed: ConfirmedExit | None = None

    @property
    def is_over(self) -> bool:
        return self.occasion.time.ends <= self.now

    @cached_property
    def is_provisional(self) -> bool:
        """Whether its content may still change without another scan."""
        is_final = self.is_over and not any(row.exit and row.exit.is_provisional for row in self.rows)
        return not self.is_blank and not is_final

    @cached_property
    def listed(self) -> tuple[SignInRow, ...]:
        return tuple(row for row in self.rows if not row.is_forgotten)

    @property
    def forgotten(self) -> int:
        return len(self.rows) - len(self.listed)

    @property
    def expected(self) -> int:
        return sum(row.is_expected for row in self.rows)

    @property
    def present(self) -> int:
        return sum(row.is_present for row in self.rows)

    @property
    def absent(self) -> int:
        """The number of expected people who were not there at all."""
        return sum(row.is_expected and not row.is_present and not row.is_brief for row in self.rows)

    @property
    def brief(self) -> tuple[SignInRow, ...]:
        """The people who were there for too short a time, expected or not."""
        return tuple(row for row in self.rows if row.is_brief)

    @property
    def enough(self) -> timedelta:
        """The time from which a person is present."""
        return self.occasion.time.length * ENOUGH


def list_occasions(programme: Programme, all_of_it: EventOccasions) -> tuple[Occasion, ...]:
    """Return the half-days in order, then the sessions that have times, in the order of the programme."""
    halves = [Occasion(half.time, half_day=half) for half in all_of_it.half_days]
    spans = all_of_it.sessions
    return (*halves, *(Occasion(spans[s.id], session=s) for s in programme.sessions if s.id in spans))


def speakers_at(programme: Programme, occasion: Occasion) -> tuple[Speaker, ...]:
    """Return the speakers of the session, or of all sessions that begin within the half-day; each name once."""
    begun = {s.id for s in programme.sessions if s.starts and occasion.time.begins <= s.starts < occasion.time.ends}
    wanted = {occasion.session.id} if occasion.session else begun
    named = {fold_text(s.name): s for s in reversed(programme.speakers) if s.session in wanted}
    return tuple(s for s in programme.speakers if named.get(fold_text(s.name)) is s)


def is_expected(attendee: Attendee, occasion: Occasion, all_of_it: EventOccasions) -> bool:
    """Whether the attendee is expected: on site and not cancelled; registered, where the session requires it, else
    admitted at an entrance of that day, and at the session's door, if it has one.
    """
    if not counts.is_expected(attendee):
        return False
    if occasion.session:
        return all_of_it.access.expects_in(attendee, occasion.session)
    return all_of_it.access.expects_at(attendee, occasion.time.begins)


def expected_row(attendee: Attendee, signature: Signature | None = None) -> SignInRow:
    """Return the row of an attendee before anything was scanned."""
    named = SignInRow(attendee.last_name, attendee.first_name, attendee.organisation, signature=signature)
    return replace(named, remarks=group_remarks(attendee), is_forgotten=is_anonymous(attendee.id))


def sign_in_row(
    history: History, entries: Sequence[Entry], attendance: Attendance, at: tuple[Programme, EventOccasions, Occasion]
) -> SignInRow | None:
    """Return the row of a person; None for a person who is not expected, did not attend and did not sign."""
    programme, all_of_it, occasion = at
    attended = _attended(attendance, occasion)
    person = history.attendee
    awaited = person is not None and is_expected(person, occasion, all_of_it)
    signed = find_signature(entries, occasion.id)
    if not awaited and not attended.total and not signed:
        return None
    signature = signed.signature if signed else None
    row = expected_row(person, signature) if person else SignInRow("", "", "", signature=signature)
    seen = _seen(attendance, occasion, all_of_it)
    here = _stays_of_day(attendance.stays, occasion, all_of_it)
    missed = sorted({*attended.missed, *_missed_doors(person, here, occasion, all_of_it)})
    uncounted = [] if seen else uncounted_reading_remarks(entries, occasion.time, all_of_it)
    parts = [
        *sign_in_remarks(history, entries, seen, occasion.time, all_of_it),
        *missed_session_remarks(missed, programme),
        *late_arrival_remarks(_came_afterwards(here, occasion, all_of_it), all_of_it),
        *uncounted,
        *(uncounted_exit_remarks(entries, occasion.time, all_of_it) if attended.is_assumed else ()),
        *([] if missed or uncounted else _outside(attendance, here, at)),
    ]
    until = min(occasion.time.ends, all_of_it.now)
    group = group_remarks(person, _people_seen(person, entries, seen, until)) if person else ()
    row = replace(row, is_expected=awaited, is_present=attended.is_present, minutes=attended.minutes)
    row = replace(row, remarks=(*group, *parts), exit=attended.exit, is_seen=bool(attended.total))
    row = replace(row, is_assumed_hour=attended.is_assumed_hour)
    if not seen:
        return row
    row = replace(row, came=_first(seen, occasion, all_of_it).time.begins)
    if attended.is_assumed:
        return replace(row, assumed=attended.left)
    last = _last_read(seen)
    return replace(row, left=last.time.ends) if last else row


def _people_seen(person: Attendee, entries: Iterable[Entry], seen: Sequence[Stay], until: datetime) -> int:
    """Return how many of a group had come until then at the doors of these stays on site; 0 if they have none."""
    if person.places <= 1 or not seen:
        return 0
    _, then = fold_records(person.id, [e for e in entries if e.kind != EntryKind.CHECKED_IN or e.happened_at < until])
    doors = (str(stay.arrived.body.get("control_point", "")) for stay in seen if not stay.is_online)
    return max((then.visit(door).people for door in doors), default=0)


def shown_entries(
    attendance: Attendance, occasion: Occasion, all_of_it: EventOccasions
) -> tuple[Entry | None, Entry | None]:
    """Return the entries of the arrival and of the exit that a row shows; None where none was scanned."""
    seen = _seen(attendance, occasion, all_of_it)
    last = None if _attended(attendance, occasion).is_assumed else _last_read(seen)
    return _first(seen, occasion, all_of_it).arrived if seen else None, last.left if last else None


def _outside(
    attendance: Attendance, here: Sequence[Stay], at: tuple[Programme, EventOccasions, Occasion]
) -> Iterator[SignInRemark]:
    """Yield the remark on a person who was there outside the half-days of the day only, and not after them."""
    programme, all_of_it, occasion = at
    day = occasion.time.begins.astimezone(all_of_it.zone).date()
    halves = [attendance.half_days[half.id] for half in all_of_it.half_days if half.day == day]
    if occasion.half_day and here and are_half_days_empty(halves) and not _came_afterwards(here, occasion, all_of_it):
        yield from outside_remarks(name_sessions_outside(attendance, programme, (day, all_of_it.zone)))


def _first(seen: Sequence[Stay], occasion: Occasion, all_of_it: EventOccasions) -> Stay:
    """Return the stay of the first reading. Those who were there since an earlier half-day and were read again before
    this one began came at that reading.
    """
    ended = earlier_end(occasion, all_of_it)
    between = [stay for stay in seen if ended and ended <= stay.time.begins <= occasion.time.begins]
    return min(between or seen, key=lambda stay: stay.time.begins)


def _last_read(seen: Sequence[Stay]) -> Stay | None:
    """Return the stay whose exit was read last."""
    return max((stay for stay in seen if stay.left), key=lambda stay: stay.time.ends, default=None)


def earlier_end(occasion: Occasion, all_of_it: EventOccasions) -> datetime | None:
    """Return when the half-day before this one ended; None for the first one, and for a session."""
    ends = [half.time.ends for half in all_of_it.half_days if half.time.ends <= occasion.time.begins]
    return max(ends, default=None) if occasion.half_day else None


def _missed_doors(
    person: Attendee | None, here: Iterable[Stay], occasion: Occasion, all_of_it: EventOccasions
) -> list[str]:
    """Return the booked sessions of this occasion at whose door a person was not read who may have been in the
    building. `here` are their stays on site of that day.
    """
    if person is None:
        return []
    of_occasion = {occasion.session.id} if occasion.session else all_of_it.sessions.keys()
    booked = {*person.sessions} & {*all_of_it.sessions_by_point.values()} & all_of_it.sessions.keys() & of_occasion
    return [session for session in booked if _is_missed(session, here, occasion, all_of_it)]


def _is_missed(session: str, here: Iterable[Stay], occasion: Occasion, all_of_it: EventOccasions) -> bool:
    """Without a scanned exit they may have stayed on past the assumed one."""
    time = all_of_it.sessions[session]
    is_in = time.begins < all_of_it.now and time.within(occasion.time) is not None
    was_near = any(
        stay.time.begins < time.ends and (stay.left is None or stay.time.ends > time.begins) for stay in here
    )
    return is_in and was_near and not any(stay.session == session and stay.time.within(time) for stay in here)


def _stays_of_day(stays: Iterable[Stay], occasion: Occasion, all_of_it: EventOccasions) -> list[Stay]:
    """Return the stays on site that began on the day of the occasion."""
    day = occasion.time.begins.astimezone(all_of_it.zone).date()
    return [s for s in stays if not s.is_online and s.time.begins.astimezone(all_of_it.zone).date() == day]


def _came_afterwards(here: Iterable[Stay], occasion: Occasion, all_of_it: EventOccasions) -> datetime | None:
    """Return the arrival of a person who came that day only after its last half-day; else None."""
    first = min((stay.time.begins for stay in here), default=None)
    day = occasion.time.begins.astimezone(all_of_it.zone).date()
    ends = max((half.time.ends for half in all_of_it.half_days if half.day == day), default=None)
    return first if first and ends and first >= ends else None


def name_sort_key(last_name: str, first_name: str) -> str:
    """Return the key that reports sort names by: LE GOFF stands under L."""
    return fold_text(f"{last_name} {first_name}".strip())


def sort_rows(rows: Iterable[SignInRow], order: SheetOrder) -> tuple[SignInRow, ...]:
    def key(row: SignInRow) -> tuple[str, str]:
        return fold_text(row.organisation) if order is SheetOrder.ORGANISATION else "", name_sort_key(
            row.last_name, row.first_name
        )

    return tuple(sorted(rows, key=key))


def _attended(attendance: Attendance, occasion: Occasion) -> OccasionAttendance:
    found = attendance.sessions if occasion.session else attendance.half_days
    return found.get(occasion.id, OccasionAttendance(occasion.time))


def _seen(attendance: Attendance, occasion: Occasion, all_of_it: EventOccasions) -> list[Stay]:
    """Return the stays that a row shows; none if nothing counts of an occasion that is over."""
    attended = _attended(attendance, occasion)
    return _proving(attendance.stays, occasion, all_of_it) if attended.total or not attended.is_over else []


def _proving(stays: Iterable[Stay], occasion: Occasion, all_of_it: EventOccasions) -> list[Stay]:
    """Return the stays at the door of the session, if it has one; else those anywhere at the event."""
    session = occasion.session
    has_door = session is not None and session.id in all_of_it.sessions_by_point.values()
    places = {session.id} if session and has_door else {WHOLE_EVENT, *(() if session else all_of_it.sessions)}
    return [stay for stay in stays if stay.time.within(occasion.time) and (stay.is_online or stay.session in places)]


def occasions_to_sign(
    programme: Programme, all_of_it: EventOccasions, point: ControlPoint, now: datetime
) -> tuple[Occasion, ...]:
    """Return the half-days and sessions of this day, the likeliest first; on a day without any, those of all days.
    Empty where the programme has no times.
    """
    every = list_occasions(programme, all_of_it)
    today = now.astimezone(all_of_it.zone).date()
    of_today = [o for o in every if o.time.begins.astimezone(all_of_it.zone).date() == today] or every
    likely = _likeliest(of_today, point, now)
    return (likely, *(o for o in of_today if o is not likely)) if likely else ()


def _likeliest(occasions: Sequence[Occasion], point: ControlPoint, now: datetime) -> Occasion | None:
    """Return the session at whose door they are; else the current, the next or the last half-day."""
    own = [o for o in occasions if o.session and o.session.id == point.session]
    halves = [o for o in occasions if o.half_day]
    to_come = [o for o in halves if o.time.ends > now]
    return next(iter((*own, *to_come, *reversed(halves), *occasions)), None)
