# SPDX-License-Identifier: GPL-3.0-or-later
"""Rehearsals: practising on a copy of the event in a folder of its own, which is erased at the end (docs/adr/0037).

The event itself is closed meanwhile and never written to; no other desk receives the copy's entries.
"""

import contextlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import SystemRandom

from PySide6.QtCore import QLockFile

from checkin.core import rehearsal_rules
from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind
from checkin.core.journal_fingerprint import find_export_origin
from checkin.core.message import CheckinError, Message, Translate, UserError
from checkin.core.print_jobs import NO_PLAN
from checkin.core.programme.programme import Programme
from checkin.core.programme.programme_edits import day_at, point_like, programme_on
from checkin.services.event_file import EventFile
from checkin.storage import copies
from checkin.storage import settings_store as kept
from checkin.storage.journal_queries import entries_by_arrival
from checkin.storage.outbox import REHEARSAL as ALONE
from checkin.storage.regular_files import is_odd

COPY_NAME, COPY_LOCK = "rehearsal.checkin", "in-use"
"""Translates a message with its values."""


@dataclass(frozen=True, slots=True)
class RehearsalResult:
    """The outcome of a rehearsal.

    `rehearsed` counts arrivals in the rehearsal alone; `now` is the state of the real event; `trace` tells whether the
    real journal is unchanged.
    """

    rehearsed: int
    now: rehearsal_rules.RehearsalSnapshot
    trace: rehearsal_rules.RehearsalTrace


class Rehearsal:
    """One rehearsal, from its copy to its end. The caller opens and closes the copy at `path`; `clock` is its time."""

    def __init__(self, folder: Path, before: rehearsal_rules.RehearsalSnapshot, clock: Callable[[], datetime]) -> None:
        self.folder, self.before, self.clock = folder, before, clock
        self._lock = _lock_of(folder)
        self._lock.tryLock(0)

    @property
    def path(self) -> Path:
        return self.folder / COPY_NAME

    def end(self, event: EventFile) -> RehearsalResult:
        """Remove the copy, and return how the real event, opened again, compares with its state before."""
        rehearsed = self._rehearsed()
        self.remove()
        _forget(event, self.folder)
        arrived = entries_by_arrival(event.db)
        found = find_export_origin(self.before.sheet, event.key.event, arrived)
        return RehearsalResult(rehearsed, read_event_state(event), rehearsal_rules.rehearsal_trace(found))

    def remove(self) -> None:
        """Release the lock and erase the folder."""
        self._lock.unlock()
        copies.erase_rehearsal_folder(self.folder)

    def _rehearsed(self) -> int:
        """Return the number of arrivals rehearsed, 0 if the copy cannot be opened."""
        try:
            copy = EventFile.open(self.path)
        except CheckinError:
            return 0
        with contextlib.closing(copy):
            return max(0, read_event_state(copy).arrived - self.before.arrived)


def begin_rehearsal(
    event: EventFile, now: Callable[[], datetime], options: rehearsal_rules.RehearsalOptions, translate: Translate
) -> Rehearsal:
    """Copy `event` as it is now. Raises `StorageError`, leaving nothing, if there is no room for it.

    The copy cannot be mistaken for the event: its title says so on every screen, badge, sheet and export, and its
    journal begins with an entry that no other desk accepts.
    """
    before = read_event_state(event)
    rehearsal = Rehearsal(copies.make_private_folder(copies.PREFIX), before, _clock(event, now))
    try:
        copies.note_rehearsal_folder(event.db, rehearsal.folder)
        copies.make_rehearsal_copy(event.db, rehearsal.path)
        with contextlib.closing(EventFile.open(rehearsal.path)) as copy:  # Windows deletes no file that is open
            _mark(copy, event.programme(), rehearsal, translate)
            kept.save(copy.db, _settings(kept.load(copy.db), options))
    except BaseException:
        rehearsal.remove()
        _forget(event, rehearsal.folder)
        raise
    return rehearsal


def is_rehearsal(event: EventFile) -> bool:
    """Whether this file is a copy to practise on."""
    return copies.is_rehearsal_copy(event.db)


def refuse_in_rehearsal(event: EventFile) -> None:
    """Raise `UserError` in a rehearsal, for operations that other desks would notice."""
    if is_rehearsal(event):
        raise UserError(ALONE)


def make_guest_codes(event: EventFile) -> list[str]:
    """Return codes for pretend guests, different each time: existing tickets and deliberate errors."""
    people = [person for person, _ in event.attendees.all()]
    return rehearsal_rules.pretend_guests(people, event.key, SystemRandom())


def remove_old_rehearsals(event: EventFile | None = None) -> int:
    """Erase copies of rehearsals that ended without warning; return how many. One in use stays.

    Looks in the temporary folder and where `event` noted copies.
    """
    noted = copies.rehearsal_folders(event.db) if event else []
    removed = [
        folder for folder in {*Path(tempfile.gettempdir()).glob(f"{copies.PREFIX}*"), *noted} if _is_removed(folder)
    ]
    for folder in noted:
        if event and folder in removed:
            _forget(event, folder)
    return len(removed)


def _is_removed(folder: Path) -> bool:
    if not folder.is_dir() or folder.is_symlink() or is_odd(folder / COPY_LOCK):
        return False
    lock = _lock_of(folder)
    if not lock.tryLock(0):
        return False
    lock.unlock()
    copies.erase_rehearsal_folder(folder)
    return True


def _forget(event: EventFile, folder: Path) -> None:
    """Delete the note of a folder. Where the file cannot be written the stale note is harmless."""
    with contextlib.suppress(CheckinError):
        copies.forget_rehearsal_folder(event.db, folder)


def read_event_state(event: EventFile) -> rehearsal_rules.RehearsalSnapshot:
    """Return the state of an event now."""
    from checkin.services.attendance.attendance_evidence import read_fingerprint

    programme, now = event.programme(), event.clock()()
    entrance = programme_on(programme, day_at(programme, now)).control_points[0].id
    return rehearsal_rules.RehearsalSnapshot(
        event.attendees.count(), event.attendees.arrived(entrance), read_fingerprint(event)
    )


def _lock_of(folder: Path) -> QLockFile:
    """Return the lock of the rehearsing process; the system releases it when that process ends."""
    lock = QLockFile(str(folder / COPY_LOCK))
    lock.setStaleLockTime(0)
    return lock


def _clock(event: EventFile, now: Callable[[], datetime]) -> Callable[[], datetime]:
    programme, settings, at = event.programme(), kept.load(event.db), now()
    point = point_like(programme, settings.control_point) or programme.control_points[0]
    ahead = rehearsal_rules.begins_at(programme, point, at) - at
    return lambda: now() + ahead


def _mark(copy: EventFile, programme: Programme, rehearsal: Rehearsal, translate: Translate) -> None:
    """Mark the copy as a rehearsal, by a first entry and its title.

    `programme` is the event's own: read from the copy, an event without a title would be called after the copy's file.
    """
    at = rehearsal.clock()
    title = translate(Message("rehearsal", "REHEARSAL – {title}"), title=programme.event.title)
    with copy.transaction():
        copy.journal.append(EntryKind.REHEARSAL_BEGUN, "", {"of": str(rehearsal.before.sheet)}, at=at, desk="")
    copy.plan(replace(programme, event=replace(programme.event, title=title)), at=at, desk="")


def _settings(before: Settings, options: rehearsal_rules.RehearsalOptions) -> Settings:
    """Return the desk's settings without sync, and without a printer unless it was asked for."""
    alone = replace(before, folder="", hub="", identity="")
    return alone if options.prints else replace(alone, printing=NO_PLAN)
