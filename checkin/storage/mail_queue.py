# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of messages that this computer sends; they survive a restart. Never copied to other desks.

That a ticket was sent is an entry of the journal; the state of a message is only here. Every change names the state,
and once a sender has taken the message also its run: a sender that was stopped, and wakes up after another one has
taken over, changes nothing and so sends nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from checkin.core.json_values import whole
from checkin.core.mail.mail_jobs import MailJob, MailState, NewMail
from checkin.storage.sqlite_library import Database, fetch_rows

_COLUMNS = [each.name for each in fields(MailJob)]


class MailQueue:
    """The table `mail_jobs`. Write inside `connection.transaction`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # Reading

    def job(self, job_id: int) -> MailJob | None:
        return next(iter(self._read("WHERE id = ?", [job_id])), None)

    def all(self) -> list[MailJob]:
        """Return all messages, oldest first."""
        return self._read("ORDER BY id", [])

    def of(self, records: Sequence[str]) -> list[MailJob]:
        """Return the messages with a ticket of any of these records of a person, oldest first."""
        holds = "EXISTS (SELECT 1 FROM json_each(mail_jobs.fingerprints) WHERE key IN (SELECT value FROM json_each(?)))"
        return self._read(f"WHERE {holds} ORDER BY id", [json.dumps(list(records))])

    def next_due(self, now: datetime) -> MailJob | None:
        """Return the next message to send: those that wait in their order, then those whose time has come again."""
        found = self._read("WHERE state = 'waiting' ORDER BY next_at, id LIMIT 1", [])
        deferred = (
            "WHERE state = 'deferred' AND julianday(next_at) <= julianday(?) ORDER BY julianday(next_at), id LIMIT 1"
        )
        return next(iter(found or self._read(deferred, [now.isoformat()])), None)

    def next_deferred_at(self) -> datetime | None:
        """Return when the first deferred message is tried again, None if none is deferred."""
        found = self._read("WHERE state = 'deferred' ORDER BY julianday(next_at) LIMIT 1", [])
        return found[0].next_at if found else None

    def counts(self) -> dict[MailState, int]:
        """Return the number of messages by state, without the states of none."""
        rows = fetch_rows(self._db, "SELECT state, count(*) FROM mail_jobs GROUP BY state")
        return {MailState(state): int(count) for state, count in rows}

    def _read(self, clause: str, arguments: Sequence[object]) -> list[MailJob]:
        found = fetch_rows(self._db, f"SELECT {', '.join(_COLUMNS)} FROM mail_jobs {clause}", arguments)
        rows = (dict(zip(_COLUMNS, row, strict=True)) for row in found)
        return [whole(MailJob, {**row, "fingerprints": json.loads(row["fingerprints"])}) for row in rows]

    # Writing

    def add(self, mail: NewMail, message_id: str, at: datetime) -> int:
        """Add a message that waits; return its number."""
        sql = (
            "INSERT INTO mail_jobs (address, fingerprints, state, message_id, created_at) "
            "VALUES (?, ?, 'waiting', ?, ?) RETURNING id"
        )
        values = [mail.address, json.dumps(dict(mail.fingerprints)), message_id, at.isoformat()]
        return int(fetch_rows(self._db, sql, values)[0][0])

    def take(self, job: MailJob, run: str) -> bool:
        """Turn WAITING or DEFERRED into SENDING, for this run. False if the message is in neither state any more."""
        sql = (
            "UPDATE mail_jobs SET state = 'sending', run = ?, said = '' "
            "WHERE id = ? AND state IN ('waiting', 'deferred') RETURNING id"
        )
        return bool(fetch_rows(self._db, sql, [run, job.id]))

    def address(self, job: MailJob, mail: NewMail) -> None:
        """Note where a message goes now and whose tickets it holds, before it is sent."""
        self._db.conn.execute(
            "UPDATE mail_jobs SET address = ?, fingerprints = ? WHERE id = ?",
            [mail.address, json.dumps(dict(mail.fingerprints)), job.id],
        )

    def commit_to(self, job: MailJob, run: str) -> bool:
        """Turn SENDING into COMMITTING, right before the last dot. False if another sender took the message over, or
        it is gone: the dot must not be sent then.
        """
        sql = "UPDATE mail_jobs SET state = 'committing' WHERE id = ? AND run = ? AND state = 'sending' RETURNING id"
        return bool(fetch_rows(self._db, sql, [job.id, run]))

    def end(self, job: MailJob, run: str, state: MailState, said: str, at: datetime) -> bool:
        """Store the end of a message that this run sends. False if it is another's now.

        The server's own reply also ends a message that somebody took for a stopped sender's and marked as UNSURE.
        """
        sql = (
            "UPDATE mail_jobs SET state = ?, said = ?, ended_at = ?, next_at = NULL "
            "WHERE id = ? AND run = ? AND state IN ('sending', 'committing', 'unsure') RETURNING id"
        )
        return bool(fetch_rows(self._db, sql, [state, said, at.isoformat(), job.id, run]))

    def defer(self, job: MailJob, run: str, said: str, next_at: datetime) -> bool:
        """Store a temporary refusal. False if the message is another run's now."""
        sql = (
            "UPDATE mail_jobs SET state = 'deferred', said = ?, next_at = ?, attempts = attempts + 1 "
            "WHERE id = ? AND run = ? AND state IN ('sending', 'committing', 'unsure') RETURNING id"
        )
        return bool(fetch_rows(self._db, sql, [said, next_at.isoformat(), job.id, run]))

    def give_back(self, job: MailJob, run: str, said: str, at: datetime) -> bool:
        """Make a message wait again, behind the others, if certainly nothing of it was delivered. False if the message
        is another run's now.
        """
        sql = (
            "UPDATE mail_jobs SET state = 'waiting', said = ?, next_at = ? "
            "WHERE id = ? AND run = ? AND state IN ('sending', 'committing', 'unsure') RETURNING id"
        )
        return bool(fetch_rows(self._db, sql, [said, at.isoformat(), job.id, run]))

    def reopen(self, job_ids: Sequence[int], at: datetime) -> None:
        """Make messages wait again that were refused for a reason that was not their own."""
        self._db.conn.executemany(
            "UPDATE mail_jobs SET state = 'waiting', next_at = ?, ended_at = NULL WHERE id = ? AND state = 'refused'",
            [(at.isoformat(), job_id) for job_id in job_ids],
        )

    def resolve(self, job_id: int, state: MailState, at: datetime) -> bool:
        """Store what the organiser found out about an uncertain message. False for any other message."""
        sql = (
            "UPDATE mail_jobs SET state = ?, ended_at = ?, next_at = NULL, run = '' WHERE id = ? AND state = 'unsure' "
            "RETURNING id"
        )
        return bool(fetch_rows(self._db, sql, [state, at.isoformat(), job_id]))

    def recover(self, run: str, at: datetime) -> None:
        """Take over what an earlier sender left: messages without their dot wait again, those with it are UNSURE."""
        self._db.conn.execute(
            "UPDATE mail_jobs SET state = 'waiting', run = '' WHERE state = 'sending' AND run <> ?", [run]
        )
        self._db.conn.execute(
            "UPDATE mail_jobs SET state = 'unsure', ended_at = ? WHERE state = 'committing' AND run <> ?",
            [at.isoformat(), run],
        )

    def withdraw_open(self, at: datetime) -> int:
        """Withdraw every message that is not yet on its way; return how many."""
        sql = (
            "UPDATE mail_jobs SET state = 'withdrawn', ended_at = ? WHERE state IN ('waiting', 'deferred') RETURNING id"
        )
        return len(fetch_rows(self._db, sql, [at.isoformat()]))
