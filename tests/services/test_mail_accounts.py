# SPDX-License-Identifier: GPL-3.0-or-later
"""The account, its provider and its password."""

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from checkin.core.mail.mail_account import (
    FASTEST_PACE,
    PROVIDER_ADVICE,
    MailAccount,
    MailSecurity,
    checked_account,
    provider_of,
)
from checkin.core.message import UserError
from checkin.services.mail.mail_worker import (
    MailPasswords,
    mail_providers,
    propose_account,
    read_mail_account,
    save_mail_account,
)

ACCOUNT = MailAccount("smtp.asso.test", 465, MailSecurity.TLS, "orga", "orga@asso.test", "Accueil", "", 20)
SECRET = "très secret"


class MemoryKeyring(KeyringBackend):
    """A keyring of the system, open or locked."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept, self.is_locked = {}, False

    def get_password(self, service, username):
        self._ask()
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self._ask()
        self.kept[service, username] = password

    def delete_password(self, service, username):
        self._ask()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError

    def _ask(self):
        if self.is_locked:
            raise KeyringLocked


@pytest.fixture
def system():
    before, mine = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def test_a_password_is_kept_by_the_systems_keyring(system):
    assert MailPasswords().keep(ACCOUNT, SECRET)
    assert MailPasswords().read(ACCOUNT) == SECRET
    assert list(system.kept) == [("Checkin", "orga@smtp.asso.test")]
    MailPasswords().forget(ACCOUNT)
    MailPasswords().forget(ACCOUNT)
    assert MailPasswords().read(ACCOUNT) == ""


def test_without_a_keyring_it_is_kept_until_the_end_of_the_program(system):
    system.is_locked = True
    passwords = MailPasswords()
    assert not passwords.keep(ACCOUNT, SECRET)
    assert (passwords.read(ACCOUNT), MailPasswords().read(ACCOUNT), system.kept) == (SECRET, "", {})
    system.is_locked = False
    assert passwords.keep(ACCOUNT, "neuf")
    assert (passwords.read(ACCOUNT), list(system.kept.values())) == ("neuf", ["neuf"])


def test_the_account_is_kept_with_the_event_and_its_password_is_not(event, system):
    save_mail_account(event, ACCOUNT)
    MailPasswords().keep(ACCOUNT, SECRET)
    assert read_mail_account(event) == ACCOUNT
    event.checkpoint_wal()
    assert SECRET.encode() not in event.path.read_bytes()


def test_an_event_has_no_account_before_the_first_choice(event):
    assert read_mail_account(event) == MailAccount()


def test_every_provider_can_be_used_as_it_is_told():
    for provider in mail_providers():
        for domain in provider.domains:
            account = propose_account(f"orga@{domain}")
            assert checked_account(account) == account
            assert account.security is not MailSecurity.NONE
            assert 0 < account.pace <= 60
        assert not provider.advice or provider.advice in PROVIDER_ADVICE
    domains = [domain for provider in mail_providers() for domain in provider.domains]
    assert len(domains) == len(set(domains))


def test_a_provider_is_known_by_the_domain():
    gmail = provider_of("Orga@GMail.com", mail_providers())
    assert (gmail.server, gmail.port, gmail.advice) == ("smtp.gmail.com", 465, "app_password")
    assert propose_account("jean@free.fr").user == "jean"
    assert propose_account("orga@asso.test") == MailAccount(user="orga@asso.test", sender="orga@asso.test")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sender": "orga"}, "orga"),
        ({"reply_to": "n/a"}, "n/a"),
        ({"server": ""}, "mail server"),
        ({"server": "smtp.asso.test/evil"}, "evil"),
        ({"security": MailSecurity.NONE}, "encryption"),
        ({"port": 70000}, "65535"),
        ({"pace": 0}, str(FASTEST_PACE)),
        ({"pace": FASTEST_PACE + 1}, str(FASTEST_PACE)),
    ],
)
def test_an_account_that_cannot_work_is_refused_with_the_reason(fields, words):
    given = {name: getattr(ACCOUNT, name) for name in MailAccount.__slots__}
    with pytest.raises(UserError, match=words):
        checked_account(MailAccount(**{**given, **fields}))


def test_without_encryption_only_this_computers_own_server_is_used():
    account = checked_account(MailAccount("localhost", 0, MailSecurity.NONE, sender="orga@asso.test"))
    assert account.port == 25


def test_an_account_is_used_with_the_usual_port_and_a_clean_name():
    account = checked_account(MailAccount(" SMTP.asso.test ", sender="orga@asso.test", sender_name="A\r\nBcc: x"))
    assert (account.server, account.port, account.sender_name) == ("smtp.asso.test", 465, "A Bcc: x")
