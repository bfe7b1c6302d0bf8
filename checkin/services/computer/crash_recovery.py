# SPDX-License-Identifier: GPL-3.0-or-later
"""Recovery after a crash: its notes, the marks of open events, how far a file had come, and what the user is told."""

import contextlib
import faulthandler
import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QLockFile

from checkin.core.json_values import whole
from checkin.core.message import Message, StorageError
from checkin.core.support import redact_path
from checkin.documents.atomic_write import write_file_atomically
from checkin.services.event_file import EventFile
from checkin.services.privacy.purge_day import when_text
from checkin.storage.copies import LACKING, RescuedEntries, find_rescued
from checkin.storage.database import integrity_problems
from checkin.storage.regular_files import is_odd, open_regular_file, read_regular_file, remove_path
from checkin.translation import clock_time, translate


@dataclass(frozen=True, slots=True)
class RecoveredState:
    """The people who arrived, at whichever control point, the time of the last, whether the file is sound. Codes that
    were read but not answered are not among them.

    `has_people`: whether anybody is in the event. `beside` is what a rescue copy has and this file has not.
    """

    arrivals: int
    last: datetime | None
    is_sound: bool
    beside: RescuedEntries | None = None
    has_people: bool = True


def read_recovered_state(event: EventFile) -> RecoveredState:
    """Read the whole file: nothing is called safe before SQLite's integrity check found no problem."""
    visits = list(event.attendees.visits())
    last = max((visit.arrived_at for visit in visits), default=None)
    arrivals = sum(max(visit.people for visit in own) for _, own in groupby(visits, lambda visit: visit.attendee))
    has_people = event.attendees.count() > 0
    return RecoveredState(arrivals, last, not integrity_problems(event.db), find_rescued(event.db), has_people)


def recovery_sentence(found: RecoveredState, now: datetime) -> str:
    if not found.is_sound:
        return translate(_DAMAGED)
    if found.beside:
        return missing_entries_sentence(found.beside)
    if not found.last:
        return translate(_NOBODY if found.has_people else _EMPTY)
    when = when_text(found.last.astimezone(now.tzinfo), now)
    return translate(_ONE if found.arrivals == 1 else _ALL, count=found.arrivals, when=when)


def missing_entries_sentence(found: RescuedEntries) -> str:
    return translate(LACKING, entries=found.entries, arrivals=found.arrivals, name=found.name)


_ALL = Message(
    "resuming",
    "Checkin stopped abruptly. Found again: {count} people who came to any control point, the last {when}. The last "
    "codes may have to be scanned again.",
)
_ONE = Message(
    "resuming",
    "Checkin stopped abruptly. Found again: 1 person who came to any control point, {when}. The last codes may have "
    "to be scanned again.",
)
_NOBODY = Message(
    "resuming",
    "Checkin stopped abruptly. Nobody had come to the event yet. The last codes may have to be scanned again.",
)
_EMPTY = Message(
    "resuming",
    "Checkin stopped abruptly. Nobody is on the list: an import that was under way was not finished; import again.",
)
_DAMAGED = Message(
    "resuming",
    "Checkin stopped abruptly, and the event file is damaged. Carry on with a copy of it, or on paper; F1 "
    "helps you report the problem.",
)


# Crash notes: what Python's faulthandler writes when the program dies inside a library, stripped of paths.
# The raw file holds full paths; at the next start its redacted lines move to the notes.

RAW, NOTES = "crash.txt", "crashes.txt"
LARGEST = 64 * 1024
"""Largest size of either file in bytes; the newest part is kept."""
MOST = 1 << 24
"""Bytes that are read of either."""

_FATAL = re.compile(
    r"Fatal Python error: (Segmentation fault|Aborted|Bus error|Illegal instruction|Floating[- ]point exception)", re.I
)
_THREAD = re.compile(r"(Current thread|Thread) 0x[0-9a-f]+.*:")
_FRAME = re.compile(r'  File "(.*)", line (\d+|\?\?\?) in ([\w.<>]+)')
_WINDOWS = re.compile(r"Windows fatal exception: ([\w ]{1,40}|code 0x[0-9a-f]+)")


def watch_crashes(folder: Path) -> TextIO | None:
    """Enable the fault handler, after turning an earlier crash into notes. None if nothing can be written.

    The returned file must stay open as long as the program runs.
    """
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        collect_crashes(folder)
        descriptor = open_regular_file(folder / RAW, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        raw = os.fdopen(descriptor, "a", encoding="utf-8")
        faulthandler.enable(raw)
        return raw
    return None


def collect_crashes(folder: Path) -> None:
    """Move the raw crash into the notes, redacted. Raises `OSError`."""
    raw, notes = folder / RAW, folder / NOTES
    written = _read(raw)[-LARGEST:]
    if lines := list(redact_crash(written)):
        before = _read(notes)
        notes.write_text((before + "\n".join(lines) + "\n")[-LARGEST:], "utf-8", newline="")
        raw.write_bytes(b"")  # another window may have it open


def _read(file: Path) -> str:
    """Return the text, "" for a file that is not there. Raises `OSError`."""
    return read_regular_file(file, MOST).decode("utf-8", "replace") if file.exists() else ""


def redact_crash(written: str) -> Iterator[str]:
    """Yield the recognised lines, without the folders of their files."""
    for line in written.splitlines():
        if found := _FATAL.match(line) or _WINDOWS.match(line):
            yield found[0]
        elif found := _THREAD.match(line):
            yield f"{found[1]}:"
        elif found := _FRAME.fullmatch(line):
            yield f"  {redact_path(found[1])}:{found[2]} {found[3]}"


# A record, outside the event file, of how far the file had come: detects an older backup restored in its place.
# The user is told when an older file is opened (docs/adr/0051). There is one small file per event in the program's
# folder, without names of people; nothing essential is only in it.

NEWEST_SUFFIX = ".newest.json"
LARGEST_RECORD = 10_000


@dataclass(frozen=True, slots=True)
class Missing:
    """Entries that the file once had and lacks now, `arrivals` among them; the newest was written at `until`."""

    entries: int
    arrivals: int
    until: datetime


@dataclass(frozen=True, slots=True)
class _Extent:
    """The recorded extent: the event's id, its newest entry, when that was written, and the counts up to then."""

    event: str
    newest: str
    at: str
    entries: int
    arrivals: int


class AcknowledgedExtent:
    """The recorded extent of one open event file. A folder that cannot be written disables it.

    Call `note` every few seconds and when the window closes, not at each scan: entries written between a note and a
    crash are in the file.
    """

    def __init__(self, folder: Path, event: EventFile) -> None:
        self._event = event
        name = hashlib.sha256(str(event.path.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._path = folder / f"{name}{NEWEST_SUFFIX}"
        self._noted = b""

    def missing(self) -> Missing | None:
        """Return what was in the file when last noted and is not now; None if nothing, or for another event.

        Raises `StorageError`.
        """
        kept = self._read()
        if kept is None or kept.event != self._event.key.event:
            return None
        newest, until = bytes.fromhex(kept.newest), datetime.fromisoformat(kept.at)
        entries = kept.entries - self._event.journal.count_until(newest)
        if entries <= 0 and self._event.journal.entry(newest):
            return None
        arrivals = kept.arrivals - self._event.attendees.visit_count(until)
        return Missing(max(1, entries), max(0, arrivals), until)

    def note(self) -> bool:
        """Record how far the file has come, unless something is missing; return whether everything is there."""
        held = self._event.db.held
        if held.trouble or held.newest == self._noted:
            return not held.trouble
        with contextlib.suppress(StorageError):
            if not self.missing():
                self.accept()
                return True
        return False

    def accept(self) -> None:
        """Record the file as it is, once the user has read what is missing."""
        with contextlib.suppress(OSError, StorageError):
            if (newest := self._event.journal.newest()) is None:
                return  # an empty event
            entries = self._event.journal.count_until(newest.id)
            arrivals = self._event.attendees.visit_count(newest.at)
            extent = _Extent(self._event.key.event, newest.id.hex(), newest.at.isoformat(), entries, arrivals)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_file_atomically(self._path, json.dumps(asdict(extent)).encode())
            self._noted = self._event.db.held.newest

    def _read(self) -> _Extent | None:
        try:
            found = whole(_Extent, json.loads(read_regular_file(self._path, LARGEST_RECORD)))
            bytes.fromhex(found.newest), datetime.fromisoformat(found.at)
        except (OSError, ValueError):
            return None
        return found


def missing_sentence(found: Missing, now: datetime) -> str:
    """Return the sentence about a file that is older than what this computer recorded."""
    until = found.until.astimezone(now.tzinfo)
    time = clock_time(until) if until.date() == now.date() else f"{until:%d/%m %H:%M}"
    return translate(_OLDER, time=time, entries=found.entries, arrivals=found.arrivals)


_OLDER = Message(
    "resuming",
    "This event file is older than what this computer recorded in it until {time}: {entries} "
    "{entries:entry|entries} {entries:is|are} missing, including {arrivals} {arrivals:arrival|arrivals}. Get "
    "them back from another desk (⋮, “Other desks…”), or close the window and put the newer file back in its "
    "place. Until then, people who came may be let in twice.",
)


# Open marks: a file that exists while an event is open, so that a leftover one shows a crash (docs/adr/0039).
# It also says what was on the screen. Nothing essential is only in it.

OPEN_SUFFIX = ".open.json"
MOST_TRIES = 3
"""How often an event is reopened automatically, so that one that crashes the program does not do so for ever."""


@dataclass(frozen=True, slots=True)
class ScreenState:
    """The state of an event's window, for reopening it.

    `screen` is its number in the rail, `spoken` the language, `tries` how often it was reopened after
    stopping at once.
    """

    event: str
    screen: int = 0
    spoken: str = ""
    tries: int = 0


class OpenMark:
    """The mark of one open event. A folder that cannot be written has no marks, which is no error."""

    def __init__(self, folder: Path, event: Path) -> None:
        self._path = _path(folder, event)
        self._sitting = ScreenState(str(event.resolve()))

    def found(self) -> ScreenState | None:
        """Return what was on the screen when the program last crashed; None if it did not."""
        return _read_mark(self._path)

    def note(self, **changed: object) -> None:
        """Save changed fields of the `ScreenState`."""
        self._sitting = replace(self._sitting, **changed)  # type: ignore[arg-type]
        with contextlib.suppress(OSError, StorageError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_file_atomically(self._path, json.dumps(asdict(self._sitting)).encode())

    def remove(self) -> None:
        _forget(self._path)


def find_interrupted(folder: Path) -> ScreenState | None:
    """Return the event that was open last in a crash and still exists, removing marks of missing events."""
    for path in sorted(folder.glob(f"*{OPEN_SUFFIX}"), key=_written_at, reverse=True):
        sitting = _read_mark(path)
        if sitting is None or not Path(sitting.event).is_file():
            _forget(path)
        elif not is_event_open(Path(sitting.event)):
            return sitting
    return None


def is_event_open(event: Path) -> bool:
    """Whether a window has this event open now."""
    return is_locked(Path(f"{event}.lock"))


def is_locked(path: Path) -> bool:
    """Whether a running program holds this lock; not if its folder is gone, of which Qt warns on Windows, or if it is
    no file: Qt would wait for a pipe.
    """
    if not path.parent.is_dir() or is_odd(path):
        return False
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)  # no time limit: a window may stay open for days
    if not lock.tryLock(0):
        return lock.error() is QLockFile.LockError.LockFailedError
    lock.unlock()
    return False


def _path(folder: Path, event: Path) -> Path:
    """Return the mark's path, named by a hash: the event's name is private and may be too long."""
    return folder / (
        hashlib.sha256(str(event.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:16] + OPEN_SUFFIX
    )


def _read_mark(path: Path) -> ScreenState | None:
    try:
        return whole(ScreenState, json.loads(read_regular_file(path, LARGEST_RECORD)))
    except (OSError, ValueError):
        return None


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _forget(path: Path) -> None:
    with contextlib.suppress(OSError):
        remove_path(path)
