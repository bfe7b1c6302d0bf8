# SPDX-License-Identifier: GPL-3.0-or-later
"""A rehearsal: a copy of the event in a folder of its own, that nobody hears of and nothing remains of (docs/adr/0037).

The event itself is closed meanwhile, and never written to.
"""

import contextlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import SystemRandom

from PySide6.QtCore import QLockFile

from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind
from checkin.core.errors import CheckinError, UserError
from checkin.core.exports.journal_fingerprint import find_export_origin
from checkin.core.message import Message
from checkin.core.pretend_guests import pretend_guests
from checkin.core.print_plan import NO_PLAN
from checkin.core.programme.programme import Programme
from checkin.core.rehearsal_rules import RehearsalOptions, RehearsalSnapshot, RehearsalTrace, begins_at, rehearsal_trace
from checkin.desk.evening.fingerprint_check import read_fingerprint
from checkin.desk.event_file import EventFile
from checkin.storage import settings_store as kept
from checkin.storage.outbox import REHEARSAL as ALONE
from checkin.storage.rehearsal_file import (
    PREFIX,
    erase_rehearsal_folder,
    forget_rehearsal_folder,
    is_rehearsal_copy,
    make_private_folder,
    make_rehearsal_copy,
    note_rehearsal_folder,
    rehearsal_folders,
)
from checkin.storage.sealed_journal import entries_by_arrival

COPY_NAME, COPY_LOCK = "rehearsal.checkin", "in-use"
Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class RehearsalResult:
    """`rehearsed` is who arrived in the rehearsal alone; `now` how the event stands, `trace` what became of it."""

    rehearsed: int
    now: RehearsalSnapshot
    trace: RehearsalTrace


class Rehearsal:
    """One, from its copy to its end. `event` is the copy, to be opened and closed by whoever rehearses; `clock` is
    its time.
    """

    def __init__(self, folder: Path, before: RehearsalSnapshot, clock: Callable[[], datetime]) -> None:
        self.folder, self.before, self.clock = folder, before, clock
        self._lock = _lock_of(folder)
        self._lock.tryLock(0)

    @property
    def path(self) -> Path:
        return self.folder / COPY_NAME

    def end(self, event: EventFile) -> RehearsalResult:
        """`event` is the real one, opened again. The copy is taken away."""
        rehearsed = self._rehearsed()
        self.remove()
        _forget(event, self.folder)
        arrived = entries_by_arrival(event.db)
        found = find_export_origin(self.before.sheet, event.key.event, arrived)
        return RehearsalResult(rehearsed, read_event_state(event), rehearsal_trace(found))

    def remove(self) -> None:
        self._lock.unlock()
        erase_rehearsal_folder(self.folder)

    def _rehearsed(self) -> int:
        """A copy that was damaged on the way has nothing to say."""
        try:
            copy = EventFile.open(self.path)
        except CheckinError:
            return 0
        count = read_event_state(copy).arrived - self.before.arrived
        copy.close()
        return max(0, count)


def begin_rehearsal(event: EventFile, now: Callable[[], datetime], wish: RehearsalOptions, say: Say) -> Rehearsal:
    """A copy of `event` as it is now. Raises `StorageError`, and leaves nothing, if there is no room for it.

    What is made in it cannot be taken for the real thing: its title says so on every screen, badge, sheet and export,
    and its journal begins with an entry that no other desk ever takes.
    """
    before = read_event_state(event)
    rehearsal = Rehearsal(make_private_folder(PREFIX), before, _clock(event, now))
    try:
        note_rehearsal_folder(event.db, rehearsal.folder)
        make_rehearsal_copy(event.db, rehearsal.path)
        copy = EventFile.open(rehearsal.path)
        _mark(copy, event.programme(), rehearsal, say)
        kept.save(copy.db, _settings(kept.load(copy.db), wish))
        copy.close()
    except BaseException:
        rehearsal.remove()
        _forget(event, rehearsal.folder)
        raise
    return rehearsal


def is_rehearsal(event: EventFile) -> bool:
    """Whether this file is a copy to practise on."""
    return is_rehearsal_copy(event.db)


def refuse_in_rehearsal(event: EventFile) -> None:
    """Raises `UserError` where other desks would hear of it."""
    if is_rehearsal(event):
        raise UserError(ALONE)


def make_guest_codes(event: EventFile) -> list[str]:
    """What pretend guests hold up, others each time. The list has no codes that its people do not have."""
    people = [person for person, _ in event.attendees.all()]
    return pretend_guests(people, event.key, SystemRandom())


def remove_old_rehearsals(event: EventFile | None = None) -> int:
    """Copies of rehearsals that stopped without warning, where copies go now and where those of `event` went; returns
    how many. One that is in use stays.
    """
    noted = rehearsal_folders(event.db) if event else []
    removed = [folder for folder in {*Path(tempfile.gettempdir()).glob(f"{PREFIX}*"), *noted} if _is_removed(folder)]
    for folder in noted:
        if event and folder in removed:
            _forget(event, folder)
    return len(removed)


def _is_removed(folder: Path) -> bool:
    lock = _lock_of(folder)
    if not folder.is_dir() or folder.is_symlink() or not lock.tryLock(0):
        return False
    lock.unlock()
    erase_rehearsal_folder(folder)
    return True


def _forget(event: EventFile, folder: Path) -> None:
    """A note of what is gone does no harm where the file cannot be written."""
    with contextlib.suppress(CheckinError):
        forget_rehearsal_folder(event.db, folder)


def read_event_state(event: EventFile) -> RehearsalSnapshot:
    """How an event stands now."""
    door = event.programme().control_points[0].id
    return RehearsalSnapshot(event.attendees.count(), event.attendees.arrived(door), read_fingerprint(event))


def _lock_of(folder: Path) -> QLockFile:
    """Of the process that rehearses; the system takes it away with that process."""
    lock = QLockFile(str(folder / COPY_LOCK))
    lock.setStaleLockTime(0)
    return lock


def _clock(event: EventFile, now: Callable[[], datetime]) -> Callable[[], datetime]:
    programme, settings, at = event.programme(), kept.load(event.db), now()
    point = programme.control_point(settings.control_point) or programme.control_points[0]
    ahead = begins_at(programme, point, at) - at
    return lambda: now() + ahead


def _mark(copy: EventFile, programme: Programme, rehearsal: Rehearsal, say: Say) -> None:
    """`programme` is the event's: one that nobody described is called like its own file."""
    at = rehearsal.clock()
    title = say(_TITLE, title=programme.event.title)
    with copy.writing():
        copy.journal.append(EntryKind.REHEARSAL_BEGUN, "", {"of": str(rehearsal.before.sheet)}, at=at, desk="")
    copy.plan(replace(programme, event=replace(programme.event, title=title)), at=at, desk="")


def _settings(before: Settings, wish: RehearsalOptions) -> Settings:
    """As at the desk, but alone; without a printer unless it was asked for."""
    alone = replace(before, folder="", hub="", identity="")
    return alone if wish.prints else replace(alone, printing=NO_PLAN)


_TITLE = Message("rehearsal", "REHEARSAL – {title}")
