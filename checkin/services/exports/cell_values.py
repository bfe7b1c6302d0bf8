# SPDX-License-Identifier: GPL-3.0-or-later
"""Cell values of an export's columns, before translation."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from checkin.core.attendance.day_report_lines import DayReportState, day_report_state
from checkin.core.attendance.stays import WHOLE_EVENT
from checkin.core.attendee import Presence
from checkin.core.entries import Entry
from checkin.core.exports.export_columns import ExportColumn
from checkin.core.history import Correction
from checkin.core.payments import in_units
from checkin.core.programme.programme import ControlPoint
from checkin.services.exports.export_source import ExportedAttendance, ExportedPerson, ExportedVisit, ExportSource


class ExportRow:
    """A person at a control point; `point` is the event's entrance if there is one row per person.

    `allowed` are the overrides by which the person was admitted here, `here` the attendance at the control point's
    session, None without times or where no one was seen.
    """

    __slots__ = ("allowed", "attendee", "here", "person", "point", "source", "visit")

    def __init__(self, source: ExportSource, person: ExportedPerson, point: ControlPoint) -> None:
        self.source, self.person, self.point = source, person, point
        self.attendee = person.attendee
        self.visit: ExportedVisit | None = person.visits.get(point.id)
        self.allowed: Sequence[Entry] = person.allowed.get(point.id, ())
        is_observed = source.is_observed(point.session)
        self.here: ExportedAttendance | None = source.attended(person, point.session) if is_observed else None


def reader(column: ExportColumn) -> Callable[[ExportRow], object]:
    """Return the function from a row to the value of a single column, None for an empty cell."""
    return _OF_COLUMN[column.key]


def keys(column: ExportColumn, source: ExportSource) -> Sequence[str]:
    """Return what a repeated column is repeated for: half-days, or the titles of the list's own columns."""
    return source.custom if column.each == "custom" else [half.id for half in source.half_days]


def values_reader(column: ExportColumn) -> Callable[[ExportRow], Iterable[object]]:
    """Return the function from a row to the values of a repeated column, one for each of its `keys`."""
    if column.each == "custom":
        return _custom
    read = _OF_HALF_DAY[column.key]
    return lambda row: [read(half) if half else None for half in row.source.told_half_days(row.person)]


def _custom(row: ExportRow) -> Iterable[object]:
    custom = row.attendee.custom if row.attendee else {}
    return [custom.get(name, "") for name in row.source.custom]


def _field(name: str) -> Callable[[ExportRow], object]:
    read = attrgetter(name)
    return lambda row: read(row.attendee) if row.attendee else None


def _category(row: ExportRow) -> object:
    attendee = row.attendee
    return row.source.category_name(attendee.category) if attendee else None


def _code(row: ExportRow) -> object:
    return row.attendee.ticket_code if row.attendee else row.person.id


def _state(row: ExportRow) -> object:
    if row.visit:
        return "present" if row.visit.is_inside else "left"
    if _has_watched(row):
        return Presence.REMOTE
    state = day_report_state(row.attendee, has_come=False) if row.attendee else None
    if state is not DayReportState.ABSENT or row.attendee is None:
        return state
    if row.source.knows_absence_at(row.point, row.attendee):
        return state
    return "to_come" if row.source.is_to_come_at(row.point) else None


def _came(row: ExportRow) -> object:
    """Return whether the person came; empty until the event has ended, when absences are known."""
    has_come = bool(row.person.visits or row.person.watched)
    return has_come if has_come or row.source.has_ended else None


def _has_watched(row: ExportRow) -> bool:
    """Whether the person watched online: the control point's session, or at the entrance the event."""
    where = {WHOLE_EVENT} if row.point.id in row.source.days.arrivals else {row.point.session} - {WHOLE_EVENT}
    return bool(where & row.person.watched)


def _status(row: ExportRow) -> object:
    return row.attendee.status if row.attendee else "not_heard_of"


def _paid(row: ExportRow) -> object:
    """Return the means of the newest payment."""
    payments = row.source.payments_of.get(row.person.id)
    return payments[-1].means if payments else None


def _amount_paid(row: ExportRow) -> object:
    return in_units(sum(payment.cents for payment in row.source.payments_of.get(row.person.id, ())))


def _of_visit(name: str) -> Callable[[ExportRow], object]:
    read = attrgetter(name)
    return lambda row: read(row.visit) if row.visit else None


def _over(row: ExportRow) -> object:
    """Return the reasons overruled by admitting the person, which may be several."""
    if row.visit is None:
        return []
    return [o for o in dict.fromkeys((row.visit.over, *(str(e.body.get("over")) for e in row.allowed))) if o]


def _of_allowed(name: str) -> Callable[[ExportRow], object]:
    return lambda row: list(dict.fromkeys(str(e.body.get(name)) for e in row.allowed)) if row.visit else []


def _way(row: ExportRow) -> object:
    ways = {half.way for half in row.person.half_days if half.way}
    return next(iter(ways)) if len(ways) == 1 else "both" if ways else None


def _is_assumed_hour(row: ExportRow) -> object:
    return any(half.is_assumed_hour for half in row.person.half_days) if row.source.half_days else None


def _corrections(row: ExportRow) -> tuple[Correction, ...]:
    return row.person.corrections


_OF_COLUMN: dict[str, Callable[[ExportRow], object]] = {
    **{name: _field(name) for name in ("last_name", "first_name", "organisation", "role", "email", "phone")},
    "category": _category,
    "status": _status,
    "paid": _paid,
    "amount_paid": _amount_paid,
    "presence": _field("presence"),
    "code": _code,
    "places": _field("places"),
    "note": _field("note"),
    "control_point": lambda row: row.point.name,
    "state": _state,
    "arrival": _of_visit("arrived_at"),
    "arrival_corrected": _of_visit("corrected"),
    "exit": _of_visit("left_at"),
    "people": _of_visit("people"),
    "thing": _of_visit("thing"),
    "present_here": lambda row: row.here.is_present if row.here else None,
    "way_here": lambda row: row.here.way if row.here else None,
    "minutes_here": lambda row: row.here.minutes if row.here else None,
    "assumed_here": lambda row: row.here.is_assumed_hour if row.here and row.here.way else None,
    "exit_here": lambda row: row.here.exit if row.here else None,
    "late_here": lambda row: row.here.is_late if row.here else None,
    "desk": _of_visit("desk"),
    "how": _of_visit("how"),
    "over": _over,
    "why": _of_allowed("why"),
    "allowed_by": _of_allowed("allowed_by"),
    "came": _came,
    "way": _way,
    "minutes": lambda row: row.person.minutes if row.source.half_days else None,
    "minutes_assumed": _is_assumed_hour,
    "corrections": _corrections,
}
_OF_HALF_DAY: dict[str, Callable[[ExportedAttendance], object]] = {
    "half_days": attrgetter("is_present"),
    "half_day_exits": attrgetter("exit"),
    "half_day_minutes": attrgetter("minutes"),
    "half_days_late": attrgetter("is_late"),
    "half_days_assumed": attrgetter("is_assumed_hour"),
}
