# SPDX-License-Identifier: GPL-3.0-or-later
"""Summary of a purge: what it erases, what it leaves, and what it cannot reach. Values only."""

from dataclasses import dataclass
from datetime import date, datetime

from checkin.core.errors import SyncError
from checkin.core.message import Message


@dataclass(frozen=True, slots=True)
class PurgedEvent:
    """The event of a purge in its record: `controller` is who is responsible, `until` the retention date."""

    day: date | None = None
    place: str = ""
    controller: str = ""
    until: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class PurgePreview:
    """A preview of a purge. `people`, `speakers` and `supervisors` are counts; `arrivals` stay. `backups` are names of
    files; `desks` are the other ones that wrote in the journal or were heard, with the last time. The command line is
    none: its entries do not say on which computer they were made. `has_new_texts`: since the last purge, texts were
    read or written that could name a person.
    """

    title: str
    people: int
    speakers: int
    supervisors: int
    arrivals: int
    entries: int
    backups: tuple[str, ...] = ()
    desks: tuple[tuple[str, datetime], ...] = ()
    has_new_texts: bool = False
    event: PurgedEvent = PurgedEvent()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to erase."""
        return not (self.people or self.speakers or self.supervisors or self.has_new_texts)


@dataclass(frozen=True, slots=True)
class ErasedDrives:
    """USB drives after a purge, by name: `emptied` have no people any more, `left` still have all, as far as this
    desk knows; `refused` says why a drive that is in the computer could not be emptied. `folder` is the shared folder
    in which this desk's files have no people any more, `folder_left` the one that could not be emptied yet; "" for
    none. `folder_others` are the other desks whose files in it still have people, "" for files of
    which no sign in the folder says whose they are.
    """

    emptied: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    refused: tuple[tuple[str, SyncError], ...] = ()
    folder: str = ""
    folder_left: str = ""
    folder_others: tuple[str, ...] = ()

    @property
    def is_worth_telling(self) -> bool:
        """Whether there is any drive or folder to speak of."""
        return bool(self.emptied or self.left or self.folder or self.folder_left)


@dataclass(frozen=True, slots=True)
class PurgedRemains:
    """What became of this program's own remains on the computer: how many `drafts` of a stopped program and `backups`
    were removed. Not removed: drafts that may be in `folders`, `files` that may be backups of the event, and `copies`
    of it, which a user made.
    """

    drafts: int = 0
    backups: int = 0
    folders: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PurgeResult:
    """Done. `before` and `after` are control lines of the journal, as exports carry them. Not `is_clean`: another
    window still holds old bytes. `drives`: the drives of this event by now; `remains`: what was left on this computer.
    """

    preview: PurgePreview
    at: datetime
    desk: str
    by: str
    why: str
    before: str
    after: str
    is_clean: bool
    drives: ErasedDrives = ErasedDrives()
    remains: PurgedRemains = PurgedRemains()


GOES = (
    Message("privacy", "Names, e-mail addresses, phone numbers, organisations and roles"),
    Message("privacy", "Notes, the list’s other columns, signatures and written reasons"),
    Message("privacy", "All codes: the old ones will no longer be recognised"),
    Message(
        "privacy",
        "The index of names, badges and tickets waiting to be printed or sent, to whom tickets were sent, texts that "
        "were scanned",
    ),
    Message("privacy", "The names of speakers in the programme; the supervisors and their PINs"),
)
STAYS = (
    Message("privacy", "The programme, its control points and categories, the badge templates"),
    Message("privacy", "One anonymous line per person: category, sessions, times of arrival and exit"),
    Message("privacy", "All figures: per category, per session, per quarter of an hour"),
    Message("privacy", "The names of the desks, and who decided to erase, when and why"),
)
BEYOND = (
    Message("privacy", "Other desks erase their own file at their next exchange; until then they still have everyone"),
    Message(
        "privacy",
        "USB drives until this desk has emptied them, and what desks that do not come back wrote to a shared folder",
    ),
    Message(
        "privacy",
        "Traces of erased files in the memory of an emptied drive: only a drive that is destroyed, or completely "
        "overwritten, is safe",
    ),
    Message("privacy", "Files that were exported, printed or sent: lists, codes, badges, certificates"),
    Message(
        "privacy",
        "What waits in the queue of a printer or an e-mail program, e-mails that were sent, and unfinished files in "
        "folders that this event does not know",
    ),
    Message(
        "privacy",
        "Copies made by the system or a person: backups, synchronised folders, logs of a shared server (pg_wal)",
    ),
)
DRIVE_EMPTIED = Message("privacy", "On the USB drive {key}: all names, and the invitation")
DRIVE_LEFT = Message(
    "privacy", "USB drives: the drive {key} still holds the names. Plug it in, then Closing, “Empty it”"
)
FOLDER_EMPTIED = Message("privacy", "In the shared folder {folder}: all names that this desk wrote there")
FOLDER_LEFT = Message(
    "privacy", "The shared folder {folder}: this desk empties its files there at the next exchange that succeeds"
)
FOLDER_OTHER = Message(
    "privacy", "The shared folder {folder}: “{desk}” still has names or codes there until its next exchange"
)
FOLDER_UNSIGNED = Message(
    "privacy", "The shared folder {folder}: another desk still has names or codes there until its next exchange"
)
DESK_BEYOND = Message(
    "privacy",
    "“{desk}”, last heard from on {at}, still has everyone until its next exchange",
)
DRAFTS_GONE = Message(
    "privacy",
    "Unfinished exports that a stopped program had left: {count} {count:file or folder|files and folders}",
)
BACKUPS_GONE = Message("privacy", "Backups next to the event: {count}")
FOLDER_UNSEEN = Message(
    "privacy", "The folder {folder} could not be looked through: unfinished exports with names may be in it"
)
FILE_UNKNOWN = Message("privacy", "The file {name} beside the event: it may be a backup, and could not be removed")
COPY_LEFT = Message("privacy", "The copy {name} beside the event still has everyone")
