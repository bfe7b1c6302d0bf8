# SPDX-License-Identifier: GPL-3.0-or-later
"""The token with which this computer is a device of a ticketing's server: in the system's keyring; where there is none,
in the event file, among what is never sent to other desks.
"""

from checkin.devices.password_store import PasswordStore
from checkin.services.event_file import EventFile
from checkin.storage import ticketing_store
from checkin.storage.ticketing_store import TicketingLink


def keep_token(event: EventFile, link: TicketingLink, token: str, store: PasswordStore | None = None) -> bool:
    """Keep the token of a link; return whether the keyring has it."""
    store = store or PasswordStore()
    store.keep(_name(event, link), token)
    if not store.is_lasting:
        ticketing_store.save_token(event.db, token)
    return store.is_lasting


def read_token(event: EventFile, link: TicketingLink, store: PasswordStore | None = None) -> str:
    """Return the token of a link, "" if it is lost."""
    return ticketing_store.load_token(event.db) or (store or PasswordStore()).read(_name(event, link))


def forget_token(event: EventFile, link: TicketingLink, store: PasswordStore | None = None) -> None:
    """Remove the token of a link from wherever it is kept."""
    ticketing_store.save_token(event.db, "")
    (store or PasswordStore()).forget(_name(event, link))


def _name(event: EventFile, link: TicketingLink) -> str:
    """Return the name in the keyring: two files of one computer may be two devices of one server."""
    return f"pretix {link.serial}@{link.address} {event.key.event}"
