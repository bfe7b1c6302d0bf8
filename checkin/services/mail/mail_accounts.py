# SPDX-License-Identifier: GPL-3.0-or-later
"""The account that messages are sent from: kept with the event on this computer, its password in the system's keyring,
its server known where the provider is.
"""

import tomllib
from functools import lru_cache

from checkin.core.mail.mail_account import MailAccount, MailProvider, provider_of, read_providers
from checkin.devices.password_store import PasswordStore
from checkin.resource_folder import resources
from checkin.services.event_file import EventFile
from checkin.storage import mail_account_store


def read_mail_account(event: EventFile) -> MailAccount:
    """Return the account chosen for this event on this computer, an empty one before the first choice."""
    return mail_account_store.load_mail_account(event.db)


def save_mail_account(event: EventFile, account: MailAccount) -> None:
    """Keep an account for the next time, without its password."""
    mail_account_store.save_mail_account(event.db, account)


@lru_cache(maxsize=1)
def mail_providers() -> tuple[MailProvider, ...]:
    """Return the providers whose servers are known."""
    text = (resources() / "mail" / "providers.toml").read_text(encoding="utf-8")
    return read_providers(tomllib.loads(text))


def propose_account(address: str) -> MailAccount:
    """Return the account of an address: complete where its provider is known, else with the address alone."""
    provider = provider_of(address, mail_providers())
    return provider.account(address) if provider else MailAccount(user=address, sender=address)


class MailPasswords:
    """The passwords of accounts, never in the event file, a log or an argument."""

    def __init__(self, store: PasswordStore | None = None) -> None:
        self._store = store or PasswordStore()

    def read(self, account: MailAccount) -> str:
        """Return the password of an account, "" if none is kept."""
        return self._store.read(_name(account)) if account.user else ""

    def keep(self, account: MailAccount, password: str) -> bool:
        """Keep the password of an account; return whether it is still there at the next start."""
        self._store.keep(_name(account), password)
        return self._store.is_lasting

    def forget(self, account: MailAccount) -> None:
        """Remove the password of an account."""
        self._store.forget(_name(account))


def _name(account: MailAccount) -> str:
    return f"{account.user}@{account.server}"
