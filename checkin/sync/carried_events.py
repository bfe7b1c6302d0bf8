# SPDX-License-Identifier: GPL-3.0-or-later
"""Invitations to whole events on a USB drive, one file each beside the entries. Raises `SyncError`.

A file has two lines: the text of the invitation, and a sealed summary of the event. It is written under another name
and renamed when it is on the disk, so a drive that is pulled out has the earlier file, the new one, or none.
"""

import contextlib
import hashlib
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

from checkin.core.errors import UserError
from checkin.core.sync.carried_event import CarriedEvent
from checkin.core.sync.invitation import invitation_in, is_sayable
from checkin.storage.held_files import remove_path
from checkin.storage.regular_files import open_regular_file
from checkin.sync.authenticated_lines import LineAuthenticator
from checkin.sync.file_access import (
    discard_file,
    marked_files,
    replace_file,
    sync_folder,
    translated_folder_errors,
)

MARK = ".checkin-invitation"
PART = ".part"
LARGEST = 100_000
"""Bytes; a larger file is ignored."""
MOST = 1 << 40
"""Greatest number of people or entries that a summary may claim."""


def write_carried_event(folder: Path, carried: CarriedEvent) -> None:
    """Write or replace the file of an event, complete or not at all."""
    file = _file(folder, carried.event)
    part = file.with_name(file.name + PART)
    with translated_folder_errors():
        try:
            remove_path(part)
            with open(open_regular_file(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as draft:
                draft.write(_lines(carried))
                draft.flush()
                os.fsync(draft.fileno())
            replace_file(part, file)
            sync_folder(folder)
        except OSError:
            with contextlib.suppress(OSError):
                remove_path(part)
            raise


def read_carried_events(folder: Path) -> tuple[tuple[CarriedEvent, ...], int]:
    """Return the events in a folder, and the number of incomplete event files."""
    with translated_folder_errors():
        files = [Path(file.path) for file, state in marked_files(folder, MARK) if state and file.name.endswith(MARK)]
    texts = [_text(file) for file in sorted(files)]
    events = [_carried(text) for text in texts]
    return tuple(filter(None, events)), events.count(None)


def read_carried_event(folder: Path, event: str) -> CarriedEvent | None:
    """Return the summary of one event in a folder; None if it is missing or incomplete."""
    with translated_folder_errors():
        file = _file(folder, event)
        return _carried(_text(file)) if file.is_file() and not file.is_symlink() else None


def remove_carried_event(folder: Path, event: str) -> None:
    """Overwrite and remove the file of an event, and the rest of an interrupted write. A missing file is no error."""
    file = _file(folder, event)
    with translated_folder_errors():
        for path in (file, file.with_name(file.name + PART)):
            discard_file(path)


def _file(folder: Path, event: str) -> Path:
    """Return the path, named by a hash: an id may be any text, and every file system accepts hexadecimal digits."""
    return folder / f"{hashlib.sha256(event.encode()).hexdigest()[:16]}{MARK}"


def _text(file: Path) -> bytes:
    """Return the content, b"" if the file cannot be read: other files may be readable."""
    with contextlib.suppress(OSError), open(open_regular_file(file), "rb") as opened:
        return opened.read(LARGEST)
    return b""


def _lines(carried: CarriedEvent) -> bytes:
    described = {
        "at": carried.at.isoformat(),
        "people": carried.people,
        "entries": carried.entries,
        "desks": list(carried.desks),
        "day": carried.day.isoformat() if carried.day else "",
        "hub": carried.has_hub,
        "purge": carried.purge,
    }
    lines = LineAuthenticator(carried.invitation.key.secret)
    return carried.invitation.text().encode("ascii") + b"\n" + lines.sealed(described)


def _carried(text: bytes) -> CarriedEvent | None:
    """Return the event in the file; None unless it is sealed by the event that the invitation names."""
    first, _, second = text.partition(b"\n")
    try:
        invitation = invitation_in(first.decode("ascii"))
    except (UserError, UnicodeDecodeError):
        return None
    with contextlib.suppress(ValueError):
        contents: Any = LineAuthenticator(invitation.key.secret).unseal(second.rstrip(b"\n"))
        match contents:
            case {"at": str(at), "people": int(people), "entries": int(entries), "desks": [str(first_desk), *more]} if (
                is_sayable(first_desk) and _is_number(people) and _is_number(entries)
            ):
                day = str(contents.get("day", ""))
                return CarriedEvent(
                    invitation,
                    _time(at),
                    people,
                    entries,
                    (first_desk, *filter(is_sayable, more)),
                    date.fromisoformat(day) if day else None,
                    bool(contents.get("hub")),
                    str(contents.get("purge", "")),
                )
    return None


def _is_number(count: int) -> bool:
    return 0 <= count <= MOST


def _time(text: str) -> datetime:
    """Return the time. Raises `ValueError` without a time zone or for an impossible year."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or not 1900 <= at.year <= 9000:
        raise ValueError
    return at
