# SPDX-License-Identifier: GPL-3.0-or-later
"""Recent events of this computer: a small file with their paths, and a preview of each.

A file that cannot be read or written only means that there are no recent events.
"""

import contextlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from checkin.core.errors import CheckinError, StorageError
from checkin.core.lists.progress import ReportProgress
from checkin.core.message import Message
from checkin.core.programme import programme_entries as programme_entries
from checkin.documents.atomic_write import write_file_atomically
from checkin.services.event_file import zone_of
from checkin.storage.event_preview import read_event_preview
from checkin.storage.regular_files import read_regular_file
from checkin.storage.rescue_copies import stranded

MOST = 8
"""Events that are remembered."""
LARGEST = 100_000
"""Bytes that are read: a larger file was not written by this program."""


@dataclass(frozen=True, slots=True)
class RecentEvent:
    """A recent event for the welcome screen.

    `trouble` says why it cannot be opened, None if it can. `title` falls back to the file's name; `event` is its public
    id, "" if unread. `erased_on` is the day of the purge of all people, None while some are known. `rescued` is the
    copy to go on with if the file is missing or damaged; the preview is then of it.
    """

    path: Path
    title: str
    day: date | None = None
    people: int = 0
    erased_on: date | None = None
    trouble: CheckinError | None = None
    event: str = ""
    rescued: Path | None = None


class RecentEvents:
    """The list of recent events kept in `file`, newest first."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def paths(self) -> list[Path]:
        try:
            kept = json.loads(read_regular_file(self._file, LARGEST))
        except (OSError, ValueError):
            return []
        named = kept if isinstance(kept, list) else []
        return [Path(path) for path in named if isinstance(path, str) and path][:MOST]

    def remember(self, path: Path) -> None:
        """Put an event first."""
        whole = path.absolute()
        self._keep([whole, *(other for other in self.paths() if other != whole)])

    def forget(self, path: Path) -> None:
        """Take an event off the list; the file itself stays."""
        self._keep(other for other in self.paths() if other != path)

    def _keep(self, paths: Iterable[Path]) -> None:
        text = json.dumps([str(path) for path in paths][:MOST], ensure_ascii=False, indent=1)
        with contextlib.suppress(OSError, StorageError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_file_atomically(self._file, text.encode())


def inspect_events(paths: Sequence[Path], report: ReportProgress) -> tuple[RecentEvent, ...]:
    """Return a preview of each event. Slow for a drive that does not answer: call it in a thread."""
    seen = []
    for number, path in enumerate(paths):
        report(number, len(paths))
        seen.append(inspect_event(path))
    return tuple(seen)


def inspect_event(path: Path) -> RecentEvent:
    """Return the preview of one event, reading its file only."""
    try:
        if trouble := _missing(path):
            raise StorageError(trouble)
        return _look_into(path)
    except CheckinError as error:
        found = RecentEvent(path, path.stem, trouble=error)
    if copy := stranded(path):
        with contextlib.suppress(CheckinError):
            found = replace(_look_into(copy), path=path, trouble=found.trouble, rescued=copy)
    return found


def _look_into(path: Path) -> RecentEvent:
    seen = read_event_preview(path)
    event = programme_entries.fold_programme(seen.described).event
    erased_on = seen.erased_at.astimezone(zone_of(event)).date() if seen.erased_at else None
    return RecentEvent(path, event.title or path.stem, event.day, seen.people, erased_on, event=seen.event)


def _missing(path: Path) -> Message | None:
    with contextlib.suppress(OSError):  # the error is an answer too: unreachable
        if path.is_file():
            return None
        if path.parent.is_dir():
            return GONE
    return UNREACHABLE


GONE = Message("welcome", "The file is no longer there: moved, renamed or deleted.")
UNREACHABLE = Message("welcome", "Its folder cannot be reached: is a drive unplugged?")
