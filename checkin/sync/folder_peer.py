# SPDX-License-Identifier: GPL-3.0-or-later
"""Sync over a folder: a network share, a synchronised folder or a USB drive. No server, no locks, no installation.

Each process appends to a file of its own and reads all others (`folder_reading`). A purge rewrites files.
"""

import os
import re
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import FileIO
from pathlib import Path

from checkin.core.lists.progress import WHOLE, ReportProgress, ignore_progress
from checkin.core.privacy.anonymisation import anonymise_before_purge, has_people
from checkin.core.sync.sealed_entry import SealedEntry, read_sealed
from checkin.storage.held_files import remove_path, replace_path, retry_while_held
from checkin.storage.regular_files import open_regular_file
from checkin.sync.authenticated_lines import LineAuthenticator
from checkin.sync.file_access import (
    discard_file,
    read_lines,
    replace_file,
    sync_folder,
    translated_folder_errors,
)
from checkin.sync.folder_reading import LONGEST_LINE, MARK, PIECE, FolderReader
from checkin.sync.heartbeats import HeartbeatFiles
from checkin.sync.peer import Cursor, EntryPage, Heartbeat, ReceivedHeartbeat

READING = WHOLE * 2 // 5
"""Share of a progress bar that reading the folder takes, if there is anything to read."""
POLL_S = 0.1
"""Seconds between two checks of the folder; an arrival reaches the next desk after half of it on average."""
REST, LONGEST_POLL_S = 20, 60.0
"""How many times as long as a look kept the processor busy the next one waits, and for how many seconds at most: a
folder of very many files takes no more than a twentieth of a processor.
"""
_OF_NO_DESK = re.compile(r"[0-9a-f]{16}(?!-)")


class FolderPeer:
    """A folder as a shared journal.

    `secret` is the event's; `now` returns seconds from any origin. `identity` identifies this event file on this
    computer, so that a later process recognises its own files. `report` receives bytes read and total bytes.
    """

    keeps_order = False
    news_socket = None

    def __init__(
        self,
        folder: Path,
        secret: bytes,
        now: Callable[[], float] = time.monotonic,
        identity: str = "",
        report: ReportProgress = ignore_progress,
    ) -> None:
        self.name = f"folder:{folder}"
        self._folder, self._now, self._lines = folder, now, LineAuthenticator(secret)
        own = f"{identity}-{secrets.token_hex(8)}" if identity else secrets.token_hex(8)
        self._prefix = f"{identity}-" if identity else own
        self._own = folder / f"{own}{MARK}"
        self._reader = FolderReader(folder, self._lines, now, report)
        self._greetings = HeartbeatFiles(folder, own, self._lines, now)
        self._look_at = now()
        self.emptied = 0
        """Files that had people of a purge, and have none any more."""

    @property
    def strangers(self) -> int:
        return self._reader.strangers + self._greetings.strangers

    def push(self, entries: Sequence[SealedEntry]) -> None:
        lines = b"".join(self._lines.sealed(entry.fields()) for entry in entries)
        with translated_folder_errors():
            if self._reader.is_spoilt(self._own):
                self._own = self._folder / f"{self._prefix.rstrip('-')}-{secrets.token_hex(8)}{MARK}"
            is_new = not self._own.exists()
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
            descriptor = retry_while_held(lambda: open_regular_file(self._own, flags))
            with open(descriptor, "r+b", buffering=0) as file:
                if not _ends_in_line(file):
                    lines = b"\n" + lines  # an earlier write of ours was torn
                _write(file, lines)
                os.fsync(file.fileno())
            if is_new:
                sync_folder(self._folder)

    def pull(self, cursor: Cursor) -> EntryPage:
        """Return all new entries of all files. An entry that stands in several files is returned once."""
        began = time.thread_time()
        try:
            with translated_folder_errors():
                return self._reader.pull(cursor)
        finally:
            self._rest(began)

    def exchange_heartbeats(self, me: Heartbeat) -> tuple[ReceivedHeartbeat, ...]:
        with translated_folder_errors():
            return self._greetings.exchange(me)

    @property
    def quiet_s(self) -> float:
        return max(0.0, self._look_at - self._now())

    def has_news(self) -> bool:
        """Whether a file changed, if it is time to look: a network share tells nothing by itself."""
        if self._now() < self._look_at:
            return False
        began = time.thread_time()
        try:
            return self._reader.has_changed()
        except OSError:
            return True
        finally:
            self._rest(began)

    def _rest(self, began: float) -> None:
        """Set the time of the next look, from the end of this one: a slow share is not asked all the time."""
        busy = time.thread_time() - began
        self._look_at = self._now() + min(max(POLL_S, busy * REST), LONGEST_POLL_S)

    def forget(self, purge: bytes, emptied: Iterable[SealedEntry]) -> None:
        """Rewrite only this desk's files and those that name no desk; `pull` detects the change.

        Another desk rewrites its own: one of them may hold the only copy of an arrival.
        """
        new = {entry.id: entry for entry in emptied}
        with translated_folder_errors():
            for file in sorted(self._folder.iterdir()):
                if self._is_to_empty(file.name) and file.is_file() and not file.is_symlink():
                    changed = self._rewrite(
                        file, lambda entry: new.get(entry.id) or anonymise_before_purge(entry, purge)
                    )
                    self.emptied += changed

    def other_desks(self) -> tuple[tuple[str, datetime], ...]:
        """Return the names on the heartbeats of other desks in the folder, however old, with their times."""
        with translated_folder_errors():
            signs = self._greetings.read_all()
        return tuple((sign.desk, sign.at) for sign in signs if f"{sign.identity}-" != self._prefix)

    def desks_with_people(self, purge: bytes) -> tuple[str, ...]:
        """Return the desks whose files still have people of before the purge, by name; each empties its own.

        A desk's name is on the newest heartbeat of its identity, not in the entries, which other desks may have
        written. A file without any belongs to "".
        """
        with translated_folder_errors():
            signs = sorted(self._greetings.read_all(), key=lambda sign: sign.at, reverse=True)
            files = [f for f in sorted(self._folder.iterdir()) if MARK in f.name and not self._is_to_empty(f.name)]
            left = [file.name for file in files if file.is_file() and self._has_people(file, purge)]
        return tuple(sorted({_desk_of(name, signs) for name in left}))

    def _has_people(self, file: Path, purge: bytes) -> bool:
        found = (self._lines.unseal(line) for lines, _ in read_lines(file, 0, PIECE, LONGEST_LINE) for line in lines)
        return any(has_people(entry, purge) for entry in map(read_sealed, found) if entry)

    def _is_to_empty(self, name: str) -> bool:
        return MARK in name and (name.startswith(self._prefix) or bool(_OF_NO_DESK.match(name)))

    def _rewrite(self, file: Path, changed: Callable[[SealedEntry], SealedEntry]) -> bool:
        """Return whether the file is another now. What bears no seal goes: it may be a piece of somebody. In a file
        that names another desk, or none, one line has to be of this event: else the whole file is another event's.
        """
        part, is_other = file.with_name(f".{secrets.token_hex(8)}.part"), False
        is_ours = file.name.startswith(self._prefix)
        try:
            with part.open("xb") as draft:
                for lines, _ in read_lines(file, 0, PIECE, LONGEST_LINE):
                    parts = [parts for parts in map(self._lines.unseal, lines) if parts is not None]
                    is_ours |= bool(parts)
                    entries = filter(None, map(read_sealed, parts))
                    after = b"".join(self._lines.sealed(changed(entry).fields()) for entry in entries)
                    is_other |= after != b"".join(line + b"\n" for line in lines)
                    draft.write(after)
                draft.flush()
                os.fsync(draft.fileno())
            if is_other and is_ours:
                _replace_and_erase(part, file)
        finally:
            remove_path(part)
        return is_other and is_ours

    def close(self) -> None:
        """Do nothing: no file is kept open."""


class UsbPeer(FolderPeer):
    """A USB drive, where no other desk is active. A purge empties the files of all desks: their entries were taken in
    just before, in the same round.
    """

    def _is_to_empty(self, name: str) -> bool:
        return MARK in name


def _desk_of(name: str, signs: Iterable[Heartbeat]) -> str:
    """Return the desk whose file has this name, by the first sign of its identity; "" if there is none."""
    return next((sign.desk for sign in signs if name.startswith(f"{sign.identity}-")), "")


def _replace_and_erase(part: Path, file: Path) -> None:
    """Put `part` in the place of `file`, and overwrite the bytes of the old one: freed blocks would keep them.

    Until then the old file has the name of a shared journal that belongs to no desk: if this is interrupted it is still
    read, and emptied by the next desk.
    """
    old = file.with_name(f"{secrets.token_hex(8)}{MARK}")
    replace_path(file, old)
    try:
        replace_file(part, file)
    except OSError:
        replace_path(old, file)
        raise
    discard_file(old)


def _ends_in_line(file: FileIO) -> bool:
    if not file.seek(0, os.SEEK_END):
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def _write(file: FileIO, data: bytes) -> None:
    """Write all of it: the system may accept it in parts."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]
