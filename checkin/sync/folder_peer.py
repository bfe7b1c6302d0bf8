# SPDX-License-Identifier: GPL-3.0-or-later
"""Sync over a folder: a network share, a synchronised folder or a USB drive. No server, no locks, no installation.

Each process appends to a file of its own and reads all others (`FolderReader`). A purge rewrites files.
"""

import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from io import FileIO
from pathlib import Path

from checkin.core.message import WHOLE, Message, ReportProgress, ignore_progress
from checkin.core.purge import anonymise_before_purge, has_people
from checkin.core.sync.sealed_entry import SealedEntry, read_sealed
from checkin.storage.journal_purge import erase_file
from checkin.storage.regular_files import open_regular_file, remove_path, replace_path, retry_while_held, sync_folder
from checkin.sync import heartbeats
from checkin.sync.heartbeats import (
    HeartbeatFiles,
    LineAuthenticator,
    Lines,
    discard_file,
    marked_files,
    read_lines,
    replace_file,
    translated_folder_errors,
)
from checkin.sync.peer import Cursor, CursorLostError, EntryPage, Heartbeat, ReceivedHeartbeat

# Reading the files of entries in a shared folder: which are new, changed, spoilt or none of this event's.
# A line counts if it has the event's seal, in whatever file it stands; everything else is skipped: torn ends, blocks
# of zeros, half-copied files, files of other events. Raises `OSError`.

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


# Removing an event from a USB drive or folder: every file with a line sealed by the event. Raises `SyncError`.
# Links, too large files and files that begin with much foreign data are skipped, as in an exchange. The caller must
# have read everything first (`services.sync.usb_exchange`): a file may hold the only copy of an arrival. Files of other
# events stay.

_DRAFT = re.compile(r"\.[0-9a-f]{16}\.part")
"""Name of a file of entries that was being rewritten."""


def remove_event(folder: Path, secret: bytes) -> int:
    """Overwrite and delete the files of the event with this secret; return how many there were."""
    lines, removed = LineAuthenticator(secret), 0
    with translated_folder_errors():
        for file in sorted(folder.iterdir()):
            if _is_kept_by_desks(file.name) and _is_read(file) and _is_ours(file, lines):
                removed += erase_file(file)
    return removed


def holds_event(folder: Path, secret: bytes) -> bool:
    """Whether a file in the folder bears the seal of the event whose secret this is."""
    lines = LineAuthenticator(secret)
    with translated_folder_errors():
        return any(
            _is_kept_by_desks(file.name) and _is_read(file) and _is_ours(file, lines)
            for file in sorted(folder.iterdir())
        )


def _is_kept_by_desks(name: str) -> bool:
    return any(mark in name for mark in (MARK, heartbeats.MARK)) or bool(_DRAFT.fullmatch(name))


def _is_read(file: Path) -> bool:
    return not file.is_symlink() and file.is_file() and file.stat().st_size <= LARGEST


def _is_ours(file: Path, lines: LineAuthenticator) -> bool:
    barren = 0
    for found, size in read_lines(file, 0, PIECE, LONGEST_LINE):
        if any(lines.unseal(line) is not None for line in found):
            return True
        barren += size
        if barren > BARREN_AT_FIRST:
            break
    return False
