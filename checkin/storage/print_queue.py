# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of badges that this computer prints; jobs survive a restart. Never copied to other desks.

That a badge was printed is an entry of the journal; the state of a print job is only here.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from datetime import datetime

from checkin.core import print_jobs
from checkin.core.json_values import whole
from checkin.storage.attendees import RECORDS
from checkin.storage.sqlite_library import Database, fetch_rows, marks

_COLUMNS = [each.name for each in fields(print_jobs.PrintJob)]


class PrintQueue:
    """The table `print_jobs`. Write inside `connection.transaction`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # Reading

    def job(self, job_id: int) -> print_jobs.PrintJob | None:
        return next(iter(self._read("WHERE id = ?", [job_id])), None)

    def of(self, attendee: str) -> list[print_jobs.PrintJob]:
        """Return a person's jobs, also those of records merged into theirs; oldest first."""
        return self._read(f"WHERE attendee IN {RECORDS} ORDER BY id", [attendee] * 4)

    def newest_states(self, attendees: Collection[str]) -> dict[str, print_jobs.JobState]:
        """Return the state of the newest job of each of these records. Ignores records merged into them."""
        these = "attendee IN (SELECT value FROM json_each(?))"
        newest = f"SELECT max(id) FROM print_jobs WHERE {these} GROUP BY attendee"
        sql = f"SELECT attendee, state FROM print_jobs WHERE id IN ({newest})"
        found = fetch_rows(self._db, sql, [json.dumps([*attendees])])
        return {attendee: print_jobs.JobState(state) for attendee, state in found}

    def jobs_in_state(self, *states: print_jobs.JobState) -> list[print_jobs.PrintJob]:
        """Return the jobs in printing order: urgent ones (the attendee is waiting) first, then as requested."""
        return self._read(f"WHERE state IN ({marks(states)}) ORDER BY is_urgent DESC, id", list(states))

    def newest(self, limit: int) -> list[print_jobs.PrintJob]:
        return self._read(f"ORDER BY id DESC LIMIT {limit}", [])

    def next_for(self, printer: str, *, only_urgent: bool) -> print_jobs.PrintJob | None:
        """Return the next job for a printer, None if there is none; during a pause only an urgent one."""
        urgent = "AND is_urgent = 1" if only_urgent else ""
        clause = f"WHERE state = 'waiting' AND printer = ? {urgent} ORDER BY is_urgent DESC, id LIMIT 1"
        return next(iter(self._read(clause, [printer])), None)

    def count(self, state: print_jobs.JobState) -> int:
        return int(fetch_rows(self._db, "SELECT count(*) FROM print_jobs WHERE state = ?", [state])[0][0])

    def _read(self, clause: str, arguments: Sequence[object]) -> list[print_jobs.PrintJob]:
        rows = fetch_rows(self._db, f"SELECT {', '.join(_COLUMNS)} FROM print_jobs {clause}", arguments)
        return [whole(print_jobs.PrintJob, dict(zip(_COLUMNS, row, strict=True))) for row in rows]

    # Writing

    def add(self, asked: print_jobs.PrintRequest, at: datetime) -> int:
        """Add a job for one more copy of a person's badge; return the job's number."""
        sql = f"SELECT count(*) FROM print_jobs WHERE attendee IN {RECORDS}"
        copies = fetch_rows(self._db, sql, [asked.attendee] * 4)[0][0]
        values = [asked.attendee, asked.template, asked.printer, copies + 1, asked.why, asked.is_urgent, at.isoformat()]
        found = fetch_rows(
            self._db,
            "INSERT INTO print_jobs (attendee, template, printer, copy, why, is_urgent, state, created_at) "
            "VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?) RETURNING id",
            values,
        )
        return int(found[0][0])

    def send(self, job: print_jobs.PrintJob, at: datetime) -> bool:
        """Turn WAITING into PRINTING, with the template it is drawn with; call before sending the first byte.

        False if the job is no longer waiting, or is for another printer.
        """
        sql = (
            "UPDATE print_jobs SET state = 'printing', sent_at = ?, template = ? "
            "WHERE id = ? AND printer = ? AND state = 'waiting' RETURNING id"
        )
        return bool(fetch_rows(self._db, sql, [at.isoformat(), job.template, job.id, job.printer]))

    def refer(self, job_id: int, reference: str) -> None:
        self._db.conn.execute("UPDATE print_jobs SET reference = ? WHERE id = ?", [reference, job_id])

    def note(self, job_id: int, progress: print_jobs.JobProgress, at: datetime) -> bool:
        """Store the present state of a job. False for a job that has ended: it stays ended."""
        done = None if progress.state in print_jobs.OPEN_JOB_STATES else at.isoformat()
        sql = (
            "UPDATE print_jobs SET state = ?, trouble = ?, detail = ?, done_at = ? "
            "WHERE id = ? AND state IN ('waiting', 'printing') RETURNING id"
        )
        return bool(fetch_rows(self._db, sql, [progress.state, progress.trouble, progress.detail, done, job_id]))

    def resolve(self, job_id: int, state: print_jobs.JobState, at: datetime) -> bool:
        """Store what a user reported about an uncertain job. False for any other job."""
        sql = (
            "UPDATE print_jobs SET state = ?, trouble = '', detail = '', done_at = ? "
            "WHERE id = ? AND state = 'uncertain' RETURNING id"
        )
        return bool(fetch_rows(self._db, sql, [state, at.isoformat(), job_id]))

    def requeue(self, job_id: int, printer: str) -> None:
        """Make a job wait again, for this printer, if it is certain that nothing was printed."""
        self._db.conn.execute(
            "UPDATE print_jobs SET state = 'waiting', printer = ?, sent_at = NULL, reference = '', trouble = '', "
            "detail = '' WHERE id = ? AND state = 'printing'",
            [printer, job_id],
        )

    def move(self, job_ids: Iterable[int], printer: str) -> None:
        """Move the jobs that still wait to another printer."""
        self._db.conn.executemany(
            "UPDATE print_jobs SET printer = ? WHERE id = ? AND state = 'waiting'",
            [(printer, job_id) for job_id in job_ids],
        )


_PRINTED = "SELECT count(*) FROM print_jobs WHERE printer = ? AND state IN ('printed', 'uncertain')"
"""An uncertain job has probably used a label."""


class RollTable:
    """The table `rolls`: the label rolls in this computer's printers, counted by its print jobs. Write inside
    `connection.transaction`.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, printer: str) -> print_jobs.LabelRoll | None:
        """Return the roll in a printer, None if its rolls are not counted."""
        sql = f"SELECT labels, ({_PRINTED}) - printed_before FROM rolls WHERE printer = ?"
        found = fetch_rows(self._db, sql, [printer, printer])
        return print_jobs.LabelRoll(*found[0]) if found else None

    def set_roll(self, printer: str, labels: int) -> None:
        """Note a new roll of `labels` labels; 0 stops counting."""
        self._db.conn.execute("DELETE FROM rolls WHERE printer = ?", [printer])
        if labels:
            sql = f"INSERT INTO rolls (printer, labels, printed_before) VALUES (?, ?, ({_PRINTED}))"
            self._db.conn.execute(sql, [printer, labels, printer])
