# SPDX-License-Identifier: GPL-3.0-or-later
"""The desks of a hub, with the address of whoever runs it: which there are, one let in, one shut out. Each connects,
asks and closes; the address is kept nowhere. PostgreSQL's library is imported at the first of these, no sooner.
"""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.sync.hub_desk_status import HubDesk
from checkin.sync.hub_address import HubAddress

if TYPE_CHECKING:
    from checkin.sync.hub_admin import HubAdmin


def desks(organiser: str, event: str) -> list[HubDesk]:
    """`event` is its public id, as below. All raise `UserError` or `SyncError`."""
    with _at(organiser) as hub:
        return hub.desks(event)


def admit(organiser: str, event: str, name: str, own: str) -> str:
    """The address for a new desk of this name, which finds the server where this desk does (`own`). A name that is
    taken is refused: its desk would be shut out.
    """
    with _at(organiser) as hub:
        if any(desk.name == name for desk in hub.desks(event)):
            raise UserError(_TAKEN, name=name)
        return hub.admit(event, name, _reached_at(organiser, own))


def revoke(organiser: str, event: str, name: str, *, erases: bool) -> bool:
    """True: it is done."""
    with _at(organiser) as hub:
        hub.revoke(event, name, erases=erases)
    return True


def _reached_at(organiser: str, own: str) -> str:
    """The organiser may sit at the server itself, and call it localhost."""
    here = HubAddress.read(own)
    return here.host if HubAddress.read(organiser).is_local and not here.is_local else ""


@contextlib.contextmanager
def _at(organiser: str) -> Iterator["HubAdmin"]:
    from checkin.sync.hub_admin import HubAdmin

    with contextlib.closing(HubAdmin(HubAddress.read(organiser))) as hub:
        yield hub


_TAKEN = Message("join", "There is a desk “{name}” at the server already. Nothing was changed; choose another name.")
