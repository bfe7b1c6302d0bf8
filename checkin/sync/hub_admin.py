# SPDX-License-Identifier: GPL-3.0-or-later
"""Administration of a PostgreSQL hub: preparing the database, adding events, admitting and revoking desks.

Needs an account with CREATEROLE, and CREATE in the database; desks connect without this module.
"""

import contextlib
import secrets
import time
from collections.abc import Callable, Iterator
from typing import LiteralString

import psycopg
from psycopg import sql

from checkin.core.message import Message, UserError
from checkin.core.sync.sync_status import HubDesk
from checkin.paths import resources
from checkin.sync.hub_address import HubAddress
from checkin.sync.hub_connection import connect, translated_hub_errors

CONNECTIONS = 5
"""Connections allowed per role: a desk has one, and some that the server has not given up yet."""

PATIENCE_S = 600.0
"""Seconds for a statement: upgrading a large hub takes time."""

RELOAD_S = 10.0
"""Seconds within which a server applies a changed setting."""

_SETTINGS = {
    "statement_timeout": "15s",
    "idle_in_transaction_session_timeout": "10s",
    "lock_timeout": "2s",
    "default_transaction_isolation": "read committed",
    "synchronous_commit": "on",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "8s",
}
"""Settings of every desk's role: one that vanishes during a statement does not hold its event's lock for long.

They are for desks that mean well, as a role may set them aside. What holds against any: `CONNECTIONS`, `_DISK`, and
that desks end each other's long transactions (`end_stale` in hub.sql).
"""

_SINCE_17 = {"transaction_timeout": "20s"}

_DISK = {"temp_file_limit": "256MB"}
"""What a desk's query may put on the server's disk: where a superuser has run `hub-init`. A role cannot change it."""

LONGEST = "30 seconds"
"""The age of a transaction after which a desk's session is ended. Desks have none of more than `statement_timeout`."""

QUEUE_SHARE = 0.1
"""How full the server's queue of notices may be. It is empty unless a session that listens stays in a transaction."""


class HubAdmin:
    """An administrator's connection to a hub.

    `letters` returns random text, twice as long as its argument, for roles and passwords.
    """

    def __init__(self, address: HubAddress, letters: Callable[[int], str] = secrets.token_hex) -> None:
        self._address, self._letters = address, letters
        self._open = connect(address)
        self._open.patience = PATIENCE_S

    def close(self) -> None:
        self._open.close()

    def prepare(self) -> None:
        """Create or upgrade tables and functions, all or nothing; entries and desks stay."""
        self._end_stale()
        with self._working():
            if self._open.execute("SHOW server_encoding").fetchone() != ("UTF8",):
                raise UserError(_ENCODING)
            for name in ("hub.sql", "hub_forget.sql"):
                self._open.execute((resources() / "sql" / name).read_bytes())
            for role in self._roles():
                self._limit(role)

    def has_excess_rights(self) -> bool:
        """Whether desks have more rights than they need, because this account may not revoke them."""
        asked = (
            "SELECT has_database_privilege('checkin_desk', current_database(), 'TEMPORARY') "
            "OR has_function_privilege('checkin_desk', 'pg_catalog.lo_create(oid)', 'EXECUTE')"
        )
        with self._working():
            return bool((self._open.execute(asked).fetchone() or (False,))[0])

    def has_prepared_transactions(self) -> bool:
        """Whether this server keeps transactions that no connection has: they outlive even the removal of a desk."""
        with translated_hub_errors():
            return self._open.execute("SHOW max_prepared_transactions").fetchone() != ("0",)

    def notice_queue(self) -> tuple[float, list[str]]:
        """Return how full the server's queue of notices is (1 is full), and the sessions with old transactions, one of
        which keeps it full; only those that this account may see.
        """
        with translated_hub_errors():
            usage = self._open.execute("SELECT pg_notification_queue_usage()").fetchone() or (0.0,)
            found = self._open.execute(_OLD_TRANSACTIONS, [LONGEST]).fetchall()
        return float(usage[0]), [f"{pid} ({role}, {database})" for pid, role, database in found]

    def _end_stale(self) -> None:
        """End transactions in which desks hold things up, also prepared ones."""
        with self._told_what_it_may_not():
            if self._open.execute("SELECT to_regprocedure('checkin.end_stale(interval)')").fetchone() != (None,):
                self._open.execute("SELECT checkin.end_stale(%s)", [LONGEST])
            for name, role in self._open.execute(_PREPARED).fetchall():
                self._open.execute(_of(role, "SET ROLE {}"))  # nobody else may
                self._open.execute(sql.SQL("ROLLBACK PREPARED {}").format(name))
                self._open.execute("RESET ROLE")

    def clean(self) -> bool:
        """Remove purged data from the server's files, and from its WAL.

        False if this account may not clean the WAL. Copies and archives of the server are out of reach. All desks wait
        meanwhile.
        """
        with translated_hub_errors():
            self._open.execute("SET ROLE checkin_owner")
            self._open.execute("VACUUM FULL checkin.entry")
            self._open.execute("RESET ROLE")
            if not self._open.execute("SELECT 1 FROM pg_roles WHERE rolname = current_user AND rolsuper").fetchone():
                return False
            was = self._open.execute("SELECT setting FROM pg_settings WHERE name = 'wal_recycle'").fetchone()
            self._recycle("off")
            for _ in range(2):  # the first switch still keeps the segment in which it begins
                self._open.execute("SELECT pg_logical_emit_message(false, 'checkin', '')")
                self._open.execute("SELECT pg_switch_wal()")
                self._open.execute("CHECKPOINT")
            self._recycle("on" if was == ("on",) else "off")
        return True

    def _recycle(self, how: LiteralString) -> None:
        """Set whether the server reuses old segments of its WAL (`on`) or deletes them (`off`), and wait until it
        does.
        """
        self._open.execute(sql.SQL("ALTER SYSTEM SET wal_recycle = {}").format(sql.SQL(how)))
        self._open.execute("SELECT pg_reload_conf()")
        until = time.monotonic() + RELOAD_S
        while self._open.execute("SHOW wal_recycle").fetchone() != (how,) and time.monotonic() < until:
            time.sleep(0.05)

    def add_event(self, event: str, *, notifies: bool | None = None) -> None:
        """Add an event to the hub. `notifies` None keeps the setting; new events notify."""
        with self._working(as_owner=True):
            self._open.execute("INSERT INTO checkin.event (id) VALUES (%s) ON CONFLICT DO NOTHING", [event])
            if notifies is not None:
                self._open.execute("UPDATE checkin.event SET notifies = %s WHERE id = %s", [notifies, event])

    def only_event(self) -> str:
        """Return the id of the hub's only event. Raises `UserError` if there are several, or none."""
        with self._working(as_owner=True):
            found = self._open.execute("SELECT id FROM checkin.event LIMIT 2").fetchall()
        if len(found) != 1:
            raise UserError(_WHICH_EVENT)
        return str(found[0][0])

    def desks(self, event: str) -> list[HubDesk]:
        """Return the desks by name, each with its newest heartbeat."""
        with self._working(as_owner=True):
            self._require(event)
            found = self._open.execute(_DESKS, [event]).fetchall()
        return [HubDesk(*row) for row in found]

    def admit(self, event: str, name: str, reached_at: str = "", *, may_purge: bool = False) -> str:
        """Create or renew access for a desk; return its URL, with a new password. The old URL stops working.

        The first desk of an event may purge, and desks admitted with `may_purge`.
        """
        role, password = self._role_of(event, name), self._letters(16)
        with self._working():
            if role is None:
                role = self._new_role(event, name)
            if may_purge:
                self._as_owner("UPDATE checkin.member SET may_purge = true WHERE role = %s", role)
            self._let_in(role, password)
        self._end_sessions(role)
        return self._address.desk_url(role, password, reached_at)

    def revoke(self, event: str, name: str, *, erases: bool = False) -> None:
        """End the access of a desk at once; entries it sent stay.

        `erases`: its copy must purge all people; the desk may still connect, and receives only this order.
        """
        role = self._role_of(event, name)
        if role is None:
            raise UserError(_NO_DESK, name=name)
        with self._working():
            if erases:
                self._open.execute(_of(role, "ALTER ROLE {} CONNECTION LIMIT 1"))
                self._as_owner("INSERT INTO checkin.lost SELECT event, role FROM checkin.member WHERE role = %s", role)
            else:
                self._open.execute(_of(role, "ALTER ROLE {} NOLOGIN"))
                self._open.execute(_of(role, "REVOKE checkin_desk FROM {}"))
            self._as_owner("DELETE FROM checkin.presence WHERE role = %s", role)
            self._as_owner("DELETE FROM checkin.member WHERE role = %s", role)
        self._end_sessions(role)

    def _role_of(self, event: str, name: str) -> str | None:
        with self._working(as_owner=True):
            self._require(event)
            asked = "SELECT role FROM checkin.member JOIN checkin.event ON number = event WHERE id = %s AND name = %s"
            found = self._open.execute(asked, [event, name]).fetchone()
        return str(found[0]) if found else None

    def _require(self, event: str) -> None:
        if not self._open.execute("SELECT 1 FROM checkin.event WHERE id = %s", [event]).fetchone():
            raise UserError(_NOT_HELD)

    def _new_role(self, event: str, name: str) -> str:
        role = f"checkin_{self._letters(6)}"
        self._open.execute(_of(role, "CREATE ROLE {} NOLOGIN IN ROLE checkin_desk"))
        self._as_owner(_LET_IN, name, role, event)
        return role

    def _as_owner(self, statement: LiteralString, *values: str) -> None:
        """Run a statement on the hub's tables as their owner, within a transaction about roles."""
        self._open.execute("SET LOCAL ROLE checkin_owner")
        self._open.execute(statement, values)
        self._open.execute("RESET ROLE")

    def _let_in(self, role: str, password: str) -> None:
        """Allow a role to log in. Only a SCRAM verifier of the password is sent: statements may be logged."""
        secret = self._open.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
        allowed = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}")
        self._open.execute(allowed.format(sql.Identifier(role), secret))
        self._limit(role)

    def _roles(self) -> list[str]:
        self._open.execute("SET LOCAL ROLE checkin_owner")
        found = self._open.execute("SELECT role FROM checkin.member JOIN pg_roles ON rolname = role").fetchall()
        self._open.execute("RESET ROLE")
        return [str(role) for (role,) in found]

    def _limit(self, role: str) -> None:
        """Give a role its limits, whatever it has set itself, and put it under the watch of `end_stale`."""
        self._open.execute(_of(role, "ALTER ROLE {} RESET ALL"))
        self._open.execute(_of(role, f"ALTER ROLE {{}} CONNECTION LIMIT {CONNECTIONS}"))
        for name, value in (_SETTINGS | self._more_settings()).items():
            setting = sql.SQL("ALTER ROLE {} SET {} = {}")
            self._open.execute(setting.format(sql.Identifier(role), sql.Identifier(name), value))
        self._open.execute(_of(role, "GRANT {} TO checkin_owner"))

    def _more_settings(self) -> dict[str, str]:
        may = self._open.execute("SELECT has_parameter_privilege('temp_file_limit', 'SET')").fetchone() == (True,)
        return (_SINCE_17 if self._open.info.server_version >= 170_000 else {}) | (_DISK if may else {})

    def _end_sessions(self, role: str) -> None:
        with self._working():
            self._open.execute(_of(role, "GRANT {} TO checkin_owner"))
            self._as_owner("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", role)
        self._end_stale()

    @contextlib.contextmanager
    def _working(self, *, as_owner: bool = False) -> Iterator[None]:
        """Run the block as one transaction; missing rights and unknown roles become `UserError`."""
        with self._told_what_it_may_not(), self._open.transaction():
            if as_owner:
                self._open.execute("SET LOCAL ROLE checkin_owner")
            yield

    @contextlib.contextmanager
    def _told_what_it_may_not(self) -> Iterator[None]:
        with translated_hub_errors():
            try:
                yield
            except psycopg.errors.InsufficientPrivilege as exc:
                raise UserError(_MAY_NOT) from exc
            except psycopg.errors.InvalidParameterValue as exc:  # the role does not exist
                raise UserError(_NOT_HELD) from exc


def _of(role: str, statement: str) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(role))


_LET_IN: LiteralString = """
INSERT INTO checkin.member (event, name, role, may_purge)
SELECT number, %s, %s, NOT EXISTS (SELECT FROM checkin.member WHERE event = number) FROM checkin.event WHERE id = %s
"""
_DESKS: LiteralString = """
SELECT DISTINCT ON (m.name) m.name, m.role, m.may_purge, coalesce(p.desk, ''),
  extract(epoch FROM clock_timestamp() - p.heard)::double precision
FROM checkin.member m JOIN checkin.event e ON e.number = m.event
LEFT JOIN checkin.presence p ON p.event = m.event AND p.role = m.role
WHERE e.id = %s ORDER BY m.name, p.heard DESC
"""

_OLD_TRANSACTIONS: LiteralString = """
SELECT pid, usename, datname FROM pg_stat_activity
WHERE xact_start < clock_timestamp() - %s::interval AND pid <> pg_backend_pid() ORDER BY xact_start LIMIT 5
"""
_PREPARED: LiteralString = """
SELECT p.gid, p.owner FROM pg_prepared_xacts p JOIN pg_roles o ON o.rolname = 'checkin_owner'
WHERE p.database = current_database() AND p.owner <> o.rolname AND pg_has_role(o.oid, p.owner, 'MEMBER')
"""

_ENCODING = Message(
    "sync",
    "This database cannot store every character. Nothing was changed; create one for Checkin with the encoding UTF8.",
)
_MAY_NOT = Message(
    "sync",
    "This account cannot set up the shared server. Nothing was changed; use one that may create roles "
    "(CREATEROLE) and write to this database, and the same one each time.",
)
_WHICH_EVENT = Message("sync", "This shared server has several events, or none. Nothing was changed; say which one.")
_NOT_HELD = Message(
    "sync",
    "This shared server does not have this event yet. Nothing was changed; first run checkin hub-init with the event.",
)
_NO_DESK = Message("sync", "There is no desk “{name}” on this shared server. Nothing was changed.")
