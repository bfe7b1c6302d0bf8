# SPDX-License-Identifier: GPL-3.0-or-later
"""Summary of a purge: what it erases, what it leaves, and what it cannot reach. Values only."""

from dataclasses import dataclass
from datetime import datetime

from checkin.core.message import Message


@dataclass(frozen=True, slots=True)
class PurgePreview:
    """A preview of a purge. `people`, `speakers` and `supervisors` are counts; `arrivals` stay. `backups` are names of
    files; `desks` are those that wrote in the journal besides this one, with their last time. `says_more`: since the
    last purge, texts were read or written that could name a person.
    """

    title: str
    people: int
    speakers: int
    supervisors: int
    arrivals: int
    entries: int
    backups: tuple[str, ...] = ()
    desks: tuple[tuple[str, datetime], ...] = ()
    says_more: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to erase."""
        return not (self.people or self.speakers or self.supervisors or self.says_more)


@dataclass(frozen=True, slots=True)
class PurgeResult:
    """A purge that was done. `before` and `after` are fingerprints of the journal, as exports carry them. Not
    `is_clean`: another window still holds old bytes.
    """

    preview: PurgePreview
    at: datetime
    desk: str
    by: str
    why: str
    before: str
    after: str
    is_clean: bool


GOES = (
    Message("privacy", "Names, e-mail addresses, telephone numbers, organisations and roles"),
    Message("privacy", "Notes, the list’s other columns, signatures and reasons that were written down"),
    Message("privacy", "All codes: the old ones are not recognised any more"),
    Message("privacy", "The index of names, badges that wait to be printed, texts that were read"),
    Message("privacy", "The names of the speakers in the programme; the supervisors and their PINs"),
)
STAYS = (
    Message("privacy", "The programme, its control points and categories, the badge templates"),
    Message("privacy", "One anonymous line a person: category, sessions, times of arrival and exit"),
    Message("privacy", "All figures: per category, per session, per quarter of an hour"),
    Message("privacy", "The names of the desks, and who decided the purge, when and why"),
)
BEYOND = (
    Message("privacy", "Other desks purge their own file when they next exchange; until then they know everybody"),
    Message(
        "privacy", "USB keys that are not plugged in, and what desks that do not come back wrote to a shared folder"
    ),
    Message("privacy", "Files that were exported, printed or sent: lists, codes, badges, certificates"),
    Message(
        "privacy", "Copies that the system or a person made: backups, synchronised folders, logs of a shared server"
    ),
)
