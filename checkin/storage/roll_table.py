# SPDX-License-Identifier: GPL-3.0-or-later
"""The label rolls in this computer's printers, counted by its print jobs. Never copied to other desks."""

from sqlite_utils import Database

from checkin.core.label_rolls import LabelRoll
from checkin.storage.connection import fetch_rows

_PRINTED = "SELECT count(*) FROM print_jobs WHERE printer = ? AND state IN ('printed', 'uncertain')"
"""An uncertain job has probably used a label."""


class RollTable:
    """The table `rolls`. Write inside `connection.transaction`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, printer: str) -> LabelRoll | None:
        """Return the roll in a printer, None if its rolls are not counted."""
        sql = f"SELECT labels, ({_PRINTED}) - printed_before FROM rolls WHERE printer = ?"
        found = fetch_rows(self._db, sql, [printer, printer])
        return LabelRoll(*found[0]) if found else None

    def put_in(self, printer: str, labels: int) -> None:
        """Note a new roll of `labels` labels; 0 stops counting."""
        self._db.conn.execute("DELETE FROM rolls WHERE printer = ?", [printer])
        if labels:
            sql = f"INSERT INTO rolls (printer, labels, printed_before) VALUES (?, ?, ({_PRINTED}))"
            self._db.conn.execute(sql, [printer, labels, printer])
