# SPDX-License-Identifier: GPL-3.0-or-later
"""The import of a programme file (TOML, iCalendar, frab JSON): previewed, then written completely or not at all."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.programme.id_assignment import keep_old_titles
from checkin.core.programme.programme import ARRIVAL, Event, Programme
from checkin.core.programme.programme_difference import ProgrammeDifference, compare_programmes
from checkin.core.programme.programme_edits import keep_columns, without_sessions
from checkin.core.programme.programme_entries import change_entries
from checkin.core.programme.programme_file import read_programme
from checkin.core.programme.programme_schema import check_count
from checkin.core.programme.programme_toml import programme_text
from checkin.core.schedules.frab_schedule import read_frab
from checkin.core.schedules.ical_schedule import Calendar, read_calendar
from checkin.core.schedules.programme_update import update_programme
from checkin.core.schedules.schedule import CurrentProgramme, ScheduleNote
from checkin.core.supervisor import Authority
from checkin.documents.atomic_write import write_file_atomically
from checkin.documents.programme_source import FrabFile, OurFile, ProgrammeSource, is_large, read_programme_source
from checkin.services.event_file import EventFile
from checkin.services.programme.list_reinterpretation import reinterpret_lists
from checkin.services.programme.sealed_programme import sealed_rows

SUFFIXES = (".toml", ".ics", ".json")

ProgrammeFile = ProgrammeSource


def is_programme_file(path: Path) -> bool:
    """Whether the suffix is that of a programme file; any other file is taken for a list."""
    return path.suffix.lower() in SUFFIXES


@dataclass(frozen=True, slots=True)
class ProgrammePreview:
    """The programme before and after importing a file.

    `programme` drops sessions the file does not name, `keeping` keeps them; it is None for our own format, which is
    always the whole programme. `difference` compares `before` with `programme`.
    """

    before: Programme
    programme: Programme
    keeping: Programme | None
    difference: ProgrammeDifference
    notes: tuple[ScheduleNote, ...] = ()

    @property
    def left_behind(self) -> int:
        """How many sessions the file does not name and that may stay."""
        return len(self.keeping.sessions) - len(self.programme.sessions) if self.keeping else 0

    @property
    def needs_a_look(self) -> bool:
        """Whether to show the preview: not for our own file into an empty programme, nor without changes."""
        is_ours_first = self.keeping is None and not self.before.sessions and self.before.control_points == (ARRIVAL,)
        return not is_ours_first and not self.difference.is_empty


def preview_programme(event: EventFile | None, path: Path) -> ProgrammePreview:
    """Return what importing `path` would change; None stands for a new event. Raises `UserError`."""
    return preview_source(event, read_programme_source(path))


def takes_long(path: Path) -> bool:
    """Whether to read this file in a thread."""
    return is_large(path)


def read_file(path: Path) -> ProgrammeFile:
    """Return a file's content for `preview_source`. For any thread; raises `UserError`."""
    return read_programme_source(path)


def preview_source(event: EventFile | None, source: ProgrammeFile) -> ProgrammePreview:
    """Return the preview of a file that was read already."""
    before, is_described = _there(event)
    if isinstance(source, OurFile):
        new = keep_columns(read_programme(source.document), before)
        return ProgrammePreview(before, new, None, compare_programmes(before, new))
    return _renewed(CurrentProgramme(before, is_described), source)


def apply_programme(  # noqa: PLR0913 (all of it is decided by the user at the preview)
    event: EventFile,
    seen: ProgrammePreview,
    *,
    at: datetime,
    desk: str,
    removes_gone: bool = False,
    authority: Authority | None = None,
) -> Programme:
    """Write what the preview showed, in one transaction. Raises `UserError` if the programme has changed since.

    `authority` is who allowed it and why, where that was asked. People are registered for sessions that earlier lists
    gave them and that are known only now.
    """
    programme = seen.programme if removes_gone or seen.keeping is None else seen.keeping
    with event.transaction():
        if event.programme() != seen.before:
            raise UserError(_CHANGED_MEANWHILE)
        programme = keep_old_titles(programme, seen.before)
        allowed = authority.body() if authority else {}
        rows = [(kind, subject, body | allowed) for kind, subject, body in change_entries(event.planned(), programme)]
        signer = authority.supervisor if authority else None
        event.journal.append_all(sealed_rows(event, rows, signer), at=at, desk=desk)
        reinterpret_lists(event, at=at, desk=desk)
    return programme


def import_programme(event: EventFile, path: Path, *, at: datetime, desk: str, removes_gone: bool = False) -> Programme:
    """Import a programme without a preview."""
    return apply_programme(event, preview_programme(event, path), at=at, desk=desk, removes_gone=removes_gone)


def load_programme(path: Path) -> Programme:
    """Return the programme of a file alone. Raises `UserError`."""
    return preview_programme(None, path).programme


def _there(event: EventFile | None) -> tuple[Programme, bool]:
    if event is None:
        return Programme(Event("")), False
    return event.programme(), bool(event.planned().event.title)


def _renewed(basis: CurrentProgramme, source: Calendar | FrabFile) -> ProgrammePreview:
    schedule = read_calendar(source, basis) if isinstance(source, Calendar) else read_frab(source.document, basis)
    check_count("session", len(schedule.items))
    check_count("speaker", sum(len(item.speakers or ()) for item in schedule.items))
    if not schedule.items:
        raise UserError(_NO_SESSION)
    renewal, before = update_programme(basis, schedule), basis.programme
    without = without_sessions(renewal.programme, renewal.gone)
    return ProgrammePreview(before, without, renewal.programme, compare_programmes(before, without), schedule.notes)


_NO_SESSION = Message(
    "schedule",
    "No session in this file can be used: each needs a title, a day and a time. Nothing was changed; check the "
    "file in the program it comes from.",
)
_CHANGED_MEANWHILE = Message(
    "schedule",
    "The programme was changed while you were looking at the file. Nothing was written; choose the file again.",
)


def export_programme(event: EventFile, path: Path) -> Programme:
    """Write the programme to a file (docs/programme.md), and return it."""
    programme = event.programme()
    write_file_atomically(path, programme_text(programme).encode("utf-8"), ".toml")
    return programme
