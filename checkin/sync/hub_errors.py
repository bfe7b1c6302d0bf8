# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors of PostgreSQL and its library, translated into messages for the user. Pure.

A refused connection has no code, only a text in the language of the server: those of English and French servers are
recognised, for others the cause is guessed.
"""

import re

from checkin.core.errors import SyncError
from checkin.core.message import Message
from checkin.sync.peer import CursorLostError, DeskRevokedError, SyncRejectedError

BROKEN, UNFIT = "08006", "22000"
"""SQLSTATE for a broken connection, and for a text that the library cannot send."""


class HubRefusedError(SyncError):
    """A clear refusal, which would be the same a second later."""


def statement_error(state: str) -> SyncError:
    """Return the error of a statement by its code (SQLSTATE)."""
    if state in _ANSWERS:
        kind, words = _ANSWERS[state]
        return kind(words)
    if state in ("23514", "23502") or state.startswith("22"):
        return SyncRejectedError(_REJECTED)
    if state in _BY_STATE:
        return _BY_STATE[state](_WORDS_OF[state])
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
    "sync",
    "The shared server gave an unexpected answer ({code}). Everything is saved here; Checkin will try again.",
)

_MAY_NOT_PURGE = Message(
    "sync",
    "This desk cannot erase personal data on the other desks: it is erased here, and stays on the shared "
    "server. The organiser can allow it there (checkin hub-desk with --may-purge).",
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
}
"""Errors that the hub's own functions raise."""

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
