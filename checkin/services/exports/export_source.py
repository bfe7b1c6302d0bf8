# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything an attendance export draws on, read once. Writes nothing; knows no file format and no language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from sys import intern
from types import MappingProxyType
from typing import NamedTuple

from checkin.core.attendance.attendance_rules import OccasionAttendance
from checkin.core.attendance.day_report import DayReport, first_entry
from checkin.core.attendance.half_days import HalfDay
from checkin.core.attendance.stays import WHOLE_EVENT, EventOccasions, ExitProof, Stay
from checkin.core.attendee import Attendee, Presence
from checkin.core.entries import Entry
from checkin.core.export_columns import ASSUMED, ExportColumn, ExportOptions
from checkin.core.history import Correction, Visit
from checkin.core.local_time import convert_to_zone
from checkin.core.message import Message, ReportProgress, Translate, ignore_progress, report_while
from checkin.core.payments import Payment
from checkin.core.programme.programme import ControlPoint, PointMode, Programme
from checkin.core.programme.programme_edits import day_at, day_of, event_days, find_point, with_written_days
from checkin.core.sync.conflicts import Conflict
from checkin.documents.table_writer import OutputColumn, OutputTable
from checkin.services.attendance.attendance_evidence import AttendanceEvidence, HistoryCounter, PersonEvidence
from checkin.services.desk_services import read_payments
from checkin.services.event_file import EventFile

# The days of an event in its export: who has a row where, and of which days and half-days absences are known.


class ExportDays:
    """The days of an event as of `EventOccasions.now`. `arrival` is the first control point, at which those have a row
    who are expected at none.
    """

    def __init__(self, programme: Programme, occasions: EventOccasions, arrival: ControlPoint) -> None:
        self._occasions = occasions
        self._access, self._arrival = occasions.access, arrival
        self._days, today = event_days(programme.event), day_at(programme, occasions.now)
        self._begun = tuple(day for day in self._days if day <= today)
        self._expected: dict[tuple[frozenset[str], Presence, str], tuple[bool, ...]] = {}
        self._welcoming = cache(self._welcoming_of)
        self.arrivals = frozenset([arrival.id, *(point.id for point in self._access.entrances)])
        """The ids of the event's entrances."""

    def welcome_points(self, attendee: Attendee) -> frozenset[str]:
        """Return the ids of the entrances at which the attendee has a row: of each day that has begun the first one
        that would admit them, or of their first day to come.
        """
        return self._welcoming(self._access.admitting(attendee), self._access.announced(attendee))

    def _welcoming_of(self, admitting: frozenset[str], announced: frozenset[date] | None) -> frozenset[str]:
        """Return these ids for all whom the same entrances would admit and who come on the same days."""
        days = [day for day in self._days if announced is None or day in announced]
        first = [(day, entrance) for day in days if (entrance := self._access.first_entrance(day, admitting))]
        begun = [entrance for day, entrance in first if day in self._begun]
        coming = [entrance for day, entrance in first if day not in self._begun]
        return frozenset(begun or coming[:1] or [self._arrival.id])

    def is_expected_at(self, attendee: Attendee, point: ControlPoint) -> bool:
        """Whether the attendee is expected on the day of this entrance."""
        day = self.day_of_point(point)
        return day is None or self._access.expects(attendee, day)

    def expected_half_days(self, attendee: Attendee) -> tuple[bool, ...]:
        """Return of each half-day whether the attendee is expected on that day."""
        alike = self._access.admitting(attendee), attendee.presence, attendee.days
        found = self._expected.get(alike)
        if found is None:
            begins = [half.time.begins for half in self._occasions.half_days]
            found = self._expected[alike] = tuple(self._access.expects_at(attendee, at) for at in begins)
        return found

    def day_of_point(self, point: ControlPoint) -> date | None:
        """Return the day of an entrance that is of one day; None for any other control point."""
        return None if point.session else day_of(point.id) or self._access.day_of_entrance(point.id)

    def has_ended(self, day: date) -> bool:
        return self._occasions.has_day_ended(day)


_NOT_ALLOWED: Mapping[str, Sequence[Entry]] = MappingProxyType({})


class ExportedAttendance(NamedTuple):
    """The attendance of a person at a half-day or session, as tables show it. `way` and `exit` are None for one who was
    not there; `is_present` is None while the occasion with a short stay goes on, `is_late` for one who did not come.
    `came` is told of sessions. `is_assumed_hour`: the minutes rest on an hour that nobody wrote.
    """

    minutes: int
    way: Presence | None
    is_present: bool | None
    is_late: bool | None
    exit: ExitProof | None
    came: datetime | None
    is_assumed_hour: bool = False

    @classmethod
    def of(cls, attended: OccasionAttendance, came: datetime | None = None) -> "ExportedAttendance":
        """Return what is shown of this attendance."""
        is_known = attended.is_present or attended.is_over
        is_late = attended.is_late if attended.came else None
        is_present = attended.is_present if is_known else None
        assumed = attended.is_assumed_hour
        return cls(attended.minutes, attended.way, is_present, is_late, attended.exit, came, assumed)


class ExportedVisit(NamedTuple):
    """A person's visit to one control point, in the event's time zone; `corrected` is the arrival by its desk's clock
    offset. `over`: the reason overruled to let them in; `thing`: the number of what they have from there.
    """

    arrived_at: datetime
    corrected: datetime
    desk: str
    how: str
    over: str
    is_inside: bool
    left_at: datetime | None
    people: int
    thing: str


class ExportedPerson(NamedTuple):
    """One person with visits by control point; `attendee` is None for a ticket whose person is unknown. All people of
    an event are held, so each has only what a table shows: of the sessions those at which they were
    (`ExportSource.attended`), of the stays the first one online, of overrides those by control point.
    """

    id: str
    attendee: Attendee | None
    half_days: tuple[ExportedAttendance, ...]
    sessions: Mapping[str, ExportedAttendance]
    minutes: int
    watched: frozenset[str]
    online: Stay | None
    visits: Mapping[str, ExportedVisit]
    corrections: tuple[Correction, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    allowed: Mapping[str, Sequence[Entry]] = _NOT_ALLOWED


class ExportSource:
    """The people of an event and their attendance as of `now`, folded from the journal. Pass a snapshot.

    `written` is the programme with days as people write them: in tables, not in JSON.
    """

    def __init__(self, event: EventFile, now: datetime | None = None, report: ReportProgress = ignore_progress) -> None:
        self._event = event
        self._evidence = AttendanceEvidence(event, now)
        self.programme: Programme = self._evidence.programme
        self.written = with_written_days(self.programme)
        self.category_name = cache(self.programme.category_name)
        self.occasions = self._evidence.occasions
        self.half_days, self._zone = self.occasions.half_days, self.occasions.zone
        self.arrival = first_entry(self.programme)
        self.days = ExportDays(self.programme, self.occasions, self.arrival)
        self._observed, counting = set[str](), HistoryCounter(event, now)
        self._shown: dict[tuple[ExportedAttendance, timedelta | None], ExportedAttendance] = {}
        self._halves: dict[tuple[ExportedAttendance, ...], tuple[ExportedAttendance, ...]] = {}
        self._told: dict[tuple[int, tuple[bool, ...]], Sequence[ExportedAttendance | None]] = {}
        self._absent = {
            session: ExportedAttendance.of(each) for session, each in self._evidence.nowhere.sessions.items()
        }
        self.people: Sequence[ExportedPerson] = list(self._read(counting, report))
        self.day_report: DayReport = counting.report()
        named = {name for person in self.people if person.attendee for name in person.attendee.custom}
        self.custom: Sequence[str] = sorted(named)

    def moments(self, entry: Entry) -> tuple[datetime, datetime]:
        """Return when an entry was written, by its desk's clock, and its `true_time`."""
        at, took_place = self.hall_time(entry.at), self._took_place(entry)
        return at, at if took_place is entry.at else self.hall_time(took_place)

    def true_time(self, entry: Entry) -> datetime:
        """Return when an entry took place, corrected by its desk's clock offset. A time noted on paper is kept."""
        return self.hall_time(self._took_place(entry))

    def _took_place(self, entry: Entry) -> datetime:
        return entry.written_at or self._evidence.clocks.corrected(entry)

    def hall_time(self, at: datetime) -> datetime:
        """Return the moment in the event's time zone."""
        return convert_to_zone(at, self._zone)

    def shown(self, columns: Iterable[ExportColumn]) -> list[ExportColumn]:
        """Return these columns, without those about assumed hours where there are none."""
        return [column for column in columns if self.tells_assumed or column.key not in ASSUMED]

    @property
    def tells_assumed(self) -> bool:
        """Whether there are assumed hours."""
        return bool(self.occasions.assumed)

    @property
    def is_provisional(self) -> bool:
        """Whether a person's attendance may still change without another scan."""
        halves = (half for person in self.people for half in person.half_days)
        is_going_on = any(not self.occasions.is_over(half.time) for half in self.half_days)
        return is_going_on or any(half.exit and half.exit.is_provisional for half in halves)

    @cached_property
    def payments(self) -> Sequence[Payment]:
        """The payments noted at desks, each about the person whose record it names."""
        person = self._event.journal.person
        return [replace(each, person=person(each.person)) for each in read_payments(self._event)]

    @cached_property
    def payments_of(self) -> Mapping[str, Sequence[Payment]]:
        """Return the payments of each person: two desks that were apart may each have noted one."""
        found: dict[str, list[Payment]] = {}
        for payment in self.payments:
            found.setdefault(payment.person, []).append(payment)
        return found

    def attended(self, person: ExportedPerson, session: str) -> ExportedAttendance | None:
        """Return the attendance of a person at a session, None for one without times."""
        return person.sessions.get(session) or self._absent.get(session)

    def told_half_days(self, person: ExportedPerson) -> Sequence[ExportedAttendance | None]:
        """Return what is known of a person at each half-day: nothing of one at which nobody was seen, or of a day on
        which they were neither expected nor came.
        """
        expected = self.days.expected_half_days(person.attendee) if person.attendee else self._observed_halves
        key = id(person.half_days), expected  # equal ones are one object, held in `_halves`
        if key not in self._told:
            told = zip(person.half_days, expected, self._observed_halves, strict=True)
            self._told[key] = [half if is_seen and (due or half.way) else None for half, due, is_seen in told]
        return self._told[key]

    @cached_property
    def _observed_halves(self) -> tuple[bool, ...]:
        return tuple(half.id in self._observed for half in self.half_days)

    def is_observed(self, session: str) -> bool:
        """Whether anyone was seen at this session; "" is the event, which is always observed."""
        return not session or session in self._observed

    @property
    def has_ended(self) -> bool:
        """Whether arrivals are over."""
        return self.occasions.have_ended

    def is_to_come_at(self, point: ControlPoint) -> bool:
        """Whether people may still come to a control point: that of a day that is over is over too."""
        day = self.days.day_of_point(point)
        return not self.days.has_ended(day) if day else self.is_to_come(point.session)

    def knows_absence_at(self, point: ControlPoint, attendee: Attendee) -> bool:
        """Whether an attendee who was not seen at this control point is known to be absent there."""
        if self.is_to_come_at(point) or not self.days.is_expected_at(attendee, point):
            return False
        day = self.days.day_of_point(point)
        return self.is_day_observed(day) if day else self.is_observed(point.session)

    def is_day_observed(self, day: date) -> bool:
        """Whether anyone was seen on this day of an event of several."""
        line = self.day_report.days.get(day)
        return line is None or line.is_observed

    def knows_absences_on(self, day: date) -> bool:
        """Whether a person not seen on this day of an event of several counts as absent on it."""
        return self.days.has_ended(day) and self.is_day_observed(day)

    def is_to_come(self, session: str) -> bool:
        """Whether the session has not ended yet; of one without a time, and of "", the event."""
        time = self.occasions.sessions.get(session)
        if time is None:
            return not self.has_ended
        return not self.occasions.is_over(time)

    def knows_absences(self, session: str) -> bool:
        """Whether a person not seen at this session counts as absent."""
        return self.is_observed(session) and not self.is_to_come(session)

    def points_of(self, person: ExportedPerson) -> list[ControlPoint]:
        """Return the entrance of each day that has begun and on which the person is expected, and other control points
        where they went, watched or registered.

        Control points that are no longer planned are included if they went there.
        """
        if person.attendee is None:
            return [self._point(each) for each in person.visits]
        wanted = {*person.attendee.sessions, *person.watched} - {WHOLE_EVENT}
        welcoming = self.days.welcome_points(person.attendee)
        planned = [
            p
            for p in self.programme.control_points
            if p.mode is PointMode.ENTRY and (p.id in welcoming or p.id in person.visits or p.session in wanted)
        ]
        known = {p.id for p in planned}
        return [*planned, *(ControlPoint(gone, gone) for gone in person.visits if gone not in known)]

    def points(self) -> list[ControlPoint]:
        """Return every control point with a row, in programme order."""
        used = {p.id: p for person in self.people for p in self.points_of(person)}
        planned = [p for p in self.programme.control_points if p.id in used]
        return [*planned, *(used[each] for each in sorted(used.keys() - {p.id for p in planned}))]

    def count_rows(self, options: ExportOptions) -> int:
        """Return how many rows the attendance has."""
        return sum(len(self.points_of(person)) for person in self.people) if options.is_by_point else len(self.people)

    def session_points(self, session: str) -> tuple[ControlPoint, ...]:
        return tuple(p for p in self.programme.control_points if p.session == session and p.mode is PointMode.ENTRY)

    def _point(self, point_id: str) -> ControlPoint:
        return find_point(self.programme, point_id) or ControlPoint(point_id, point_id)

    def _read(self, counting: HistoryCounter, report: ReportProgress) -> Iterator[ExportedPerson]:
        """Yield everyone by name, then tickets without a person; the figures of all people are counted on the way."""
        allowed, listed = self._allowed(), self._event.attendees.ids_by_name()
        others = sorted({*self._event.journal.people()}.difference(listed))
        for traced in report_while(self._evidence.of_each([*listed, *others]), report, len(listed)):
            counting.add(traced.id, traced.history)
            if traced.history.attendee or any(visit.arrived for visit in traced.history.visits.values()):
                yield self._exported(traced, allowed.get(traced.id, _NOT_ALLOWED))

    def _exported(self, traced: PersonEvidence, allowed: Mapping[str, Sequence[Entry]]) -> ExportedPerson:
        """Return what the tables show of a person, without the entries behind it, which nobody reads any more."""
        history, attendance, absent = traced.history, traced.attendance, self._evidence.nowhere.sessions
        attended = {session: each for session, each in attendance.sessions.items() if each is not absent[session]}
        self._observed.update(stay.session for stay in attendance.stays)
        self._observed.update(session for session, each in attended.items() if each.total)
        self._observed.update(half for half, each in attendance.half_days.items() if each.total)
        visits = [(point, self._visit(visit)) for point, visit in history.visits.items() if visit.arrived]
        visits.sort(key=lambda each: each[1].arrived_at)
        return ExportedPerson(
            history.attendee.id if history.attendee else traced.id,
            history.attendee,
            self._shared_halves(
                tuple(self._shared(ExportedAttendance.of(half)) for half in attendance.half_days.values())
            ),
            {session: self._shared(ExportedAttendance.of(each, each.came)) for session, each in attended.items()},
            attendance.minutes,
            attendance.watched,
            next((stay for stay in attendance.stays if stay.is_online), None),
            dict(visits),
            history.corrections if history.attendee else (),
            history.open_conflicts,
            allowed,
        )

    def _shared(self, shown: ExportedAttendance) -> ExportedAttendance:
        """Return one object for all of whom the same is shown, as for most at a session. Equal times of two time zones
        are not shown alike.
        """
        return self._shown.setdefault((shown, shown.came.utcoffset() if shown.came else None), shown)

    def _shared_halves(self, halves: tuple[ExportedAttendance, ...]) -> tuple[ExportedAttendance, ...]:
        known = self._halves.get(halves)
        if known is None:
            known = self._halves[halves] = tuple(map(self._shared, halves))
        return known

    def _visit(self, visit: Visit) -> ExportedVisit:
        arrived, left = visit.arrived, visit.last_exit
        assert arrived
        at, took_place = self.moments(arrived)
        return ExportedVisit(
            took_place if arrived.written_at else at,
            took_place,
            intern(arrived.desk),
            intern(str(arrived.body.get("how", ""))),
            intern(str(arrived.body.get("over", ""))),
            visit.is_inside,
            self.hall_time(left.happened_at) if left else None,
            visit.people,
            visit.thing,
        )

    def _allowed(self) -> dict[str, dict[str, list[Entry]]]:
        """Return overridden passages that were not undone, by person and control point."""
        journal = self._event.journal
        entries = journal.overridden_passages()
        undone = journal.undone({e.subject for e in entries})
        found: dict[str, dict[str, list[Entry]]] = {}
        for entry in entries:
            if entry.id.hex() not in undone:
                own = found.setdefault(journal.person(entry.subject), {})
                own.setdefault(str(entry.body.get("control_point")), []).append(entry)
        return found


# The "about" sheet of an export: which event, when it was made, and the rules by which time was counted.

AboutLine = tuple[str, str]
"""A label and its text."""


def describe_export(source: ExportSource, *, is_anonymous: bool, translate: Translate) -> list[AboutLine]:
    """Return the lines about an export; an anonymous one counts no time, so it has no rules."""
    event = source.programme.event
    named = ((_TITLE, event.title), (_DAYS, days_text(source)), (_PLACE, event.place), (_ORGANISER, event.organiser))
    lines = [(translate(words), text) for words, text in (*named, (_MADE, made_at_text(source))) if text]
    return [*lines, *([] if is_anonymous else _rules(source, translate))]


def event_table(lines: Sequence[AboutLine], translate: Translate) -> OutputTable:
    name = translate(Message("export", "Event"))
    columns = [
        OutputColumn(name, width=34),
        OutputColumn(translate(Message("export", "What the export says of it")), width=90),
    ]
    return OutputTable(name, columns, [list(line) for line in lines])


def about_lines(lines: Sequence[AboutLine], translate: Translate) -> list[str]:
    """Return the lines as texts for a single column."""
    return [translate(_LINE, what=what, text=text) if what else text for what, text in lines]


def title_line(source: ExportSource) -> str:
    """Return the event's title, days and place in one line."""
    event = source.programme.event
    return " – ".join(filter(None, (event.title, days_text(source), event.place)))


def days(source: ExportSource) -> list[date]:
    """Return the days of the programme, or the event's own day if it has no times."""
    event = source.programme.event
    return sorted({half.day for half in source.half_days}) or [*event_days(event)]


def days_text(source: ExportSource) -> str:
    found = days(source)
    return " – ".join(f"{day:%d/%m/%Y}" for day in dict.fromkeys((*found[:1], *found[-1:])))


def made_at_text(source: ExportSource) -> str:
    return f"{source.hall_time(source.occasions.now):%d/%m/%Y %H:%M}"


def _rules(source: ExportSource, translate: Translate) -> Iterator[AboutLine]:
    for half in source.half_days:
        yield translate(_HALF_DAY), _half_day(source, half, translate)
    if source.half_days:
        yield translate(_COUNTED), translate(_BY_SCANS)
        yield "", translate(_BOOKED_DOOR)
    if source.is_provisional:
        yield translate(_STATE), translate(_PROVISIONAL)


def _half_day(source: ExportSource, half: HalfDay, translate: Translate) -> str:
    """Return the times of a half-day, and when people without a scanned exit are taken to have left."""
    begins, ends = source.hall_time(half.time.begins), source.hall_time(half.time.ends)
    confirmed = source.occasions.exits.get(half.id)
    left = source.hall_time(confirmed.hour) if confirmed else ends
    who = confirmed.by if confirmed else ""
    words = (
        Message("export", "{day}, {begins} – {ends}; exit assumed at {left}, hour confirmed by {who}")
        if who
        else Message("export", "{day}, {begins} – {ends}; exit assumed at {left}, hour confirmed by the organiser")
        if confirmed
        else Message("export", "{day}, {begins} – {ends}; exit assumed at {left}, hour not confirmed")
        if source.occasions.is_over(half.time)
        else Message("export", "{day}, {begins} – {ends}; not over when this was made")
    )
    told = translate(
        words, day=f"{half.day:%d/%m/%Y}", begins=f"{begins:%H:%M}", ends=f"{ends:%H:%M}", left=f"{left:%H:%M}", who=who
    )
    is_assumed = half.is_begin_assumed or (half.is_end_assumed and not confirmed)
    return translate(_ASSUMED_HOUR, told=told) if source.tells_assumed and is_assumed else told


_LINE = Message("export", "{what}: {text}")
_TITLE, _DAYS, _PLACE = Message("export", "Title"), Message("export", "Days"), Message("export", "Place")
_ORGANISER, _MADE = Message("export", "Organiser"), Message("export", "Made on")
_HALF_DAY, _COUNTED, _STATE = (
    Message("export", "Half-day"),
    Message("export", "Time counted"),
    Message("export", "State"),
)
_ASSUMED_HOUR = Message("export", "{told}; assumed hour: the programme does not give it")
_BY_SCANS = Message(
    "export", "Within the half-days, from scan to scan, and never past the moment at which this was made."
)
_BOOKED_DOOR = Message(
    "sheet", "A booked session with a control point counts, in the half-day too, only for those who were scanned there."
)
_PROVISIONAL = Message(
    "export", "Provisional: not every exit hour was past and confirmed by the organiser. Export again afterwards."
)
