# SPDX-License-Identifier: GPL-3.0-or-later
"""The bare exchange: the least that brings entries from desk to desk over PostgreSQL, as the peer of `bench_sync`.

The protocol of the research of November 2026: a log with places and a chain of hashes, of which every desk keeps a
cursor, and a union of entries in one table. No tables of people, no search, no checks of entries or files; one thread
and connection for sending and one for receiving. A second one writes what an arrival makes in our tables too.
"""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import psycopg

from checkin.services.event_file import EventFile
from checkin.storage.sqlite_library import sqlite3
from tests.builders import KEY

LOG = """
CREATE TABLE IF NOT EXISTS bare_event (last bigint NOT NULL, chain bytea NOT NULL);
INSERT INTO bare_event VALUES (0, '');
CREATE TABLE bare_entry (
  place bigint PRIMARY KEY, id uuid NOT NULL UNIQUE, kind text NOT NULL, subject text NOT NULL, desk text NOT NULL,
  at timestamptz NOT NULL, body jsonb NOT NULL, chain bytea NOT NULL);
CREATE FUNCTION bare_push(entries jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE log bare_event; fresh record;
BEGIN
  PERFORM pg_advisory_xact_lock(1);
  SELECT * INTO log FROM bare_event;
  FOR fresh IN
    SELECT *
    FROM jsonb_to_recordset(entries) AS e(id uuid, kind text, subject text, desk text, at timestamptz, body jsonb)
    WHERE NOT EXISTS (SELECT FROM bare_entry k WHERE k.id = e.id)
  LOOP
    log.last := log.last + 1;
    log.chain := sha256(log.chain || uuid_send(fresh.id));
    INSERT INTO bare_entry VALUES
      (log.last, fresh.id, fresh.kind, fresh.subject, fresh.desk, fresh.at, fresh.body, log.chain);
  END LOOP;
  UPDATE bare_event SET last = log.last, chain = log.chain;
  PERFORM pg_notify('bare', '');
END $$;
CREATE FUNCTION bare_pull(after bigint, known bytea)
RETURNS TABLE (place bigint, chain bytea, id uuid, kind text, subject text, desk text, at timestamptz, body jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
BEGIN
  IF after > 0 AND NOT EXISTS (SELECT FROM bare_entry e WHERE e.place = after AND e.chain = known) THEN
    RAISE EXCEPTION 'the cursor is not on this log';
  END IF;
  RETURN QUERY SELECT e.place, e.chain, e.id, e.kind, e.subject, e.desk, e.at, e.body FROM bare_entry e
    WHERE e.place > after ORDER BY e.place LIMIT 2000;
END $$;
GRANT EXECUTE ON FUNCTION bare_push, bare_pull TO public;
"""

JOURNAL = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE entry (id TEXT PRIMARY KEY, kind TEXT, subject TEXT, desk TEXT, at TEXT, body TEXT, place INTEGER);
CREATE INDEX entry_subject ON entry (subject, id);
CREATE INDEX entry_undelivered ON entry (id) WHERE place IS NULL;
CREATE TABLE cursor (place INTEGER, chain BLOB);
INSERT INTO cursor VALUES (0, x'');
"""


class BareDesk:
    """A desk with its file and its two threads, from `start` to `stop`. `absorbed` gets each page after its commit."""

    ENTRY = "entry"
    CURSOR = "SELECT place, chain FROM cursor"
    UNDELIVERED = (
        "SELECT id, kind, subject, desk, at, body FROM entry WHERE place IS NULL AND id > ? ORDER BY id LIMIT 1000"
    )

    def __init__(self, path: Path, url: str, absorbed: Callable[[list[tuple]], None]) -> None:
        self._db = self._opened(path)
        self._lock, self._wake, self._is_over = threading.RLock(), threading.Event(), threading.Event()
        self._url, self._absorbed = url, absorbed
        self._threads = [threading.Thread(target=work) for work in (self._send, self._receive)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._is_over.set()
        self._wake.set()
        for thread in self._threads:
            thread.join()

    def append(self, *fields: str) -> None:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            self._put([(*fields, None)])
            self._db.execute("COMMIT")
        self._wake.set()

    def count(self) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {self.ENTRY}").fetchone()[0])

    def _opened(self, path: Path) -> sqlite3.Connection:
        opened = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        opened.executescript(JOURNAL)
        return opened

    def _put(self, rows: list[tuple]) -> None:
        """Insert entries with their places, None before one is known; of a known one set the place."""
        self._db.executemany(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET place = excluded.place", rows
        )

    def _advance(self, place: int, chain: bytes) -> None:
        self._db.execute("UPDATE cursor SET place = ?, chain = ?", [place, chain])

    def _send(self) -> None:
        last: object = ""
        with psycopg.connect(self._url, autocommit=True) as hub:
            while not self._is_over.is_set():
                self._wake.wait(0.5)
                self._wake.clear()
                while found := self._db.execute(self.UNDELIVERED, [last]).fetchall():
                    hub.execute("SELECT bare_push(%s::jsonb)", [json.dumps([*map(_sent, found)])])
                    last = found[-1][0]

    def _receive(self) -> None:
        sql = "SELECT place, chain, id::text, kind, subject, desk, at::text, body::text FROM bare_pull(%s, %s)"
        with psycopg.connect(self._url, autocommit=True) as hub:
            hub.execute("LISTEN bare")
            while not self._is_over.is_set():
                cursor = self._db.execute(self.CURSOR).fetchone()
                if found := hub.execute(sql, cursor).fetchall():
                    self._absorb(found)
                else:
                    next(hub.notifies(timeout=0.5, stop_after=1), None)

    def _absorb(self, found: list[tuple]) -> None:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            self._put([(*row[2:], row[0]) for row in found])
            self._advance(*found[-1][:2])
            self._db.execute("COMMIT")
        self._absorbed(found)


class BareDeskWithTables(BareDesk):
    """The same with an event file: beside each entry the rows that an arrival makes in its tables and their indexes, by
    hand. What a desk that shows people must write at the least.
    """

    ENTRY = "journal"
    CURSOR = "SELECT position, chain FROM peers"
    UNDELIVERED = (
        "SELECT id, kind, subject, desk, at, body FROM journal WHERE position IS NULL AND id > ? ORDER BY id LIMIT 1000"
    )

    def _opened(self, path: Path) -> sqlite3.Connection:
        EventFile.create(path, KEY).close()
        opened = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        opened.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
        opened.execute("INSERT INTO peers VALUES ('bare', 0, x'')")
        self._seen = set[str]()
        return opened

    def _put(self, rows: list[tuple]) -> None:
        put, now = self._db.executemany, time.time_ns() // 1_000_000
        put(
            "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET position = excluded.position",
            [(UUID(row[0]).bytes, *row[1:]) for row in rows],
        )
        new = [row for row in rows if row[0] not in self._seen]
        self._seen.update(row[0] for row in new)
        put(
            "INSERT OR IGNORE INTO visits VALUES ('accueil', ?, ?, ?, ?, 'code', '', 1, NULL, 1)",
            [(row[2], row[4], now, row[3]) for row in new],
        )
        put(
            "INSERT INTO visit_counts VALUES ('accueil', '', '', ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET people = people + excluded.people, inside = inside + excluded.inside",
            [(len(new), len(new), 0, 0)] if new else [],
        )
        put(
            "INSERT INTO arrival_counts VALUES ('accueil', ?, ?, 1) "
            "ON CONFLICT DO UPDATE SET people = people + excluded.people",
            [(now // 60_000, row[3]) for row in new],
        )

    def _advance(self, place: int, chain: bytes) -> None:
        self._db.execute("UPDATE peers SET position = ?, chain = ?", [place, chain])


def _sent(row: tuple) -> dict[str, object]:
    found = dict(zip(("id", "kind", "subject", "desk", "at", "body"), row, strict=True))
    own = found["id"]
    return found | {"id": UUID(bytes=own).hex if isinstance(own, bytes) else own, "body": json.loads(found["body"])}


def new_id(milliseconds: int, chance: Callable[[int], bytes]) -> str:
    """Return a UUID of version 7, as text."""
    letters = (milliseconds.to_bytes(6, "big") + chance(10)).hex()
    return f"{letters[:8]}-{letters[8:12]}-7{letters[13:16]}-8{letters[17:20]}-{letters[20:]}"


def now_ms() -> int:
    return time.time_ns() // 1_000_000
