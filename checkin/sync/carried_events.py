# SPDX-License-Identifier: GPL-3.0-or-later
"""Events that were put on a key for new computers: one file for each, beside the entries. Raises `SyncError`.

A file has two lines: the text of the invitation, and the state of the event under its seal. It is written under another
name and renamed when it is on the disk, so a key that is pulled out has the earlier file, the new one, or none.
"""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from checkin.core.errors import UserError
from checkin.core.sync.carried_event import CarriedEvent
from checkin.core.sync.invitation import invitation_in, is_sayable
from checkin.sync.authenticated_lines import LineAuthenticator
from checkin.sync.file_access import open_regular_file, replace_file, sync_folder
from checkin.sync.folder_peer import translated_folder_errors

MARK = ".checkin-invitation"
PART = ".part"
LARGEST = 100_000
"""Bytes: a larger file is not ours."""
MOST = 1 << 40
"""People or entries that a key may say it has."""


def write_carried_event(folder: Path, carried: CarriedEvent) -> None:
    """Write the file of an event, or replace it, whole or not at all."""
    file = _file(folder, carried.event)
    part = file.with_name(file.name + PART)
    with translated_folder_errors():
        try:
            part.unlink(missing_ok=True)
            with open(open_regular_file(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as draft:
                draft.write(_lines(carried))
                draft.flush()
                os.fsync(draft.fileno())
            replace_file(part, file)
            sync_folder(folder)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise


def read_carried_events(folder: Path) -> tuple[tuple[CarriedEvent, ...], int]:
    """Return the events that were put into a folder, and how many of their files are not whole."""
    with translated_folder_errors():
        texts = [_text(Path(file.path)) for file in sorted(_files(folder), key=lambda file: file.name)]
    events = [_carried(text) for text in texts]
    return tuple(filter(None, events)), events.count(None)


def read_carried_event(folder: Path, event: str) -> CarriedEvent | None:
    """Return what a folder says about one event; None if the event is not there, or not whole."""
    with translated_folder_errors():
        file = _file(folder, event)
        return _carried(_text(file)) if file.is_file() and not file.is_symlink() else None


def remove_carried_event(folder: Path, event: str) -> None:
    """Remove the file of an event, and what an interrupted write left of it. None is no error."""
    file = _file(folder, event)
    with translated_folder_errors():
        for path in (file, file.with_name(file.name + PART)):
            path.unlink(missing_ok=True)


def _file(folder: Path, event: str) -> Path:
    """Return the path, named by a number: an id may be any text, and every file system takes hexadecimal digits."""
    return folder / f"{hashlib.sha256(event.encode()).hexdigest()[:16]}{MARK}"


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    return (file for file in os.scandir(folder) if file.name.endswith(MARK) and file.is_file(follow_symlinks=False))


def _text(file: Path) -> bytes:
    """Return nothing for one that cannot be read: the others can."""
    with contextlib.suppress(OSError), open(open_regular_file(file), "rb") as opened:
        return opened.read(LARGEST)
    return b""


def _lines(carried: CarriedEvent) -> bytes:
    said = {
        "at": carried.at.isoformat(),
        "people": carried.people,
        "entries": carried.entries,
        "desks": list(carried.desks),
        "day": carried.day.isoformat() if carried.day else "",
        "hub": carried.has_hub,
        "purge": carried.purge,
    }
    lines = LineAuthenticator(carried.invitation.key.secret)
    return carried.invitation.text().encode("ascii") + b"\n" + lines.sealed(said)


def _carried(text: bytes) -> CarriedEvent | None:
    """Return what the file says; None unless all of it bears the seal of the event that its invitation names."""
    first, _, second = text.partition(b"\n")
    try:
        invitation = invitation_in(first.decode("ascii"))
    except (UserError, UnicodeDecodeError):
        return None
    with contextlib.suppress(ValueError):
        said: Any = LineAuthenticator(invitation.key.secret).said(second.rstrip(b"\n"))
        match said:
            case {"at": str(at), "people": int(people), "entries": int(entries), "desks": [str(first_desk), *more]} if (
                is_sayable(first_desk) and _is_number(people) and _is_number(entries)
            ):
                day = str(said.get("day", ""))
                return CarriedEvent(
                    invitation,
                    _time(at),
                    people,
                    entries,
                    (first_desk, *filter(is_sayable, more)),
                    date.fromisoformat(day) if day else None,
                    bool(said.get("hub")),
                    str(said.get("purge", "")),
                )
    return None


def _is_number(count: int) -> bool:
    return 0 <= count <= MOST


def _time(text: str) -> datetime:
    """Raises `ValueError` for one that is in no time zone, or in no year of a computer."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or not 1900 <= at.year <= 9000:
        raise ValueError
    return at
