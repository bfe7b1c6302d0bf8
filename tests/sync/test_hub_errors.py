# SPDX-License-Identifier: GPL-3.0-or-later
"""What servers say, in two languages, is told in words; what they may say otherwise too."""

import pytest

from checkin.core.message import SyncError
from checkin.sync.hub_connection import connection_error, statement_error
from checkin.sync.peer import CursorLostError, HubRefusedError, SyncRejectedError

FATAL = 'connection failed: connection to server at "192.168.1.20", port 5432 failed: '


def told(text, *, has_asked_password=False):
    return connection_error(FATAL + text, host="hub", has_asked_password=has_asked_password)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ('FATAL:  password authentication failed for user "d"', "this desk’s password", HubRefusedError),
        (
            "FATAL:  authentification par mot de passe échouée pour l'utilisateur « d »",
            "this desk’s password",
            HubRefusedError,
        ),
        ('FATAL:  role "d" is not permitted to log in', "removed from", HubRefusedError),
        ("FATAL:  le rôle « d » n'est pas autorisé à se connecter", "removed from", HubRefusedError),
        (
            'FATAL:  no pg_hba.conf entry for host "1", user "d", database "x", no encryption',
            "not encrypt",
            HubRefusedError,
        ),
        (
            'FATAL:  no pg_hba.conf entry for host "1", user "d", database "x", SSL encryption',
            "removed from",
            HubRefusedError,
        ),
        ("server does not support SSL, but SSL was required", "not encrypt", HubRefusedError),
        ("SSL error: certificate verify failed", "not prove", HubRefusedError),
        ('server certificate for "a" does not match host name "b"', "not prove", HubRefusedError),
        ("channel binding required but not supported by server's authentication request", "not prove", HubRefusedError),
        ('FATAL:  database "x" does not exist', "not set up", SyncError),
        ("FATAL:  la base de données « x » n'existe pas", "not set up", SyncError),
        ("Connection refused", "cannot be reached", SyncError),
        ("FATAL:  the database system is starting up", "cannot be reached", SyncError),
        ("FATAL:  sorry, too many clients already", "another desk", SyncError),
        ("FATAL:  désolé, trop de clients sont déjà connectés", "another desk", SyncError),
        ("session is read-only", "read-only", SyncError),
        ("[Errno -2] Name or service not known", "no computer called “hub”", SyncError),
        ("etwas auf Deutsch", "cannot be reached", SyncError),
    ],
)
def test_a_connection_that_was_refused(text, words, kind):
    error = told(text)
    assert words in str(error)
    assert type(error) is kind
    assert "Everything is saved here" in str(error)


def test_what_was_refused_with_tls_is_told_and_not_what_was_tried_without():
    assert "this desk’s password" in str(
        told("FATAL:  password authentication failed\nFATAL: no pg_hba.conf, no encryption")
    )


def test_in_another_language_it_was_the_password_if_one_was_asked():
    assert "this desk’s password" in str(
        told("FATAL:  Passwort-Authentifizierung fehlgeschlagen", has_asked_password=True)
    )


@pytest.mark.parametrize(
    ("state", "words", "kind"),
    [
        ("CK001", "restored or replaced", CursorLostError),
        ("CK002", "refused an entry", SyncRejectedError),
        ("CK003", "removed from", HubRefusedError),
        ("22P05", "refused an entry", SyncRejectedError),
        ("23514", "refused an entry", SyncRejectedError),
        ("42883", "not set up", SyncError),
        ("42703", "not set up", SyncError),
        ("3F000", "not set up", SyncError),
        ("42501", "removed from", HubRefusedError),
        ("57P01", "cannot be reached", SyncError),
        ("08006", "cannot be reached", SyncError),
        ("53100", "is full", SyncError),
        ("25006", "read-only", SyncError),
        ("57014", "cannot be reached", SyncError),
        ("23505", "unexpected answer (23505)", SyncError),
    ],
)
def test_a_statement_that_failed(state, words, kind):
    error = statement_error(state)
    assert words in str(error)
    assert type(error) is kind
