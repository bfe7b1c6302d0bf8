# SPDX-License-Identifier: GPL-3.0-or-later
"""The program's data on this computer: its recent events, its settings, and its removal.

What is removed: its folder, leftovers of demos and rehearsals, named events. Exported files belong to the users and
stay.
"""

import contextlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

from checkin import __version__
from checkin.core.desk_settings import Settings, computer_settings
from checkin.core.message import CheckinError, Message, ReportProgress, StorageError, UserError
from checkin.core.programme import programme_entries
from checkin.core.support import is_newer
from checkin.documents.atomic_write import write_file_atomically
from checkin.paths import LOG
from checkin.services.computer.crash_recovery import OPEN_SUFFIX, is_event_open, is_locked
from checkin.services.event_file import EventFile, zone_of
from checkin.services.rehearsal import COPY_LOCK, COPY_NAME
from checkin.storage import settings_store
from checkin.storage.copies import PREFIX, stranded
from checkin.storage.database import read_event_preview
from checkin.storage.journal_purge import erase_files, erase_folder, event_file_parts
from checkin.storage.regular_files import read_regular_file

LEFTOVERS = (("checkin-demo-*", "demo.checkin", "demo.checkin.lock"), (f"{PREFIX}*", COPY_NAME, COPY_LOCK))
"""Demo and rehearsal folders: name pattern, the event inside, and its lock while in use.

They lie in the shared temporary folder, where nothing else may be touched, whatever it is called.
"""
LARGEST_LIST = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """Files of one kind. `size` is in bytes."""

    what: Message
    files: tuple[Path, ...]

    @property
    def size(self) -> int:
        return sum(path.stat().st_size for path in self.files if path.exists())


def list_app_data(folder: Path, temporary: Path | None = None) -> tuple[Kept, ...]:
    """Return the program's files by kind, without empty kinds. `folder` is the program's own."""
    kinds: dict[Message, list[Path]] = {words: [] for words in (_LOGS, _CRASHES, _MARKS, _LISTS, _LEFT)}
    for path in _own_files(folder):
        kinds[_kind(path.name)].append(path)
    for left in find_leftovers(temporary):
        kinds[_LEFT] += [path for path in left.rglob("*") if path.is_file()]
    return tuple(Kept(words, tuple(files)) for words, files in kinds.items() if files)


def find_leftovers(temporary: Path | None = None) -> list[Path]:
    """Return the folders of demos and rehearsals that ended badly, without those still in use."""
    place = temporary or Path(tempfile.gettempdir())
    return [
        folder
        for pattern, inside, lock in LEFTOVERS
        for folder in sorted(place.glob(pattern))
        if any(folder.glob(f"{inside}*")) and not folder.is_symlink() and not is_locked(folder / lock)
    ]


def known_events(folder: Path) -> list[Path]:
    """Return the existing event files that are named in the program's folder."""
    named = {
        text for path in sorted(folder.glob("*.json")) for text in _texts(_read(path)) if text.endswith(".checkin")
    }
    return [path for path in map(Path, sorted(named)) if path.is_file()]


def remove_app_data(folder: Path, events: Sequence[Path] = (), temporary: Path | None = None) -> int:
    """Remove everything in `list_app_data`, and `events` with the files beside them; return how many.

    Raises `UserError` for an event that is open, before anything is touched, and for a file that cannot be removed.
    """
    refuse_open(events)
    count = sum(erase_files(event_file_parts(event)) for event in events)
    count += sum(erase_folder(left) for left in find_leftovers(temporary))
    count += erase_files(_own_files(folder))
    with contextlib.suppress(OSError):
        folder.rmdir()  # a user's event may be in it
    return count


def refuse_open(events: Iterable[Path]) -> None:
    """Raise `UserError` if one of these events is open in a window."""
    for event in events:
        if is_event_open(event):
            raise UserError(_IS_OPEN, name=event.name)


def _own_files(folder: Path) -> list[Path]:
    """Return the files directly in the folder, without events kept there: these are removed only when named."""
    return [path for path in sorted(folder.glob("*")) if path.is_file() and ".checkin" not in path.name]


def _kind(name: str) -> Message:
    patterns = {_LOGS: f"{LOG}*", _CRASHES: "crash*.txt", _MARKS: f"*{OPEN_SUFFIX}"}
    return next((words for words, pattern in patterns.items() if fnmatch(name, pattern)), _LISTS)


def _read(path: Path) -> object:
    try:
        return json.loads(read_regular_file(path, LARGEST_LIST))
    except (OSError, ValueError):
        return None


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _all(value.values())
    elif isinstance(value, list):
        yield from _all(value)


def _all(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        yield from _texts(value)


_LOGS = Message("removal", "The program’s log")
_CRASHES = Message("removal", "Notes of where Checkin stopped unexpectedly")
_MARKS = Message("removal", "Which event is open")
_LISTS = Message("removal", "Lists and choices on this computer: recent events, the last version seen")
_LEFT = Message("removal", "What a demonstration or a rehearsal left behind")
_IS_OPEN = Message("removal", "“{name}” is open. Nothing was removed: close its window first, then try again.")
NOT_REMOVED = (
    Message("removal", "Exports, badges, certificates and reports that someone saved: they stay where they are."),
    Message("removal", "Shared folders, USB drives, the shared server, and the other computers."),
    Message("removal", "Copies the system makes by itself: backups, snapshots, the bin."),
)


# Recent events of this computer: a small file with their paths, and a preview of each.
# A file that cannot be read or written only means that there are no recent events.

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


# What a computer keeps from one event to the next: camera, printers, sound, language, look, and the version last used.
# Each event keeps its desk's settings; a new one starts with these, and the first window is drawn with them.

SEEN = "version.txt"
"""File name in the program's folder: the version started last."""
LARGEST_VERSION = 100
"""Bytes of it that are read."""
KEPT = "computer.json"
"""File name in the program's folder."""
LARGEST_SETTINGS = 1 << 20
"""Bytes of it that are read."""


def load_computer_settings(folder: Path) -> Settings | None:
    """Return the settings of the last desk here, defaults elsewhere; None before the first."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return computer_settings(
            settings_store.from_plain(json.loads(read_regular_file(folder / KEPT, LARGEST_SETTINGS)))
        )
    return None


def save_computer_settings(folder: Path, settings: Settings) -> None:
    """Save the part of `settings` that belongs to the computer. A write error is ignored."""
    with contextlib.suppress(OSError, StorageError):
        folder.mkdir(parents=True, exist_ok=True)
        write_file_atomically(folder / KEPT, json.dumps(settings_store.to_plain(computer_settings(settings))).encode())


def apply_computer_settings(event: EventFile, folder: Path) -> bool:
    """Give a new event this computer's settings; return whether there were any."""
    known = load_computer_settings(folder)
    if known is None:
        return False
    before = settings_store.load(event.db)
    settings_store.save(event.db, computer_settings(known, before))
    return True


def check_update(folder: Path) -> bool:
    """Whether an older version was started here before; True once per update, False on a new computer."""
    seen = folder / SEEN
    before = ""
    with contextlib.suppress(OSError):
        before = read_regular_file(seen, LARGEST_VERSION).decode("utf-8", "replace").strip()
    if before != __version__:
        with contextlib.suppress(OSError, StorageError):
            folder.mkdir(parents=True, exist_ok=True)
            write_file_atomically(seen, __version__.encode())
    return is_newer(__version__, before)
