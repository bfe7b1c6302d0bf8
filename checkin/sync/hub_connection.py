# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk's connection to a PostgreSQL hub, with timeouts and translated errors. Imported only if there is a hub."""

import contextlib
import time
from collections.abc import Generator, Iterator, Sequence
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow

from checkin.sync.hub_address import HubAddress
from checkin.sync.hub_errors import BROKEN, UNFIT, connection_error, statement_error

SILENCE_S = 6.0
"""Seconds without an answer after which the server counts as gone, even if the network has not reported it."""
SILENCE_WHILE_CONNECTING_S = 2.5

_Wanted = TypeVar("_Wanted")
_Result = TypeVar("_Result")


class TimedConnection(psycopg.Connection[TupleRow]):
    """A connection that gives up after `patience` seconds of silence, whatever the operating system reports."""

    patience = SILENCE_S

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> Any:
        return _heard(super()._connect_gen(conninfo), SILENCE_WHILE_CONNECTING_S)

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        return super().wait(_heard(gen, self.patience), interval, timeout)


def _heard(steps: Generator[_Wanted, Any, _Result], patience: float) -> Generator[_Wanted, Any, _Result]:
    """Pass the steps of psycopg's protocol generator on; raise `OperationalError` after so many silent seconds."""
    since = time.monotonic()
    try:
        wanted = next(steps)
        while True:
            ready = yield wanted
            if ready:
                since = time.monotonic()
            elif time.monotonic() - since > patience:
                raise psycopg.OperationalError("silence")
            wanted = steps.send(ready)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]


class HubConnection:
    """A desk's connection to a hub. Each statement is a transaction of its own."""

    def __init__(self, address: HubAddress) -> None:
        self._open = connect(address)

    def ask(self, statement: LiteralString, arguments: Sequence[object]) -> list[tuple[Any, ...]]:
        with translated_hub_errors():
            return self._open.execute(statement, arguments).fetchall()

    def listen(self, event: str) -> None:
        with translated_hub_errors():
            self._open.execute(sql.SQL("LISTEN {}").format(sql.Identifier(f"checkin_{event}")))

    def wait_for_notice(self, seconds: float) -> bool:
        """Wait for a notice; return whether another connection announced new entries."""
        with translated_hub_errors(), contextlib.closing(self._open.notifies(timeout=seconds)) as notices:
            own = self._open.info.backend_pid
            return any(notice.pid != own for notice in notices)

    def close(self) -> None:
        self._open.close()


def connect(address: HubAddress) -> TimedConnection:
    """Open a connection. Without prepared statements: behind a pooler the next one may go to another session."""
    try:
        where = make_conninfo(address.url, **address.options())
        return TimedConnection.connect(where, autocommit=True, prepare_threshold=None)
    except psycopg.Error as exc:
        has_asked = bool(exc.pgconn and exc.pgconn.used_password)
        # The error has no code, only a text, which may quote the URL with its password.
        raise connection_error(str(exc), host=address.host, has_asked_password=has_asked) from None


@contextlib.contextmanager
def translated_hub_errors() -> Iterator[None]:
    """Turn errors of psycopg into `SyncError`."""
    try:
        yield
    except UnicodeEncodeError as exc:  # half of a surrogate pair
        raise statement_error(UNFIT) from exc
    except psycopg.DataError as exc:
        raise statement_error(exc.sqlstate or UNFIT) from exc
    except (psycopg.OperationalError, psycopg.InterfaceError) as exc:
        raise statement_error(exc.sqlstate or BROKEN) from exc
    except psycopg.Error as exc:
        if exc.sqlstate is None:
            raise  # a programming error: the statement is wrong
        raise statement_error(exc.sqlstate) from exc
