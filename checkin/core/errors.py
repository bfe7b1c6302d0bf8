# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors of the world: what the person at the desk can be told. Anything else that is raised is a bug.

A refused ticket is not here: it is a `Decision`.
"""

from checkin.core.message import Message
from checkin.core.plurals import fill_message


class CheckinError(Exception):
    """`words` is the sentence shown (what happened, what is safe, what to do), `fields` what fills it."""

    def __init__(self, words: Message, **fields: object) -> None:
        super().__init__(fill_message(words.text, fields))
        self.words = words
        self.fields = fields


class UserError(CheckinError):
    """The person can mend it: an unreadable file, a wrong setting."""


class StorageError(CheckinError):
    """The disk or the event file failed. Nothing was saved."""


class DeviceError(CheckinError):
    """A camera, scanner or sound output cannot be used. The desk goes on without it."""


class SyncError(CheckinError):
    """The other desks cannot be reached, or not understood. Everything is saved here; it is told later."""
