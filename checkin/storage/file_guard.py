# SPDX-License-Identifier: GPL-3.0-or-later
"""The guard of an open event file: detects that the file was replaced, damaged or restored, and rescues its entries.

It checks before every write and whenever asked; until the file is put right, all that this desk knows is kept in memory
(docs/adr/0051).

    write ──▶ FileGuard.verify_file ──▶ unchanged: go on
                      │
                      └──▶ _look: what is on the disk now?  ── the event, complete ──▶ connect to it
                                      │
                                      └── another event, cut off, older ──▶ rescue, StorageError, until `repair`
"""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from checkin.core.message import Message, StorageError
from checkin.storage import rescue
from checkin.storage.connection import FILE_REPLACED, EventDatabase, read_only
from checkin.storage.regular_files import FileTrouble, OpenFileRecord, open_file_records, read_file_state
from checkin.storage.rescue import present_ids
from checkin.storage.sqlite_library import APPLICATION_ID, fetch_rows


@dataclass(frozen=True, slots=True)
class FileRepair:
    """The result of putting a file right. `kept`: path of the file that was in its place, None if there was none;
    `lost`: number of entries that were known and can no longer be read anywhere.
    """

    kept: Path | None
    lost: int


class FileGuard:
    """The guard of one connection, used in that connection's thread.

    Findings are shared by all connections of this process to the file (`OpenFileRecord`). Sets the connection's
    `verify_file`, so every `transaction` passes through it.
    """

    def __init__(self, db: EventDatabase) -> None:
        self._db = db
        self._is_rescued = False
        """Whether the connection points to the rescued copy in memory instead of the file."""
        db.verify_file = self.verify_file

    @property
    def trouble(self) -> FileTrouble | None:
        """The problem with the file now, None if there is none. Checks again: a USB drive may have been plugged in
        again. While another connection of this process writes, which has checked by itself, the last answer holds.
        """
        lock = self._db.held.turn
        if not lock.acquire(blocking=False):
            return self._db.held.trouble
        try:
            self.verify_file(False)
        except StorageError:
            return self._db.held.trouble
        finally:
            lock.release()
        return None

    def verify_file(self, is_other: bool) -> None:
        """Raise `StorageError` unless the file is the event's.

        `is_other`: SQLite did not find in the file what has to be there, so look at it even if it seems unchanged.
        """
        held = self._db.held
        if not self._db.is_held:  # closed
            return
        if held.trouble:
            if held.found == read_file_state(self._db.path):
                raise StorageError(SENTENCES[held.trouble])
            self._look()
        elif self._is_rescued or is_other or not (self._db.is_as_it_was() or self._is_carried_over()):
            self._look()

    @property
    def number(self) -> int:
        """Number of the file that is the event's now; it rises whenever the file is replaced or put right."""
        return self._db.held.number

    def reconnect_if_replaced(self) -> int:
        """Connect to the present file if another connection found it replaced; return its `number`.

        A thread that keeps its own connection all day calls this: when the number has changed it must read everything
        again. While the file is in trouble this connection lets go of it: Windows replaces no file that is open. Raises
        `StorageError` if the file was replaced once more, and no guard has examined that one.
        """
        if self._db.held.trouble and not self._is_rescued:
            with contextlib.suppress(StorageError):
                self._look()
        if self._db.number != self.number and not self._db.held.trouble:
            find_examined_record(self._db.path)
            self._db.abandon()
            self._db.reconnect()
            self._is_rescued = False
        return self.number

    def relock(self) -> None:
        """Take SQLite's locks again, after code of this process may have opened files of the event's folder."""
        with self._db.turn():
            if self._db.held.trouble or self._is_rescued or not self._db.is_held:
                return
            if self._db.is_as_it_was() or self._is_carried_over():
                self._db.conn.close()
                self._db.reconnect()
            else:
                self._look()

    def repair(self) -> FileRepair:
        """Rebuild the event file from what this desk knows and what the file in its place has of the same event.

        Raises `StorageError`, and then nothing has changed.
        """
        held = self._db.held
        kept, known = self._kept(), held.entries
        found = rescue.replace_event_file(kept, held)
        if not self._is_rescued:
            self._db.abandon()
        self._let_copy_go(kept)
        self._connect_to_another()
        held.found = None
        rescue.remove_rescue_copy(held)
        return FileRepair(found, max(0, known - held.entries))

    def _look(self) -> None:
        """Examine the file on the disk; connect to it, or rescue what is known and raise `StorageError`.

        The present connection is closed first: two connections that do not see the same log would not see each other's
        locks.
        """
        self._db.held.is_suspected = False
        kept = self._kept()
        wanted = rescue.ids_in(kept)
        if not self._is_rescued:
            self._db.abandon()
        trouble = self._found(wanted)
        if trouble is None:
            self._let_copy_go(kept)
            self._connect_to_another()
            return
        self._rescue(kept, trouble)
        raise StorageError(SENTENCES[trouble])

    def _is_carried_over(self) -> bool:
        """Whether it is the same file, whole, with all known entries: another program wrote the WAL into it. A file
        that may be damaged never counts, even if another connection committed meanwhile.
        """
        held, state = self._db.held, self._db.state_after_checkpoint()
        if state is None or held.is_suspected or diagnose_file(self._db.path, held, known(held)):
            return False
        self._db.accept_file_state(state)
        return True

    def _connect_to_another(self) -> None:
        held = self._db.held
        held.number += 1
        self._db.reconnect()
        self._is_rescued, held.trouble = False, None

    def _found(self, wanted: set[bytes]) -> FileTrouble | None:
        """Return what is wrong with the file. Our WAL is moved away first: SQLite would read it as the other
        event's.
        """
        path, held = self._db.path, self._db.held
        if not self._is_rescued and self._db.has_own_wal and rescue.is_another_event(path, held):
            rescue.set_stray_wal_aside(path)
            return FileTrouble.FOREIGN
        return diagnose_file(path, held, wanted | known(held))

    def _rescue(self, kept: EventDatabase, trouble: FileTrouble) -> None:
        held = self._db.held
        self._db.conn, self._is_rescued = kept.conn, True
        if held.trouble is None and held.rescue is None:
            held.rescue = rescue.write_rescue_copy(kept)
        held.trouble, held.found = trouble, read_file_state(self._db.path)

    def _kept(self) -> EventDatabase:
        """Return an in-memory copy of all that this desk knows."""
        return self._as_copy() if self._is_rescued else rescue.copy_in_memory(self._db)

    def _as_copy(self) -> EventDatabase:
        copy = EventDatabase(self._db.path, mode="memory")
        copy.conn.close()
        copy.conn = self._db.conn
        return copy

    def _let_copy_go(self, kept: EventDatabase | None) -> None:
        if kept:
            kept.conn.close()


def find_examined_record(path: Path) -> OpenFileRecord | None:
    """Return the record of the event file at `path`, None if this process does not have it open.

    Raises `StorageError` if something else may lie there that no guard has examined yet: a further connection would
    make that the event's, for all connections of this process.
    """
    held = open_file_records.known(path)
    if held is None:
        return None
    seen, now = held.seen, read_file_state(path)
    is_same = now.identity == seen.identity and not held.trouble
    is_grown = now.main == seen.main and now.has_grown(seen)
    if is_same and (is_grown or not (rescue.is_another_event(path, held) or diagnose_file(path, held, known(held)))):
        return held
    raise StorageError(FILE_REPLACED)


def read_anew(path: Path) -> None:
    """Read the whole file of an open event through a connection without a cache: bytes may have changed that nothing
    tells of, on a disk that fails. If the file is damaged, the next check of any connection finds out.

    Does nothing while there is no WAL: so long a read would hold up writes.
    """
    held = open_file_records.known(path)
    if held is None or held.trouble or held.seen.wal is None:
        return
    if diagnose_file(path, held, known(held)):
        held.is_suspected = True


def known(held: OpenFileRecord) -> set[bytes]:
    """Return the ids of entries that the file must contain, as far as this process knows."""
    return {held.newest, *held.acknowledged_ids()} - {b""}


def diagnose_file(path: Path, held: OpenFileRecord, wanted: set[bytes]) -> FileTrouble | None:
    """Return what is wrong with the file at `path`, which should be the opened event with the entries `wanted`; None if
    nothing. Reads only. A disk or share that does not answer has no file.
    """
    try:
        if not path.is_file():
            return FileTrouble.GONE
        with read_only(path) as db:
            if fetch_rows(db, "PRAGMA application_id") != [(APPLICATION_ID,)]:
                return FileTrouble.FOREIGN
            if fetch_rows(db, "SELECT id FROM event") != [(held.key[0],)]:
                return FileTrouble.FOREIGN
            if not rescue.is_sound(db):
                return FileTrouble.DAMAGED
            return FileTrouble.OLDER if wanted - present_ids(db, wanted) else None
    except StorageError:
        return FileTrouble.DAMAGED
    except OSError:
        return FileTrouble.GONE


SENTENCES = {
    FileTrouble.GONE: Message(
        "storage",
        "The event file is no longer in its place: nothing more is being saved. What this desk recorded since the "
        "event was opened is kept.",
    ),
    FileTrouble.FOREIGN: Message(
        "storage",
        "Another file has taken the place of the event file: nothing more is being saved. What this desk recorded "
        "since the event was opened is kept.",
    ),
    FileTrouble.DAMAGED: Message(
        "storage",
        "Something else damaged the event file: nothing more is being saved. What this desk recorded since the "
        "event was opened is kept.",
    ),
    FileTrouble.OLDER: Message(
        "storage",
        "The event file was replaced by an older copy: nothing more is being saved. What this desk recorded since "
        "the event was opened is kept.",
    ),
}
