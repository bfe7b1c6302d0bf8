# SPDX-License-Identifier: GPL-3.0-or-later
"""Administration of a hub's desks with the organiser's address: list them, admit one, revoke one.

Each function connects, asks and closes; the address is stored nowhere. All raise `UserError` or `SyncError`.
PostgreSQL's library is imported on the first call.
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
    """Return the hub's desks. `event` is the event's public id, here and below."""
    with _at(organiser) as hub:
        return hub.desks(event)


def admit(organiser: str, event: str, name: str, own: str) -> str:
    """Return the address for a new desk, which reaches the server at the host in `own`, this desk's address.

    Raises `UserError` if the name is taken: the desk of that name would lose its access.
    """
    with _at(organiser) as hub:
        if any(desk.name == name for desk in hub.desks(event)):
            raise UserError(_TAKEN, name=name)
        return hub.admit(event, name, _reached_at(organiser, own))


def revoke(organiser: str, event: str, name: str, *, erases: bool) -> bool:
    """Revoke a desk's access; always returns True."""
    with _at(organiser) as hub:
        hub.revoke(event, name, erases=erases)
    return True


def _reached_at(organiser: str, own: str) -> str:
    """Return the host for a new desk if the organiser's address is local (localhost), else ""."""
    here = HubAddress.read(own)
    return here.host if HubAddress.read(organiser).is_local and not here.is_local else ""


@contextlib.contextmanager
def _at(organiser: str) -> Iterator["HubAdmin"]:
    from checkin.sync.hub_admin import HubAdmin

    with contextlib.closing(HubAdmin(HubAddress.read(organiser))) as hub:
        yield hub


_TAKEN = Message("join", "The server already has a desk called “{name}”. Nothing was changed; choose another name.")
