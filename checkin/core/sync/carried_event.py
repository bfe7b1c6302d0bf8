# SPDX-License-Identifier: GPL-3.0-or-later
"""What a USB key says about an event that was put on it for computers that do not have it yet. Values only."""

from dataclasses import dataclass
from datetime import date, datetime

from checkin.core.sync.desk_names import next_free
from checkin.core.sync.invitation import Invitation
from checkin.core.sync.usb_drives import Volume


@dataclass(frozen=True, slots=True)
class CarriedEvent:
    """An event on a key: its invitation, and the state in which a desk left it there.

    `entries` is how many journal entries lie on the key beside it at least, so that a desk that joins knows whether it
    has everything. `desks` are the names that are taken, first that of the desk that put it there. `purge` is the id of
    the newest purge that this desk knew (hexadecimal, "" for none): after another one the event is taken off the key.
    """

    invitation: Invitation
    at: datetime
    people: int
    entries: int
    desks: tuple[str, ...]
    day: date | None = None
    has_hub: bool = False
    purge: str = ""

    @property
    def event(self) -> str:
        """The public id of the event."""
        return self.invitation.key.event

    @property
    def proposed_desk(self) -> str:
        """A name for the next desk, which no desk has as far as the key knows."""
        return next_free(self.desks[0], self.desks)


@dataclass(frozen=True, slots=True)
class UsbDriveContents:
    """A key and the events on it. `unreadable` counts invitations on it that are not whole."""

    key: Volume
    events: tuple[CarriedEvent, ...] = ()
    unreadable: int = 0

    def find(self, event: str) -> CarriedEvent | None:
        """Return what the key says about this event, None if the event was not put on it."""
        return next((carried for carried in self.events if carried.event == event), None)
