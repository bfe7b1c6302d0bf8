# SPDX-License-Identifier: GPL-3.0-or-later
"""Removal of the program's data from this computer: its folder, leftovers of demos and rehearsals, named events.

Exported files belong to the users and stay.
"""

import contextlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.paths import LOG
from checkin.services.computer.open_mark import SUFFIX, is_event_open, is_locked
from checkin.services.rehearsal import COPY_LOCK, COPY_NAME
from checkin.storage.regular_files import read_regular_file
from checkin.storage.rehearsal_file import PREFIX
from checkin.storage.secure_erase import erase_files, erase_folder, event_file_parts

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
    patterns = {_LOGS: f"{LOG}*", _CRASHES: "crash*.txt", _MARKS: f"*{SUFFIX}"}
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
