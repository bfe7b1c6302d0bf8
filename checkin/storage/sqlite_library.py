# SPDX-License-Identifier: GPL-3.0-or-later
"""The SQLite library of this program, which is pysqlite3 where there is one, and a connection through it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3 as sqlite3
else:
    try:
        import pysqlite3 as sqlite3
    except ImportError:
        import sqlite3 as sqlite3

STATEMENTS = 512
"""Prepared statements that a connection keeps: more than a desk has in a day. pysqlite3 would evict the newest first,
and SQLite parse the same texts again at each arrival, which takes as long as all else that a scan computes.
"""


def connect(uri: str, timeout: float = 5.0) -> sqlite3.Connection:
    """Open a connection whose transactions are begun and ended by SQL alone, and which waits `timeout` seconds for a
    lock.
    """
    conn = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=timeout, cached_statements=STATEMENTS)
    conn.execute("PRAGMA trusted_schema = OFF")
    conn.execute("PRAGMA recursive_triggers = ON")  # else a REPLACE would delete entries past their trigger
    return conn


class Database:
    """An open connection, `conn`, that may be exchanged for another one."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def execute(self, sql: str, arguments: Sequence[Any] = ()) -> sqlite3.Cursor:
        return self.conn.execute(sql, arguments)

    def close(self) -> None:
        self.conn.close()
