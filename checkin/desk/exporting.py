# SPDX-License-Identifier: GPL-3.0-or-later
"""The evening's table, one row per attendee and control point, as CSV or XLSX; codes and the programme as files."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path

from checkin.core.entries import Entry, Kind
from checkin.core.field_names import FIELD_NAMES, STATE_NAMES
from checkin.core.history import CUSTOM, Correction
from checkin.core.merging import MERGED
from checkin.core.model import Attendee, Status
from checkin.core.programme import ARRIVAL, ControlPoint, Mode, Programme
from checkin.core.programme_toml import programme_text
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.documents.aside import write_aside
from checkin.documents.codes import file_stems, qr_matrix, write_codes
from checkin.documents.tables import Column, write_table
from checkin.storage.attendees import VisitRow

Say = Callable[[Words], str]


def code_modules(code: str) -> list[list[bool]]:
    """The QR code of a ticket for a screen: rows of modules with the quiet zone, True for black."""
    return qr_matrix(code)


def export_attendance(event: EventFile, path: Path, say: Say) -> int:
    """Write the table and return its number of rows. An existing file is replaced whole or not at all."""
    custom = sorted({name for attendee, _ in event.attendees.all() for name in attendee.custom})
    columns = [*_columns(say), *(Column(name) for name in custom)]
    rows = list(_rows(event, say, custom))
    write_table(path, columns, rows, say(Words("export", "Attendance")))
    return len(rows)


def export_codes(event: EventFile, folder: Path, say: Say) -> int:
    """Everyone's code as PNG and SVG, named by the code alone, and `codes.csv` for a mail merge."""
    people = [attendee for attendee, _ in event.attendees.all()]
    stems = file_stems([a.ticket_code for a in people])
    count = write_codes(folder, zip((a.ticket_code for a in people), stems, strict=True))
    titles = (
        Words("export", "First name"),
        Words("export", "Last name"),
        Words("export", "E-mail"),
        Words("export", "Code"),
        Words("export", "Image"),
    )
    rows = [
        [a.first_name, a.last_name, a.email, a.ticket_code, f"{stem}.png"]
        for a, stem in zip(people, stems, strict=True)
    ]
    write_table(folder / "codes.csv", [Column(say(t)) for t in titles], rows, "codes")
    return count


def export_programme(event: EventFile, path: Path) -> Programme:
    """The programme as a file that can be edited and loaded again (docs/programme.md). Returns what was written."""
    programme = event.programme()
    write_aside(path, programme_text(programme).encode("utf-8"))
    return programme


def _columns(say: Say) -> list[Column]:
    return [
        Column(say(Words("export", "Last name")), width=22),
        Column(say(Words("export", "First name")), width=18),
        Column(say(Words("export", "Organisation")), width=34),
        Column(say(Words("export", "Role")), width=28),
        Column(say(Words("export", "E-mail")), width=30),
        Column(say(Words("export", "Category")), width=14),
        Column(say(Words("export", "Registration")), width=14),
        Column(say(Words("export", "Attends")), width=12),
        Column(say(Words("export", "Code")), width=24),
        Column(say(Words("export", "Control point")), width=16),
        Column(say(Words("export", "State")), width=12),
        Column(say(Words("export", "First arrival")), "datetime", 19),
        Column(say(Words("export", "Last exit")), "datetime", 19),
        Column(say(Words("export", "Desk")), width=12),
        Column(say(Words("export", "How")), width=12),
        Column(say(Words("export", "Let in although")), width=20),
        Column(say(Words("export", "Why")), width=24),
        Column(say(Words("export", "Allowed by")), width=20),
        Column(say(Words("export", "Corrections")), width=40),
    ]


def _rows(event: EventFile, say: Say, custom: list[str]) -> Iterator[list[object]]:
    programme, allowed = event.programme(), _allowed(event)
    visits = {k: list(g) for k, g in groupby(event.attendees.visits(), lambda v: v.attendee)}
    for attendee, corrections in event.attendees.all():
        own = {v.control_point: v for v in visits.pop(attendee.id, [])}
        for point in _points_of(attendee, programme, own):
            yield [
                *_person(attendee, programme, say),
                *_visit(own.get(point.id), point, attendee, say),
                *_overruled(own.get(point.id), allowed, say),
                _told(corrections, programme, say),
                *(attendee.custom.get(name, "") for name in custom),
            ]
    for ticket_id, unheard in visits.items():
        for visit in unheard:
            point = programme.control_point(visit.control_point) or ControlPoint(
                visit.control_point, visit.control_point
            )
            person = ["", "", "", "", "", "", say(Words("export", "not heard of")), "", ticket_id]
            told = _overruled(visit, allowed, say)
            yield [*person, *_visit(visit, point, None, say), *told, "", *("" for _ in custom)]


def _points_of(attendee: Attendee, programme: Programme, visits: dict[str, VisitRow]) -> list[ControlPoint]:
    """The first control point always; another if they went or were registered there, also one planned no more."""
    first = _first_point(programme)
    planned = [
        p
        for p in programme.control_points
        if p.mode is Mode.ENTRY and (p is first or p.id in visits or p.session in attendee.sessions)
    ]
    known = {p.id for p in planned}
    return [*planned, *(ControlPoint(gone, gone) for gone in visits if gone not in known)]


def _first_point(programme: Programme) -> ControlPoint:
    return next((p for p in programme.control_points if p.mode is Mode.ENTRY), ARRIVAL)


def _person(attendee: Attendee, programme: Programme, say: Say) -> list[object]:
    return [
        attendee.last_name,
        attendee.first_name,
        attendee.organisation,
        attendee.role,
        attendee.email,
        programme.category_name(attendee.category),
        say(_WORDS[attendee.status]),
        say(_WORDS[attendee.presence]),
        attendee.ticket_code,
    ]


def _visit(visit: VisitRow | None, point: ControlPoint, attendee: Attendee | None, say: Say) -> list[object]:
    if visit is None:
        off = attendee is not None and _is_off(attendee)
        state = Words("export", "cancelled") if off else Words("export", "absent")
        return [point.name, say(state), None, None, "", ""]
    state = Words("export", "present") if visit.is_inside else Words("export", "left")
    how = say(_WORDS[visit.how]) if visit.how in _WORDS else visit.how
    return [point.name, say(state), visit.arrived_at, visit.left_at, visit.desk, how]


def _allowed(event: EventFile) -> dict[tuple[str, str], list[Entry]]:
    """By person and control point, the passages that somebody allowed and that stand."""
    entries = event.journal.allowed_passages()
    undone = event.journal.undone({e.subject for e in entries})
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry.id.hex() not in undone:
            person = event.journal.person(entry.subject)
            found.setdefault((person, str(entry.body.get("control_point"))), []).append(entry)
    return found


def _overruled(visit: VisitRow | None, allowed: dict[tuple[str, str], list[Entry]], say: Say) -> list[object]:
    """What they were let in over, why, and who allowed it; several times over, if it was so."""
    if visit is None:
        return ["", "", ""]
    entries = allowed.get((visit.attendee, visit.control_point), [])
    overs = (say(_WORDS[o]) if o in _WORDS else o for o in (visit.over, *(str(e.body.get("over")) for e in entries)))
    whys, names = [str(e.body.get("why")) for e in entries], [str(e.body.get("allowed_by")) for e in entries]
    return [" ; ".join(filter(None, dict.fromkeys(texts))) for texts in (overs, whys, names)]


def _told(corrections: tuple[Correction, ...], programme: Programme, say: Say) -> str:
    return " ; ".join(_told_one(c, programme, say) for c in corrections)


def _told_one(correction: Correction, programme: Programme, say: Say) -> str:
    """One correction with its time and desk; an undone passage with those of the passage; who else they were."""
    moment = f"({correction.at:%H:%M}, {correction.desk})"
    if correction.field == MERGED:
        return f"{say(_SAME)} {correction.old} {moment}"
    kind, _, point_id = correction.field.partition(":")
    if kind in (Kind.CHECKED_IN, Kind.CHECKED_OUT):
        point = programme.control_point(point_id)
        words = Words("export", "arrival undone") if kind == Kind.CHECKED_IN else Words("export", "exit undone")
        return f"{point.name if point else point_id} – {say(words)} {moment}"
    name = correction.field
    field = say(FIELD_NAMES[name]) if name in FIELD_NAMES else name.removeprefix(CUSTOM)
    old, new = (say(_WORDS[v]) if v in _WORDS else v for v in (correction.old, correction.new))
    return f"{field} : {old} → {new} {moment}"


def _is_off(attendee: Attendee) -> bool:
    return attendee.status in (Status.CANCELLED, Status.BLOCKED)


_SAME = Words("export", "same person as")
_WORDS = STATE_NAMES | {
    "code": Words("export", "code"),
    "search": Words("export", "search"),
    "walk_in": Words("export", "walk-in"),
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


def local_name(title: str, at: datetime) -> str:
    """A file name without personal data: the event's first words and the moment."""
    safe = "".join(c if c.isalnum() else "-" for c in title.lower())[:40].strip("-") or "checkin"
    return f"{safe}-{at:%Y-%m-%d-%H%M}"
