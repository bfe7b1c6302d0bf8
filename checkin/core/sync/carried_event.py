# SPDX-License-Identifier: GPL-3.0-or-later
"""An event carried on a USB drive for computers that do not have it yet. Values only."""

from dataclasses import dataclass
from datetime import date, datetime

from checkin.core.sync.desk_names import next_free
from checkin.core.sync.invitation import Invitation
from checkin.core.sync.usb_drives import Volume


@dataclass(frozen=True, slots=True)
class CarriedEvent:
    """An event on a USB drive: its invitation, and its state when a desk left it there.

    `entries` is the least number of journal entries on the drive beside it, so that a desk that joins knows whether it
    has everything. `desks` are the names that are taken, first that of the desk that put it there. `purge` is the id of
    the newest purge that this desk knew (hexadecimal, "" for none): after another one the event is taken off the drive.
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
        """A name for the next desk that is free as far as the drive knows."""
        return next_free(self.desks[0], self.desks)


@dataclass(frozen=True, slots=True)
class UsbDriveContents:
    """A USB drive and the events on it. `unreadable` counts damaged invitations; `has_entries`: files of the event
    that was asked for are on it, with an invitation or without.
    """

    drive: Volume
    events: tuple[CarriedEvent, ...] = ()
    unreadable: int = 0
    has_entries: bool = False

    def find(self, event: str) -> CarriedEvent | None:
        """Return the carried event of this id; None if it is not on the drive."""
        return next((carried for carried in self.events if carried.event == event), None)
