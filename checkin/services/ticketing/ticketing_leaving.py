# SPDX-License-Identifier: GPL-3.0-or-later
"""The end of a computer's connection to a ticketing's server. What was recorded stays in the event, unless its people
are to be erased too.
"""

from checkin.core.entries import EntryKind
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.services.event_file import EventFile
from checkin.services.ticketing.device_token import forget_token, read_token
from checkin.storage import ticketing_store
from checkin.storage.outbox import Outbox
from checkin.sync.pretix_client import PretixClient


def give_up_device(event: EventFile) -> None:
    """Give up this computer's access at the server, for good. Raises `SyncError` if that cannot be told now."""
    if link := ticketing_store.load_link(event.db):
        with PretixClient(link.address, link.organizer, read_token(event, link)) as client:
            client.revoke()


def disconnect(event: EventFile, desk: str) -> None:
    """Forget the server: nothing is fetched or sent by this computer any more. The other desks are told by this one's
    name: what it records from now on is for one of theirs to send, or for the next device.
    """
    if link := ticketing_store.load_link(event.db):
        with event.transaction():
            body = {"device": link.device}
            event.journal.append(EntryKind.TICKETING_LEFT, "", body, at=event.clock()(), desk=desk)
        forget_token(event, link)
        ticketing_store.note_last_device(event.db, link.device)
    ticketing_store.remove_link(event.db)


def erase_people(event: EventFile, desk: str) -> None:
    """Erase the people from the file of a revoked device, and from no other, then forget the server. Raises `UserError`
    for a device that is not revoked.
    """
    link = ticketing_store.load_link(event.db)
    if link is None or not link.is_revoked:
        raise UserError(_NOT_REVOKED)
    Outbox(event.db, event.journal).forget_all_people()
    disconnect(event, desk)


_NOT_REVOKED = Message("ticketing", "This device is not revoked in pretix. Nothing was erased.")
