# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk's connection to a PostgreSQL hub, with timeouts and translated errors. Imported only if there is a hub.

A refused connection has no code, only a text in the language of the server: those of English and French servers are
recognised, for others the cause is guessed.
"""

import contextlib
import re
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any, LiteralString, TypeVar

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow

from checkin.core.message import Message, SyncError
from checkin.sync.hub_address import HubAddress
from checkin.sync.peer import CursorLostError, DeskRevokedError, HubRefusedError, SyncRejectedError

SILENCE_S = 6.0
"""Seconds without an answer after which the server counts as gone, even if the network has not reported it."""
SILENCE_WHILE_CONNECTING_S = 2.5
"""The same while connecting and for notices, which are only a help."""

ANSWER_S = 60.0
"""Seconds after which an answer is given up that still comes: a server may send a letter now and then without end."""
MOST_ROWS, LARGEST = 50_000, 64 << 20
"""Rows of an answer, and letters and bytes in them: more than the heartbeats of ten thousand desks, or a page of the
largest entries.
"""
AT_ONCE = 50
"""Rows that the library collects before it hands them on, where it can (version 17)."""


FLOOD = 1_000
"""Notices of others within a second that no event has. Any role of the server can send them (docs/adr/0095)."""

_Wanted = TypeVar("_Wanted")
_Result = TypeVar("_Result")


class HubConnection(psycopg.Connection[TupleRow]):
    """A connection to a hub that gives up after `patience` seconds of silence, whatever the operating system reports.

    Each statement of a desk (`ask`) is a transaction of its own.
    """

    patience = SILENCE_S
    is_listening = False
    is_flooded = False
    """Whether so many notices came that they are in the way: this connection is to be closed."""
    _is_notified = False
    _counted_since, _count = 0.0, 0

    @classmethod
    def _connect_gen(cls, conninfo: str = "") -> Any:
        return _with_patience(super()._connect_gen(conninfo), SILENCE_WHILE_CONNECTING_S)

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        return super().wait(_with_patience(gen, self.patience, self._leave_flood), interval, timeout)

    def ask(self, statement: LiteralString, arguments: Sequence[object]) -> list[tuple[Any, ...]]:
        """Return all rows. Raises `HubRefusedError` for more of them than any hub has, and closes this connection:
        the library would collect the rest.
        """
        found, size, until = list[tuple[Any, ...]](), 0, time.monotonic() + ANSWER_S
        at_once = AT_ONCE if psycopg.capabilities.has_stream_chunked() else 1
        with translated_hub_errors(), self.cursor() as cursor:
            for row in cursor.stream(statement, arguments, size=at_once):
                found.append(row)
                size += sum(len(part) for part in row if isinstance(part, str | bytes))
                if len(found) > MOST_ROWS or size > LARGEST or time.monotonic() > until:
                    self.close()
                    raise statement_error(TOO_MUCH)
        return found

    def listen(self, event: str) -> None:
        with translated_hub_errors(), self._hurried():
            self.add_notify_handler(lambda notice: self._note(notice.pid))
            self.execute(sql.SQL("LISTEN {}").format(sql.Identifier(f"checkin_{event}")))
        self.is_listening = True

    def announce(self, event: str) -> None:
        """Tell the desks that listen that there are new entries."""
        with translated_hub_errors(), self._hurried():
            self.execute("SELECT checkin.announce(%s)", [event])

    @contextlib.contextmanager
    def _hurried(self) -> Iterator[None]:
        self.patience = SILENCE_WHILE_CONNECTING_S
        try:
            yield
        finally:
            del self.patience  # that of the class again

    def has_notice(self) -> bool:
        """Whether another connection announced new entries since this was last asked; returns at once."""
        with translated_hub_errors():
            self.pgconn.consume_input()
        self._take_notices()
        is_notified, self._is_notified = self._is_notified, False
        return is_notified

    def _take_notices(self) -> None:
        while notice := self.pgconn.notifies():
            self._note(notice.be_pid)

    def _note(self, sender: int) -> None:
        if sender == self.pgconn.backend_pid:
            return
        self._is_notified, now = True, time.monotonic()
        if now - self._counted_since > 1:
            self._counted_since, self._count = now, 0
        self._count += 1
        self.is_flooded |= self._count > FLOOD

    def _leave_flood(self) -> None:
        """Take the notices that came beside an answer, which libpq would all keep until its end."""
        self._take_notices()
        if self.is_flooded:
            raise psycopg.OperationalError("flood")


def _with_patience(
    steps: Generator[_Wanted, Any, _Result], patience: float, between: Callable[[], None] = lambda: None
) -> Generator[_Wanted, Any, _Result]:
    """Pass the steps of psycopg's protocol generator on, and call `between` them; raise `OperationalError` after so
    many silent seconds, or after `ANSWER_S`.
    """
    began = since = time.monotonic()
    try:
        wanted = next(steps)
        while True:
            ready = yield wanted
            between()
            now = time.monotonic()
            since = now if ready else since
            if now - since > patience or now - began > ANSWER_S:
                raise psycopg.OperationalError("silence")
            wanted = steps.send(ready)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]


def connect(address: HubAddress) -> HubConnection:
    """Open a connection. Without prepared statements: behind a pooler the next one may go to another session."""
    try:
        where = make_conninfo(address.url, **address.options())
        return HubConnection.connect(where, autocommit=True, prepare_threshold=None)
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


BROKEN, UNFIT, TOO_MUCH = "08006", "22000", "54000"
"""SQLSTATE for a broken connection, for a text that the library cannot send, and for an answer that no hub gives."""


def statement_error(state: str) -> SyncError:
    """Return the error of a statement by its code (SQLSTATE)."""
    if state in _ANSWERS:
        kind, words = _ANSWERS[state]
        return kind(words)
    if state in ("23514", "23502") or state.startswith("22"):
        return SyncRejectedError(_REJECTED)
    if state in _BY_STATE:
        return _BY_STATE[state](_WORDS_OF[state], code=state)
    if state.startswith(("08", "57P")):
        return SyncError(_GONE)
    return SyncError(_STRANGE, code=state)


def connection_error(text: str, *, host: str, has_asked_password: bool) -> SyncError:
    """Return the error of a failed connection by its text."""
    for pattern, words in _SAID:
        if re.search(pattern, text, re.IGNORECASE):
            kind = SyncError if words in _PASSING else HubRefusedError
            return kind(words, host=host)
    return HubRefusedError(_PASSWORD, host=host) if has_asked_password else SyncError(_GONE)


_ANOTHER = Message("sync", "The shared server was restored or replaced; everything is being read and sent again.")
_REJECTED = Message("sync", "The shared server refused an entry. It is saved here and will be sent again.")
_TOO_LATE = Message(
    "sync",
    "The shared server refused an entry that is dated more than a day after its own clock. It is saved here and "
    "will be sent again; check the date of this computer and of the server.",
)
_PASSWORD = Message(
    "sync",
    "The shared server does not accept this desk’s password. Everything is saved here; ask for a new address "
    "for this desk.",
)
_REVOKED = Message("sync", "This desk was removed from the shared server. Everything is saved here; ask the organiser.")
_UNKNOWN_HOST = Message(
    "sync",
    "There is no computer called “{host}” on this network. Everything is saved here; "
    "check the address of the shared server.",
)
_GONE = Message(
    "sync", "The shared server cannot be reached. Everything is saved here and will be sent when it is back."
)
_PLAIN = Message(
    "sync",
    "The shared server does not encrypt, so nothing was sent to it. Everything is saved here; its "
    "administrator must turn TLS on.",
)
_UNPROVED = Message(
    "sync",
    "The shared server could not prove that it is the right one, so nothing was sent to it. Everything is "
    "saved here; check its address and its certificate.",
)
_UNPREPARED = Message(
    "sync",
    "This server is not set up for Checkin. Everything is saved here; its administrator sets it up with "
    "checkin hub-init.",
)
_FULL = Message(
    "sync", "The shared server’s disk is full. Everything is saved here and will be sent when there is room."
)
_BUSY = Message(
    "sync", "The shared server has no room for another desk. Everything is saved here and will be sent later."
)
_HELD_UP = Message(
    "sync",
    "Another desk is blocking the shared server. Everything is saved here and will be sent later; if this goes "
    "on, the organiser can remove that desk.",
)
_READS_ONLY = Message(
    "sync", "The shared server is read-only for now. Everything is saved here and will be sent later."
)
_STRANGE = Message(
    "sync", "The shared server gave an unexpected answer ({code}). Everything is saved here; Checkin will try again."
)

_MAY_NOT_PURGE = Message(
    "sync",
    "This desk cannot erase personal data on the other desks, nor decide when that happens: what it erased is erased "
    "here, and stays on the shared server. The organiser can allow it there (checkin hub-desk with --may-purge).",
)
_ERASED = Message(
    "sync",
    "This desk was removed from the shared server, and the organiser asked for its copy to be erased: the "
    "people in it are gone, and it no longer exchanges with the other desks.",
)

_ANSWERS: dict[str, tuple[type[SyncError], Message]] = {
    "CK001": (CursorLostError, _ANOTHER),
    "CK002": (SyncRejectedError, _REJECTED),
    "CK004": (SyncRejectedError, _MAY_NOT_PURGE),
    "CK005": (DeskRevokedError, _ERASED),
    "22CK1": (SyncRejectedError, _TOO_LATE),
}
"""Errors that the hub's own functions raise. Programs that do not know one of class 22 take it for CK002."""

_WORDS_OF = {
    "CK003": _REVOKED,
    "42501": _REVOKED,
    "28000": _REVOKED,
    "28P01": _PASSWORD,
    "3D000": _UNPREPARED,
    "3F000": _UNPREPARED,
    "42883": _UNPREPARED,
    "42703": _UNPREPARED,
    "42P01": _UNPREPARED,
    "53100": _FULL,
    "53300": _BUSY,
    "25006": _READS_ONLY,
    "57014": _GONE,
    "55P03": _HELD_UP,
    TOO_MUCH: _STRANGE,
}
_PASSING = (_GONE, _HELD_UP, _UNKNOWN_HOST, _UNPREPARED, _FULL, _BUSY, _READS_ONLY)
_BY_STATE = {state: SyncError if words in _PASSING else HubRefusedError for state, words in _WORDS_OF.items()}

# The first match counts: libpq tries TLS before it tries without, so the text of the first attempt comes first.
_SAID = (
    (r"could not translate host name|resolve host|getaddrinfo|name or service not known", _UNKNOWN_HOST),
    (r"password authentication failed|authentification par mot de passe échouée|no password supplied", _PASSWORD),
    (r"not permitted to log in|pas autorisé à se connecter|permission denied for database|droit refusé", _REVOKED),
    (r"database .* does not exist|base de données .* n.existe pas", _UNPREPARED),
    (r"too many (clients|connections)|remaining connection slots|trop de (clients|connexions)", _BUSY),
    (r"server does not support SSL|no encryption|SSL off|sans chiffrement|SSL inactif", _PLAIN),
    (r"no pg_hba|aucune entrée .*pg_hba", _REVOKED),
    (r"certificate|certificat|does not match host name|channel binding|SSL error|authentication method", _UNPROVED),
    (r"read-only", _READS_ONLY),
    (r"refused|time(d )?out|no route|unreachable|closed|starting up|shutting down|recovery|silence", _GONE),
    (r"no such file or directory|reset by peer|démarrage|arrêt", _GONE),
)
