# SPDX-License-Identifier: GPL-3.0-or-later
"""The rolls of labels in this computer's printers, counted from its print jobs. Never copied to other desks."""

from sqlite_utils import Database

from checkin.core.label_rolls import LabelRoll
from checkin.storage.connection import fetch_rows

_PRINTED = "SELECT count(*) FROM print_jobs WHERE printer = ? AND state IN ('printed', 'uncertain')"
"""A badge of which nobody knows has probably cost a label."""


class RollTable:
    """Writing wants to be inside `connection.write`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, printer: str) -> LabelRoll | None:
        """None for a printer whose rolls nobody counts."""
        sql = f"SELECT labels, ({_PRINTED}) - printed_before FROM rolls WHERE printer = ?"
        found = fetch_rows(self._db, sql, [printer, printer])
        return LabelRoll(*found[0]) if found else None

    def put_in(self, printer: str, labels: int) -> None:
        """A new roll in the place of the old one; no labels: nobody counts them any more."""
        self._db.conn.execute("DELETE FROM rolls WHERE printer = ?", [printer])
        if labels:
            sql = f"INSERT INTO rolls (printer, labels, printed_before) VALUES (?, ?, ({_PRINTED}))"
            self._db.conn.execute(sql, [printer, labels, printer])
