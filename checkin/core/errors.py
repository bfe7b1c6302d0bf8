# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors that are reported to the user: files, settings, disk, devices, other desks. Any other exception is a bug.

A refused ticket is no error: it is a `Decision`.
"""

from checkin.core.message import Message, fill_message


class CheckinError(Exception):
    """An error with a sentence for the user.

    `words` is the sentence shown (what happened, what is safe, what to do), `fields` the values that fill it.
    """

    def __init__(self, words: Message, **fields: object) -> None:
        super().__init__(fill_message(words.text, fields))
        self.words = words
        self.fields = fields


class UserError(CheckinError):
    """An error that the user can mend: an unreadable file, a wrong setting."""


class StorageError(CheckinError):
    """A failure of the disk or the event file. Nothing was saved."""


class DeviceError(CheckinError):
    """A camera, scanner or sound output that cannot be used. The desk goes on without it."""


class SyncError(CheckinError):
    """A failure to reach or understand the other desks. Everything is saved here and sent later."""


def told_error(error: BaseException) -> CheckinError | None:
    """Return an error as the one to show to the user; None for a bug. A lack of memory ends one operation alone."""
    if isinstance(error, MemoryError):
        return CheckinError(_NO_MEMORY)
    return error if isinstance(error, CheckinError) else None


_NO_MEMORY = Message(
    "app",
    "This computer has too little free memory for that. Everything recorded is safe; close other programs and try "
    "again, or take a smaller file.",
)
