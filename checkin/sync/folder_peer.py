# SPDX-License-Identifier: GPL-3.0-or-later
"""Sync over a folder: a network share, a synchronised folder or a USB drive. No server, no locks, no installation.

Each process appends to a file of its own and reads all others. A line counts if it has this event's seal, in whatever
file it stands; everything else is skipped: torn ends, blocks of zeros, half-copied files, files of other events.
"""

import contextlib
import errno
import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import FileIO
from pathlib import Path

from checkin.core.errors import SyncError
from checkin.core.lists.progress import WHOLE, ReportProgress, ignore_progress
from checkin.core.message import Message
from checkin.core.privacy.anonymisation import anonymise_before_purge
from checkin.core.sync.sealed_entry import SealedEntry, read_sealed
from checkin.sync.authenticated_lines import LineAuthenticator
from checkin.sync.file_access import discard_file, open_regular_file, read_lines, replace_file, sync_folder
from checkin.sync.heartbeats import HeartbeatFiles
from checkin.sync.peer import Cursor, CursorLostError, Heartbeat, LogPage, ReceivedHeartbeat

MARK = ".checkin-log"
"""Part of the name of every file of entries. Synchronising programs add text before and after it."""
READING = WHOLE * 2 // 5
"""Share of a progress bar that reading the folder takes, if there is anything to read."""
POLL_S = 0.3
"""Seconds between two checks of the folder; an arrival reaches the next desk after half of it on average."""
PIECE = 1 << 20
"""Bytes read at a time; a user can cancel after each."""
LONGEST_LINE = 1 << 16
"""Bytes of a line; a sealed entry has at most half of that."""
LARGEST = 1 << 30
"""Bytes of a file; larger ones are not read. Enough for three million arrivals of one desk."""
BARREN, BARREN_AT_FIRST = 16 << 20, 1 << 20
"""Bytes without a line of this event after which a file is read no further; the smaller limit holds for a file that
has had no such line.
"""
MOST_FILES = 50_000
"""Files of one folder; unchanged files cost one look each."""
RESCAN_S = 300.0
"""Seconds after which everything is read again: a file may be changed before the offset to which it was read."""


_OF_NO_DESK = re.compile(r"[0-9a-f]{16}(?!-)")


@dataclass(frozen=True, slots=True)
class _Read:
    """The progress of reading one file. `is_bad`: it has lines without the seal, or ends without a line break.
    `is_ours`: it has a sealed line; `barren` bytes were read since the last one.
    """

    offset: int
    inode: int
    changed: int
    is_bad: bool = False
    is_ours: bool = False
    barren: int = 0

    @property
    def is_given_up(self) -> bool:
        return self.barren > (BARREN if self.is_ours else BARREN_AT_FIRST)


class FolderPeer:
    """A folder as the log that desks share.

    `secret` is the event's; `now` returns seconds from any origin. `identity` identifies this event file on this
    computer, so that a later process recognises its own files. `tell` receives bytes read and total bytes.
    """

    keeps_order = False

    def __init__(
        self,
        folder: Path,
        secret: bytes,
        now: Callable[[], float] = time.monotonic,
        identity: str = "",
        tell: ReportProgress = ignore_progress,
    ) -> None:
        self.name = f"folder:{folder}"
        self._folder, self._now, self._lines, self._tell = folder, now, LineAuthenticator(secret), tell
        own = f"{identity}-{secrets.token_hex(8)}" if identity else secrets.token_hex(8)
        self._prefix = f"{identity}-" if identity else own
        self._own, self._left_alone = folder / f"{own}{MARK}", 0
        self._greetings = HeartbeatFiles(folder, own, self._lines, now)
        self._look_at = now()
        self.emptied = 0
        """Files that had people of a purge, and have none any more."""
        self._forget()

    @property
    def strangers(self) -> int:
        """Number of files without a line of this event, and of files not read: too large, too many, or no regular
        files.
        """
        in_vain = sum(read.is_bad and not read.is_ours and read.offset > 0 for read in self._read.values())
        return in_vain + self._left_alone + self._greetings.strangers

    def push(self, entries: Sequence[SealedEntry]) -> None:
        lines = b"".join(self._lines.sealed(entry.fields()) for entry in entries)
        with translated_folder_errors():
            if self._is_spoilt(self._own):
                self._own = self._folder / f"{self._prefix.rstrip('-')}-{secrets.token_hex(8)}{MARK}"
            is_new = not self._own.exists()
            with open(open_regular_file(self._own, os.O_RDWR | os.O_CREAT | os.O_APPEND), "r+b", buffering=0) as file:
                if not _ends_in_line(file):
                    lines = b"\n" + lines  # an earlier write of ours was torn
                _write(file, lines)
                os.fsync(file.fileno())
            if is_new:
                sync_folder(self._folder)

    def pull(self, cursor: Cursor) -> LogPage:
        """Return all new entries of all files. An entry that stands in several files is returned once."""
        self._look_at = self._now() + POLL_S
        with translated_folder_errors():
            files = self._files()
            self._pass_strangers(files)
            if cursor.position != self._given or self._is_lost(files):
                self._forget()
                if cursor.position:
                    raise CursorLostError(_CHANGED)
            found = self._new(files)
        self._given += len(found)
        return LogPage(found, Cursor(self._given))

    def exchange_heartbeats(self, me: Heartbeat) -> tuple[ReceivedHeartbeat, ...]:
        with translated_folder_errors():
            return self._greetings.exchange(me)

    def wait(self, seconds: float) -> bool:
        time.sleep(max(0.0, min(seconds, self._look_at - self._now())))
        return self._now() >= self._look_at

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
                    said = [said for said in map(self._lines.said, lines) if said is not None]
                    is_ours |= bool(said)
                    entries = filter(None, map(read_sealed, said))
                    after = b"".join(self._lines.sealed(changed(entry).fields()) for entry in entries)
                    is_other |= after != b"".join(line + b"\n" for line in lines)
                    draft.write(after)
                draft.flush()
                os.fsync(draft.fileno())
            if is_other and is_ours:
                _replace_and_erase(part, file)
        finally:
            part.unlink(missing_ok=True)
        return is_other and is_ours

    def close(self) -> None:
        """Do nothing: no file is kept open."""

    def _forget(self) -> None:
        self._read: dict[str, _Read] = {}
        self._seen: set[bytes] = set()
        self._given = 0
        self._rescan_at = self._now() + RESCAN_S

    def _files(self) -> dict[str, os.stat_result]:
        """Return the files of entries to read; count the rest as strangers."""
        found: dict[str, os.stat_result] = {}
        self._left_alone = 0
        for file in os.scandir(self._folder):
            if MARK not in file.name:
                continue
            has_room = len(found) < MOST_FILES or file.name in self._read
            if has_room and file.is_file(follow_symlinks=False) and (state := file.stat()).st_size <= LARGEST:
                found[file.name] = state
            else:
                self._left_alone += 1
        return found

    def _pass_strangers(self, files: dict[str, os.stat_result]) -> None:
        """Forget files that never had a line of this event once they are gone or replaced, so that they are read
        anew.
        """
        for name, was in list(self._read.items()):
            if not was.is_ours and (name not in files or _is_another(was, files[name])):
                del self._read[name]

    def _is_spoilt(self, file: Path) -> bool:
        """Whether lines appended to the file would not be read, or it is no longer a regular file."""
        if file.is_symlink() or (file.exists() and not file.is_file()):
            return True
        read = self._read.get(file.name)
        return read is not None and (read.is_given_up or read.offset > LARGEST // 2)

    def _is_lost(self, files: dict[str, os.stat_result]) -> bool:
        """Whether a file vanished, shrank, was replaced or repaired, or it is time to read everything again."""
        if self._now() >= self._rescan_at:
            return True
        return any(name not in files or _is_another(was, files[name]) for name, was in self._read.items())

    def _new(self, files: dict[str, os.stat_result]) -> tuple[SealedEntry, ...]:
        """Return the new entries. If reading is interrupted everything is read again, as nothing was returned yet."""
        known = {name: self._read[name].offset for name in files if name in self._read}
        read, total = 0, sum(now.st_size - known.get(name, 0) for name, now in files.items())
        found: list[SealedEntry] = []
        try:
            for name in sorted(files):
                for lines, size in self._pieces(name, files[name]):
                    found += self._unseen(self._said(name, lines, size))
                    read += size or sum(map(len, lines))
                    self._tell(read, total)
        except BaseException:
            self._forget()
            raise
        return tuple(found)

    def _pieces(self, name: str, now: os.stat_result) -> Iterator[tuple[list[bytes], int]]:
        """Yield the new lines of a file, some at a time, with their size in bytes."""
        was = self._read.get(name) or _Read(0, now.st_ino, now.st_mtime_ns)
        self._read[name] = was
        if now.st_size == was.offset or was.is_given_up:
            return
        self._read[name] = replace(was, inode=now.st_ino, changed=now.st_mtime_ns)
        for lines, size in read_lines(self._folder / name, was.offset, PIECE, LONGEST_LINE):
            yield lines, size
            if self._read[name].is_given_up:
                return

    def _said(self, name: str, lines: list[bytes], size: int) -> list[object]:
        """Return the contents of lines, None for each without the seal, and count the lines as read. An end without a
        line break (size 0) stays unread.
        """
        said = [self._lines.said(line) for line in lines if line] if size else []
        was, is_barren = self._read[name], all(one is None for one in said)
        self._read[name] = replace(
            was,
            offset=was.offset + size,
            is_bad=was.is_bad or None in said or not size,
            is_ours=was.is_ours or not is_barren,
            barren=was.barren + size if is_barren else 0,
        )
        return said

    def _unseen(self, said: Iterable[object]) -> list[SealedEntry]:
        """Return the entries not seen before. The same id with other content is another entry."""
        new = {_letters(entry): entry for entry in filter(None, map(read_sealed, said))}
        unseen = [entry for letters, entry in new.items() if letters not in self._seen]
        self._seen.update(new)
        return unseen


def _letters(entry: SealedEntry) -> bytes:
    """Return a short hash that identifies an entry with its content."""
    return hashlib.blake2b("\0".join(entry.fields()).encode(), digest_size=16).digest()


class KeyPeer(FolderPeer):
    """A USB drive, where no other desk is active. A purge empties the files of all desks: their entries were taken in
    just before, in the same round.
    """

    def _is_to_empty(self, name: str) -> bool:
        return MARK in name


def _is_another(was: _Read, now: os.stat_result) -> bool:
    is_mended = was.is_bad and now.st_mtime_ns != was.changed
    return now.st_ino != was.inode or now.st_size < was.offset or is_mended


def _replace_and_erase(part: Path, file: Path) -> None:
    """Put `part` in the place of `file`, and overwrite the bytes of the old one: freed blocks would keep them.

    Until then the old file has the name of a log that belongs to no desk: if this is interrupted it is still read, and
    emptied by the next desk.
    """
    old = file.with_name(f"{secrets.token_hex(8)}{MARK}")
    file.rename(old)
    try:
        replace_file(part, file)
    except OSError:
        old.rename(file)
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


@contextlib.contextmanager
def translated_folder_errors() -> Iterator[None]:
    """Turn file system errors into a `SyncError` whose message is meant for the user."""
    try:
        yield
    except OSError as exc:
        match exc.errno:
            case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
                raise SyncError(_FULL) from exc
            case errno.EROFS | errno.EACCES | errno.EPERM:
                raise SyncError(_READ_ONLY) from exc
        raise SyncError(_GONE) from exc


_CHANGED = Message("sync", "The shared folder was changed from outside; it is being read again.")
_FULL = Message("sync", "The folder or drive is full. Everything is saved here; make room there, or use another one.")
_READ_ONLY = Message(
    "sync",
    "The folder or drive can be read but not written to. Everything is saved here; allow writing, or use another one.",
)
_GONE = Message(
    "sync", "The folder or drive cannot be reached. Everything is saved here and will be sent when it is back."
)
