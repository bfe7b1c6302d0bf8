# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection to a hub that waits for nothing for ever, its errors in words. Imported only where there is a hub."""

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
"""A server from which nothing comes for so long is gone, although the network may still say that it is there."""
SILENCE_WHILE_CONNECTING_S = 2.5

_Wanted = TypeVar("_Wanted")
_Result = TypeVar("_Result")


class TimedConnection(psycopg.Connection[TupleRow]):
    """Gives up when nothing comes for `patience` seconds, whatever the operating system thinks of the line."""

    patience = SILENCE_S

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> Any:
        return _heard(super()._connect_gen(conninfo), SILENCE_WHILE_CONNECTING_S)

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        return super().wait(_heard(gen, self.patience), interval, timeout)


def _heard(steps: Generator[_Wanted, Any, _Result], patience: float) -> Generator[_Wanted, Any, _Result]:
    """The same steps of an exchange with a server; an error when none could be made for so many seconds."""
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
    """As a desk has it. Each statement is a transaction of its own."""

    def __init__(self, address: HubAddress) -> None:
        self._open = connect(address)

    def ask(self, statement: LiteralString, arguments: Sequence[object]) -> list[tuple[Any, ...]]:
        with translated_hub_errors():
            return self._open.execute(statement, arguments).fetchall()

    def listen(self, event: str) -> None:
        with translated_hub_errors():
            self._open.execute(sql.SQL("LISTEN {}").format(sql.Identifier(f"checkin_{event}")))

    def wait_for_notice(self, seconds: float) -> bool:
        """Whether another connection said that there is something new."""
        with translated_hub_errors(), contextlib.closing(self._open.notifies(timeout=seconds)) as notices:
            own = self._open.info.backend_pid
            return any(notice.pid != own for notice in notices)

    def close(self) -> None:
        self._open.close()


def connect(address: HubAddress) -> TimedConnection:
    """Prepared statements are left out: behind a pooler the next one goes to another session."""
    try:
        where = make_conninfo(address.url, **address.options())
        return TimedConnection.connect(where, autocommit=True, prepare_threshold=None)
    except psycopg.Error as exc:
        has_asked = bool(exc.pgconn and exc.pgconn.used_password)
        # No code is told, only a text, and it may quote the URL with its password.
        raise connection_error(str(exc), host=address.host, has_asked_password=has_asked) from None


@contextlib.contextmanager
def translated_hub_errors() -> Iterator[None]:
    """Turns what the library raises into words."""
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
            raise  # ours: the statement is wrong
        raise statement_error(exc.sqlstate) from exc
