# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the files of entries in a shared folder: which are new, changed, spoilt or none of this event's.

A line counts if it has the event's seal, in whatever file it stands; everything else is skipped: torn ends, blocks of
zeros, half-copied files, files of other events. Raises `OSError`.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from checkin.core.lists.progress import ReportProgress
from checkin.core.message import Message
from checkin.core.sync.sealed_entry import SealedEntry, read_sealed
from checkin.sync.authenticated_lines import LineAuthenticator
from checkin.sync.file_access import marked_files, read_lines
from checkin.sync.peer import Cursor, CursorLostError, EntryPage

MARK = ".checkin-log"
"""Part of the name of every file of entries. Synchronising programs add text before and after it."""
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


class FolderReader:
    """The reading of a folder's files by one process: how far each was read, and which entries were returned.

    `now` returns seconds from any origin; `report` receives bytes read and total bytes.
    """

    def __init__(
        self, folder: Path, lines: LineAuthenticator, now: Callable[[], float], report: ReportProgress
    ) -> None:
        self._folder, self._lines, self._now, self._report = folder, lines, now, report
        self._left_alone = 0
        self._forget()

    @property
    def strangers(self) -> int:
        """Number of files without a line of this event, and of files not read: too large, too many, or no regular
        files.
        """
        in_vain = sum(read.is_bad and not read.is_ours and read.offset > 0 for read in self._read.values())
        return in_vain + self._left_alone

    def pull(self, cursor: Cursor) -> EntryPage:
        """Return all new entries of all files, as `Peer.pull` does."""
        files = self._files()
        self._pass_strangers(files)
        if cursor.position != self._given or self._is_lost(files):
            self._forget()
            if cursor.position:
                raise CursorLostError(_CHANGED)
        found = self._new(files)
        self._given += len(found)
        return EntryPage(found, Cursor(self._given), is_last=True)

    def has_changed(self) -> bool:
        """Whether `pull` may have something to read. Costs one look at the folder."""
        files = self._files()
        known = {name: read.offset for name, read in self._read.items()}
        return self._is_lost(files) or {name: now.st_size for name, now in files.items()} != known

    def is_spoilt(self, file: Path) -> bool:
        """Whether lines appended to the file would not be read, or it is no longer a regular file."""
        if file.is_symlink() or (file.exists() and not file.is_file()):
            return True
        read = self._read.get(file.name)
        return read is not None and (read.is_given_up or read.offset > LARGEST // 2)

    def _forget(self) -> None:
        self._read: dict[str, _Read] = {}
        self._seen: set[bytes] = set()
        self._given = 0
        self._rescan_at = self._now() + RESCAN_S

    def _files(self) -> dict[str, os.stat_result]:
        """Return the files of entries to read; count the rest as strangers."""
        found: dict[str, os.stat_result] = {}
        self._left_alone = 0
        for file, state in marked_files(self._folder, MARK):
            has_room = len(found) < MOST_FILES or file.name in self._read
            if has_room and state and state.st_size <= LARGEST:
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
                    found += self._unseen(self._unsealed(name, lines, size))
                    read += size or sum(map(len, lines))
                    self._report(read, total)
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

    def _unsealed(self, name: str, lines: list[bytes], size: int) -> list[object]:
        """Return the contents of lines, None for each without the seal, and count the lines as read. An end without a
        line break (size 0) stays unread.
        """
        parts = [self._lines.unseal(line) for line in lines if line] if size else []
        was, is_barren = self._read[name], all(one is None for one in parts)
        self._read[name] = replace(
            was,
            offset=was.offset + size,
            is_bad=was.is_bad or None in parts or not size,
            is_ours=was.is_ours or not is_barren,
            barren=was.barren + size if is_barren else 0,
        )
        return parts

    def _unseen(self, contents: Iterable[object]) -> list[SealedEntry]:
        """Return the entries not seen before. The same id with other content is another entry."""
        new = {_letters(entry): entry for entry in filter(None, map(read_sealed, contents))}
        unseen = [entry for letters, entry in new.items() if letters not in self._seen]
        self._seen.update(new)
        return unseen


def _letters(entry: SealedEntry) -> bytes:
    """Return a short hash that identifies an entry with its content."""
    return hashlib.blake2b("\0".join(entry.fields()).encode(), digest_size=16).digest()


def _is_another(was: _Read, now: os.stat_result) -> bool:
    is_mended = was.is_bad and now.st_mtime_ns != was.changed
    return now.st_ino != was.inode or now.st_size < was.offset or is_mended


_CHANGED = Message("sync", "The shared folder was changed from outside; it is being read again.")
