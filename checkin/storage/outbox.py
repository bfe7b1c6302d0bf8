# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal as synchronised with other desks: entries not yet delivered, and entries that arrive from a peer's shared
journal.

An entry is delivered when it is seen in the peer's shared journal (its `position`), not when it was sent.
"""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from checkin.core.entries import EntryKind, id_ms
from checkin.core.message import Message, UserError
from checkin.core.sync.sealed_entry import LOCAL_KINDS, SEALED_KINDS, Intake, NotTaken, SealedEntry, rule_of
from checkin.storage import journal_purge
from checkin.storage.connection import EventDatabase, transaction
from checkin.storage.copies import is_rehearsal_copy
from checkin.storage.database import event_key
from checkin.storage.journal import Journal
from checkin.storage.journal_queries import copied, is_emptied, separate_collision, shared_ids
from checkin.storage.sqlite_library import Database, fetch_rows

_COLUMNS = "id, kind, subject, desk, at, body"
_TRAVELS = "kind NOT IN ({})".format(",".join(f"'{kind}'" for kind in sorted(LOCAL_KINDS)))


@dataclass(frozen=True, slots=True)
class CursorAdvance:
    """A step from one cursor (position, chain) in a peer's shared journal to the next."""

    peer: str
    before: tuple[int, bytes]
    after: tuple[int, bytes]


class Outbox:
    """The outgoing and incoming entries of one event, in the thread of its connection. Each writing method is one
    transaction of its own.

    Raises `UserError` for a rehearsal copy: its entries never reach other desks (docs/adr/0037).
    """

    def __init__(self, db: Database, journal: Journal) -> None:
        if is_rehearsal_copy(db):
            raise UserError(REHEARSAL)
        self._db, self._journal = db, journal
        self._is_whole = self._is_purged = False
        self._left_out = frozenset[NotTaken]()
        self._ahead: SealedEntry | None = None

    @contextlib.contextmanager
    def all_at_once(self) -> Iterator[None]:
        """Run the block as one transaction, and rebuild the tables once, at its end.

        For a file that no desk works with yet: a hundred thousand people arrive several times as fast as page by page.
        """
        with transaction(self._db):
            self._is_whole = True
            try:
                yield
            finally:
                self._is_whole = False
            self._journal.rebuild()
        self._clean()

    def _writing(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext() if self._is_whole else transaction(self._db)

    # Cursor of a peer's shared journal

    def cursor(self, peer: str) -> tuple[int, bytes]:
        found = fetch_rows(self._db, "SELECT position, chain FROM peers WHERE name = ?", [peer])
        return (found[0][0], found[0][1]) if found else (0, b"")

    def begin_anew(self, peer: str) -> None:
        """Start from the beginning of the shared journal of `peer`: another one than before, or one that lost its
        entries.

        All of it is read again, and all entries that it lacks are sent again.
        """
        with self._writing():
            self._db.conn.execute("DELETE FROM peers")
            self._db.conn.execute("INSERT INTO peers VALUES (?, 0, x'')", [peer])
            self._db.conn.execute("UPDATE journal SET position = NULL WHERE position IS NOT NULL")

    def is_known(self, peer: str) -> bool:
        """Whether the stored positions are those of this peer's shared journal."""
        return bool(fetch_rows(self._db, "SELECT 1 FROM peers WHERE name = ?", [peer]))

    # Entries to send

    def undelivered(self, after: bytes, limit: int) -> list[SealedEntry]:
        """Return the undelivered entries after an id in order, without those that were refused."""
        clause = f"WHERE position IS NULL AND {_TRAVELS} AND id > ? AND id NOT IN (SELECT id FROM refused)"
        # The limit is part of the text: SQLite may parse a statement again for each limit that it is given.
        return self._read(f"{clause} ORDER BY id LIMIT {limit}", [after])

    def waiting(self) -> int:
        """Return the number of entries never seen in the peer's shared journal."""
        return int(fetch_rows(self._db, f"SELECT count(*) FROM journal WHERE position IS NULL AND {_TRAVELS}")[0][0])

    def since(self, place: int, limit: int) -> list[tuple[int, SealedEntry]]:
        """Return entries after `place` in the order they were inserted here, from all desks; `place` 0 is the
        beginning.
        """
        found = fetch_rows(
            self._db,
            "SELECT place, journal.id, kind, subject, desk, at, body FROM journal_order "
            f"JOIN journal USING (id) WHERE place > ? ORDER BY place LIMIT {limit}",
            [place],
        )
        return [(row[0], SealedEntry(*row[1:])) for row in found]

    def _read(self, clause: str, arguments: Sequence[object]) -> list[SealedEntry]:
        return [
            SealedEntry(*row) for row in fetch_rows(self._db, f"SELECT {_COLUMNS} FROM journal {clause}", arguments)
        ]

    # Entries received

    def absorb(self, entries: Sequence[SealedEntry | None], step: CursorAdvance | None = None) -> int:
        """Insert new entries, set positions and advance the cursor in one transaction; return the number of new
        entries.

        `None` among the entries is one that cannot be kept; what `Intake` does not take is left out. Another window on
        this file may read the same shared journal: if the cursor is no longer at the beginning of the step it stays,
        and the rest is read again. (A cursor that went back behind positions it had given would find them missing in no
        shared journal that begins alike.)

        A received purge is carried out at once; purged people do not come back. An entry that another desk told without
        its person is filled again, unless a purge came after it.
        """
        told = [entry for entry in entries if entry]
        ahead = None if self._is_whole else self._journal.people_ahead(self._to_keep(told))
        with self._writing():
            new = self._to_keep(told)
            emptied = self._known(entry.id for entry in new)
            added = [entry for entry in new if entry.id not in emptied]
            places = self._advance(entries, step) if step and self.cursor(step.peer) == step.before else {}
            self._db.conn.executemany(
                f"INSERT INTO journal ({_COLUMNS}, position) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(e.id, e.kind, e.subject, e.desk, e.at, e.body, places.pop(e.id, None)) for e in added],
            )
            self._db.conn.executemany(
                "INSERT INTO told VALUES (?)", [(e.id,) for e in added if rule_of(e.kind).decides_at_its_desk]
            )
            if emptied:
                journal_purge.fill_again(self._db, [entry for entry in new if entry.id in emptied])
            self._db.conn.executemany(
                "UPDATE journal SET position = ? WHERE id = ? AND position IS NULL",
                [(place, entry_id) for entry_id, place in places.items()],
            )
            if purges := [entry for entry in new if entry.kind == EntryKind.EVENT_PURGED]:
                self._is_purged = True
                self._journal.empty()
                self._note(purges)
            elif not self._is_whole:
                self._journal.update_tables([*new, *emptied.values()], ahead)
                self._note(added)
        self._clean()
        return len(new)

    def _note(self, entries: Sequence[SealedEntry]) -> None:
        """Add the entries to those that the open file must contain, like this desk's own."""
        if isinstance(self._db, EventDatabase):
            self._db.note(entries)

    def _clean(self) -> None:
        """Remove the old bytes after a purge; call after the commit."""
        if self._is_purged and not self._is_whole:
            self._is_purged = False
            journal_purge.remove_old_bytes(self._db)

    def _advance(self, entries: Sequence[SealedEntry | None], step: CursorAdvance) -> dict[bytes, int]:
        """Advance the cursor; return the positions of the entries by id."""
        self._db.conn.execute("INSERT OR REPLACE INTO peers VALUES (?, ?, ?)", [step.peer, *step.after])
        first = step.after[0] - len(entries) + 1
        return {entry.id: first + n for n, entry in enumerate(entries) if entry}

    def unknown(self, entries: Sequence[SealedEntry | None]) -> list[SealedEntry]:
        """Return the entries that are not in the journal. Takes no lock; used to skip what was read before."""
        return self._new([entry for entry in entries if entry])

    def _to_keep(self, entries: Sequence[SealedEntry]) -> list[SealedEntry]:
        """Return the new entries that this desk takes from others, as they may be kept after a purge."""
        return journal_purge.filter_after_purge(self._db, self._taken(self._new(entries)))

    def _new(self, entries: Sequence[SealedEntry]) -> list[SealedEntry]:
        """Return the new entries, those that are here without their person though no purge took it, and copies that
        separate two different entries under one id.
        """
        known, purged = self._known(entry.id for entry in entries), self.newest_purge()
        new: dict[bytes, SealedEntry] = {}
        apart: list[SealedEntry] = []
        for entry in entries:
            there = new.get(entry.id) or known.get(entry.id)
            if there is None or (entry.id > purged and is_emptied(there, entry)):
                new[entry.id] = entry
            elif there != entry:
                apart += separate_collision(there, entry)
        # Yet another entry under a shared id is put beside the others, or it would count nowhere.
        shared = {each for entry in new.values() for each in shared_ids(entry)}
        apart += [each for entry in self._known(shared).values() for each in copied(entry)] if shared else []
        return [*new.values(), *(e for e in self._of_now(apart) if e.id not in new)] if apart else [*new.values()]

    def _taken(self, new: Sequence[SealedEntry]) -> Sequence[SealedEntry]:
        """Return the new entries that this desk takes from others, and note why others were left out."""
        if not new:  # as of each page that is read again
            return new
        first = min(entry.id for entry in new)
        intake = Intake(
            event_key(self._db).event,
            latest_ms=self._journal.latest_ms(first),
            known=lambda: self._journal.entries_of_kinds(SEALED_KINDS),
            counts=self._journal.count_about,
        )
        sifted = intake.sift(new)
        self._left_out |= sifted.left_out - {NotTaken.AHEAD}
        self._ahead = sifted.ahead or self._ahead
        return sifted.taken

    @property
    def left_out(self) -> frozenset[NotTaken]:
        """Why entries of other desks were left out since this object was made."""
        return self._left_out | ({NotTaken.AHEAD} if self.ahead else set())

    @property
    def ahead(self) -> SealedEntry | None:
        """The latest entry that was left out because its time has not come, None if that has changed since."""
        return self._ahead if self._ahead and id_ms(self._ahead.id) > self._journal.latest_ms() else None

    def _of_now(self, apart: Sequence[SealedEntry]) -> list[SealedEntry]:
        """Return the copies that are not in the journal and were not emptied by a purge."""
        known, purged = self._known(entry.id for entry in apart), self.newest_purge()
        return list({e.id: e for e in apart if e.id not in known and e.id > purged}.values())

    def _known(self, ids: Iterable[bytes]) -> dict[bytes, SealedEntry]:
        wanted = list(set(ids))
        found = self._read(f"WHERE id IN ({','.join('?' * len(wanted))})", wanted)
        return {entry.id: entry for entry in found}

    # Purges

    def newest_purge(self) -> bytes:
        """Return the id of the newest purge, b"" if there was none."""
        return journal_purge.newest_purge(self._db)

    def untold_purge(self, peer: str) -> bytes:
        """Return the newest purge, b"" if there is none or it was delivered to this peer."""
        newest = self.newest_purge()
        return b"" if newest and newest == journal_purge.delivered_purge(self._db, peer) else newest

    def anonymised_entries(self, before: bytes) -> Iterator[SealedEntry]:
        """Yield the anonymised entries about people before an id, in order."""
        return journal_purge.entries_about_people(self._db, before)

    def note_purge_delivered(self, peer: str, newest: bytes) -> None:
        """Note that this peer has replaced its entries by the anonymous ones."""
        with self._writing():
            journal_purge.note_purge_delivered(self._db, peer, newest)

    def forget_all_people(self) -> None:
        """Purge all people from this file alone: no entry tells other desks, which keep them."""
        with self._writing():
            self._is_purged = True
            self._journal.empty(journal_purge.EVERYTHING)
        self._clean()

    # Entries that a peer refuses

    def refuse(self, entry_id: bytes, why: str, at: datetime) -> None:
        """Note that the peer refused this one entry, so that it holds up no other; it is retried alone.

        The same reason again writes nothing: a change of the file would look like news to other programs.
        """
        if fetch_rows(self._db, "SELECT 1 FROM refused WHERE id = ? AND why = ?", [entry_id, why]):
            return
        with self._writing():
            self._db.conn.execute("INSERT OR REPLACE INTO refused VALUES (?, ?, ?)", [entry_id, why, at.isoformat()])

    def refused(self, after: bytes, limit: int) -> list[SealedEntry]:
        """Return refused entries after an id, in order."""
        columns = ", ".join(f"journal.{c}" for c in _COLUMNS.split(", "))
        # CROSS: the journal has statistics, so SQLite would otherwise scan all of it and look up each entry in
        # `refused`.
        sql = f"SELECT {columns} FROM refused CROSS JOIN journal USING (id) WHERE {_TRAVELS} AND refused.id > ? "
        return [SealedEntry(*row) for row in fetch_rows(self._db, f"{sql} ORDER BY refused.id LIMIT {limit}", [after])]

    def accept(self, entry_id: bytes) -> None:
        """Note that the peer took a refused entry after all."""
        with self._writing():
            self._db.conn.execute("DELETE FROM refused WHERE id = ?", [entry_id])


REHEARSAL = Message("rehearsal", "This is a rehearsal: none of it goes to other desks. Finish it first.")
