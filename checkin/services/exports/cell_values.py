# SPDX-License-Identifier: GPL-3.0-or-later
"""Cell values of an export's columns, before translation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from checkin.core.attendance.attendance_rules import OccasionAttendance
from checkin.core.attendance.day_report import DayReportState, day_report_state
from checkin.core.attendance.stays import WHOLE_EVENT
from checkin.core.attendee import Presence
from checkin.core.entries import Entry
from checkin.core.exports.export_columns import ExportColumn
from checkin.core.history import Correction
from checkin.core.programme.programme import ControlPoint
from checkin.services.exports.export_source import ExportedPerson, ExportSource
from checkin.storage.attendees import VisitRow


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A person at a control point; `point` is the event's entrance if there is one row per person."""

    source: ExportSource
    person: ExportedPerson
    point: ControlPoint

    @property
    def visit(self) -> VisitRow | None:
        return self.person.visits.get(self.point.id)

    @property
    def allowed(self) -> Sequence[Entry]:
        """The overrides by which the person was admitted here."""
        return self.person.allowed.get(self.point.id, ())

    @property
    def here(self) -> OccasionAttendance | None:
        """The attendance at the control point's session, None without times or where no one was seen."""
        if not self.source.is_observed(self.point.session):
            return None
        return self.person.evidence.attendance.sessions.get(self.point.session)


def reader(column: ExportColumn) -> Callable[[ExportRow], object]:
    """Return the function from a row to the value of a single column, None for an empty cell."""
    return _OF_COLUMN[column.key]


def values(column: ExportColumn, row: ExportRow) -> dict[str, object]:
    """Return the values of a repeated column: by half-day, or by the title of the list's own column."""
    if column.each == "custom":
        custom = row.person.attendee.custom if row.person.attendee else {}
        return {name: custom.get(name, "") for name in row.source.custom}
    read = _OF_HALF_DAY[column.key]
    return {half: read(attended) for half, attended in row.person.evidence.attendance.half_days.items()}


def _field(name: str) -> Callable[[ExportRow], object]:
    return lambda row: getattr(row.person.attendee, name) if row.person.attendee else None


def _category(row: ExportRow) -> object:
    attendee = row.person.attendee
    return row.source.category_name(attendee.category) if attendee else None


def _code(row: ExportRow) -> object:
    return row.person.attendee.ticket_code if row.person.attendee else row.person.id


def _state(row: ExportRow) -> object:
    if row.visit:
        return "present" if row.visit.is_inside else "left"
    if _has_watched(row):
        return Presence.REMOTE
    state = day_report_state(row.person.attendee, has_come=False) if row.person.attendee else None
    if state is not DayReportState.ABSENT or row.source.knows_absences(row.point.session):
        return state
    return "to_come" if row.source.awaits_end and row.source.is_to_come(row.point.session) else None


def _came(row: ExportRow) -> object:
    """Return whether the person came; empty until the event has ended, when absences are known."""
    has_come = bool(row.person.visits or row.person.evidence.attendance.watched)
    return has_come if has_come or row.source.has_ended else None


def _has_watched(row: ExportRow) -> bool:
    """Whether the person watched online: the control point's session, or at the entrance the event."""
    where = {WHOLE_EVENT} if row.point.id == row.source.arrival.id else {row.point.session} - {WHOLE_EVENT}
    return bool(where & row.person.evidence.attendance.watched)


def _arrival(row: ExportRow) -> object:
    return row.source.hall_time(row.visit.arrived_at) if row.visit else None


def _exit(row: ExportRow) -> object:
    return row.source.hall_time(row.visit.left_at) if row.visit and row.visit.left_at else None


def _arrival_corrected(row: ExportRow) -> object:
    arrived = row.person.evidence.history.visit(row.point.id).arrived
    return row.source.true_time(arrived) if arrived else None


def _status(row: ExportRow) -> object:
    return row.person.attendee.status if row.person.attendee else "not_heard_of"


def _of_visit(name: str) -> Callable[[ExportRow], object]:
    return lambda row: getattr(row.visit, name) if row.visit else None


def _over(row: ExportRow) -> object:
    """Return the reasons overruled by admitting the person, which may be several."""
    if row.visit is None:
        return []
    return [o for o in dict.fromkeys((row.visit.over, *(str(e.body.get("over")) for e in row.allowed))) if o]


def _of_allowed(name: str) -> Callable[[ExportRow], object]:
    return lambda row: list(dict.fromkeys(str(e.body.get(name)) for e in row.allowed)) if row.visit else []


def present(attended: OccasionAttendance) -> object:
    """Return whether the person was present, None while an occasion with a short stay goes on."""
    return attended.is_present if attended.is_present or attended.is_over else None


def _late(attended: OccasionAttendance) -> object:
    """Return whether the person came late, None if they did not come."""
    return attended.is_late if attended.came else None


def _way(row: ExportRow) -> object:
    ways = {half.way for half in row.person.evidence.attendance.half_days.values() if half.way}
    return next(iter(ways)) if len(ways) == 1 else "both" if ways else None


def _corrections(row: ExportRow) -> tuple[Correction, ...]:
    return row.person.corrections


_OF_COLUMN: dict[str, Callable[[ExportRow], object]] = {
    **{name: _field(name) for name in ("last_name", "first_name", "organisation", "role", "email", "phone")},
    "category": _category,
    "status": _status,
    "presence": _field("presence"),
    "code": _code,
    "places": _field("places"),
    "control_point": lambda row: row.point.name,
    "state": _state,
    "arrival": _arrival,
    "arrival_corrected": _arrival_corrected,
    "exit": _exit,
    "people": _of_visit("people"),
    "present_here": lambda row: present(row.here) if row.here else None,
    "way_here": lambda row: row.here.way if row.here else None,
    "minutes_here": lambda row: row.here.minutes if row.here else None,
    "exit_here": lambda row: row.here.exit if row.here else None,
    "late_here": lambda row: _late(row.here) if row.here else None,
    "desk": _of_visit("desk"),
    "how": _of_visit("how"),
    "over": _over,
    "why": _of_allowed("why"),
    "allowed_by": _of_allowed("allowed_by"),
    "came": _came,
    "way": _way,
    "minutes": lambda row: row.person.evidence.attendance.minutes if row.source.half_days else None,
    "corrections": _corrections,
}
_OF_HALF_DAY: dict[str, Callable[[OccasionAttendance], object]] = {
    "half_days": present,
    "half_day_exits": lambda attended: attended.exit,
    "half_day_minutes": lambda attended: attended.minutes,
    "half_days_late": _late,
}
