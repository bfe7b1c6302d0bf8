# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the files of entries in a shared folder: which are new, changed, spoilt or none of this event's.

A line counts if it has the event's seal, in whatever file it stands; everything else is skipped: torn ends, blocks of
zeros, half-copied files, files of other events. Raises `OSError`.
"""

import hashlib
import os
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from checkin.core.lists.progress import ReportProgress
from checkin.core.message import Message
from checkin.core.sync.sealed_entry import SealedEntry, read_sealed
from checkin.sync.authenticated_lines import LineAuthenticator
from checkin.sync.file_access import Lines, marked_files, read_lines
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
AT_ONCE = 20_000
"""Entries of one page, and a few more: the memory for them does not grow with the folder."""
RESCAN_S = 300.0
"""Seconds after which everything is read again: a file may be changed before the offset to which it was read."""
REST_S = 5.0
"""Seconds between two looks at a file of strangers that did not change, and at one that could not be read."""


@dataclass(frozen=True, slots=True)
class _Read:
    """The progress of reading one file.

    `tail` bytes after `offset` were seen that end in no line break. `is_bad`: it has lines without the seal. `is_ours`:
    it has a sealed line; `barren` bytes were read since the last one. `is_part`: more follows, in the next page.
    `is_closed`: it could not be read. `is_cut`: bad lines followed good ones, so that others may be lost.
    """

    offset: int
    inode: int
    changed: int
    tail: int = 0
    is_bad: bool = False
    is_ours: bool = False
    barren: int = 0
    is_part: bool = False
    is_closed: bool = False
    is_cut: bool = False

    @property
    def is_given_up(self) -> bool:
        return self.barren > (BARREN if self.is_ours else BARREN_AT_FIRST)

    @property
    def size(self) -> int:
        return self.offset + self.tail


class FolderReader:
    """The reading of a folder's files by one process: how far each was read, and which entries were returned.

    `now` returns seconds from any origin; `report` receives bytes read and total bytes.
    """

    def __init__(
        self, folder: Path, lines: LineAuthenticator, now: Callable[[], float], report: ReportProgress
    ) -> None:
        self._folder, self._lines, self._now, self._report = folder, lines, now, report
        self._left_alone = 0
        self._resting: set[str] = set()
        """Files of strangers that are not looked at before `_rest_until`."""
        self._rest_until = now() + REST_S
        self._forget()

    @property
    def strangers(self) -> int:
        """Number of files without a line of this event, and of files not read: too large, too many, closed to this
        account, or no regular files. The end of a line may still come: such a file counts after a while.
        """
        in_vain = (
            read.is_closed or (not read.is_ours and (read.is_bad or name in self._resting))
            for name, read in self._read.items()
        )
        return sum(in_vain) + self._left_alone

    def pull(self, cursor: Cursor) -> EntryPage:
        """Return new entries of all files, as `Peer.pull` does."""
        files = self._files()
        self._pass_strangers(files)
        if cursor.position != self._given or self._is_lost(files):
            self._forget()
            if cursor.position:
                raise CursorLostError(_CHANGED)
        found = self._new(files)
        self._given += len(found)
        return EntryPage(found, Cursor(self._given), is_last=len(found) < AT_ONCE)

    def has_changed(self) -> bool:
        """Whether `pull` may have something to read. Costs one look at the folder."""
        files = self._files()
        if self._is_lost(files):
            return True
        return any(name not in self._read or _has_news(self._read[name], now) for name, now in files.items())

    def is_spoilt(self, file: Path) -> bool:
        """Whether lines appended to the file would not be read, or it is no longer a regular file."""
        if file.is_symlink() or (file.exists() and not file.is_file()):
            return True
        read = self._read.get(file.name)
        return read is not None and (read.is_given_up or read.offset > LARGEST // 2)

    def _forget(self) -> None:
        self._resting.clear()
        self._read: dict[str, _Read] = {}
        self._seen: set[bytes] = set()
        self._given = self._reported = 0
        self._rescan_at = self._now() + RESCAN_S

    def _files(self) -> dict[str, os.stat_result]:
        """Return the files of entries to read, without those at rest; count the rest as strangers."""
        is_time = self._now() >= self._rest_until
        if is_time:
            self._rest_until = self._now() + REST_S
            self._resting.clear()
        found: dict[str, os.stat_result] = {}
        self._left_alone = 0
        for file, state in marked_files(self._folder, MARK):
            if file.name in self._resting:
                continue
            has_room = len(found) + len(self._resting) < MOST_FILES or file.name in self._read
            if not has_room or state is None or state.st_size > LARGEST:
                self._left_alone += 1
            elif is_time and self._may_rest(file.name, state):
                self._resting.add(file.name)
            else:
                found[file.name] = state
        return found

    def _may_rest(self, name: str, now: os.stat_result) -> bool:
        """Whether a file is a stranger's and as it was; one that could not be read is tried again instead."""
        was = self._read.get(name)
        if was is None:
            return False
        if was.is_closed:
            del self._read[name]
        if was.is_closed or was.is_ours:
            return False
        return bool(was.is_bad or was.tail) and not _has_news(was, now)

    def _pass_strangers(self, files: dict[str, os.stat_result]) -> None:
        """Forget files that never had a line of this event once they are gone, replaced or written, so that they are
        read anew.
        """
        for name, was in list(self._read.items()):
            if name in self._resting:
                continue
            if not was.is_ours and (
                name not in files or _is_another(was, files[name]) or _is_written(was, files[name])
            ):
                del self._read[name]

    def _is_lost(self, files: dict[str, os.stat_result]) -> bool:
        """Whether a file vanished, shrank, was replaced or repaired, or it is time to read everything again."""
        if self._now() >= self._rescan_at:
            return True
        looked_at = ((name, was) for name, was in self._read.items() if name not in self._resting)
        return any(
            name not in files or _is_another(was, files[name]) or _is_repaired(was, files[name])
            for name, was in looked_at
        )

    def _new(self, files: dict[str, os.stat_result]) -> tuple[SealedEntry, ...]:
        """Return new entries, all or about `AT_ONCE`. If reading is interrupted everything is read again, as nothing
        was returned yet.
        """
        known = {name: self._read[name].offset for name in files if name in self._read}
        total = self._reported + sum(now.st_size - known.get(name, 0) for name, now in files.items())
        found: list[SealedEntry] = []
        try:
            for name in sorted(files):
                with closing(self._pieces(name, files[name])) as pieces:
                    for lines, size in pieces:
                        found += self._unseen(self._unsealed(name, lines, size))
                        self._reported += size or sum(map(len, lines))
                        self._report(self._reported, total)
                        if len(found) >= AT_ONCE:
                            return tuple(found)
        except BaseException:
            self._forget()
            raise
        self._reported = 0
        return tuple(found)

    def _pieces(self, name: str, now: os.stat_result) -> Generator[Lines]:
        """Yield the new lines of a file, some at a time, with their size in bytes; what cannot be read holds up no
        other file.
        """
        was = self._read.get(name) or _Read(0, now.st_ino, now.st_mtime_ns)
        self._read[name] = was
        if now.st_size == was.size:
            return
        if was.is_given_up:
            self._read[name] = replace(was, tail=now.st_size - was.offset)
            return
        begun = replace(was, inode=now.st_ino, changed=now.st_mtime_ns, tail=0, is_bad=False, is_part=True)
        self._read[name] = begun
        try:
            for lines, size in read_lines(self._folder / name, was.offset, PIECE, LONGEST_LINE, now.st_size):
                yield lines, size
                if (read := self._read[name]).is_given_up:
                    self._read[name] = replace(read, tail=now.st_size - read.offset)
                    break
            self._read[name] = replace(self._read[name], is_part=False)
        except OSError:
            self._read[name] = replace(begun, tail=now.st_size - begun.offset, is_closed=True)
        finally:
            if read_now := self._read.get(name):
                is_cut = read_now.is_bad and was.is_ours and not was.is_part
                self._read[name] = replace(read_now, is_bad=read_now.is_bad or was.is_bad, is_cut=is_cut)

    def _unsealed(self, name: str, lines: list[bytes], size: int) -> list[object]:
        """Return the contents of lines, None for each without the seal, and count the lines as read. An end without a
        line break (size 0) stays unread.
        """
        parts = [self._lines.unseal(line) for line in lines if line] if size else []
        was, is_barren = self._read[name], all(one is None for one in parts)
        self._read[name] = replace(
            was,
            offset=was.offset + size,
            tail=0 if size else sum(map(len, lines)),
            is_bad=was.is_bad or None in parts,
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


def _has_news(was: _Read, now: os.stat_result) -> bool:
    return now.st_size != was.size or _is_another(was, now) or _is_written(was, now)


def _is_another(was: _Read, now: os.stat_result) -> bool:
    return now.st_ino != was.inode or now.st_size < was.offset


def _is_written(was: _Read, now: os.stat_result) -> bool:
    """Whether a file with bad lines, or half of one, was written since: perhaps over those."""
    return bool(was.is_bad or was.tail) and now.st_mtime_ns != was.changed


def _is_repaired(was: _Read, now: os.stat_result) -> bool:
    """Whether a file with bad lines may have lost or got lines before its end. One bad line, of a write that a power
    cut tore, makes nobody read everything again each time that lines are added.
    """
    return was.is_cut or (_is_written(was, now) and now.st_size == was.size)


_CHANGED = Message("sync", "The shared folder was changed from outside; it is being read again.")
