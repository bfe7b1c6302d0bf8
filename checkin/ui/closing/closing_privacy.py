# SPDX-License-Identifier: GPL-3.0-or-later
"""The section for personal data: retention date, privacy record, and the purge. Only emits signals."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.entries import Entry
from checkin.core.message import Message
from checkin.core.typed_times import written_day
from checkin.services.privacy.purge_day import PurgeDay
from checkin.translation import clock_time, translate
from checkin.ui.closing.closing_section import ClosingSection
from checkin.ui.closing.closing_usb_drives import ClosingUsbDrives
from checkin.ui.look.theme import TEXT
from checkin.ui.look.typesetting import unbroken
from checkin.ui.widgets.buttons import WordButton
from checkin.ui.widgets.labels import Paragraph


class ClosingPrivacy(ClosingSection):
    """`until` is the sentence of now, `unerased` the names of the USB drives that still have the people of a purge."""

    register_wanted = Signal()
    purge_wanted = Signal()

    def __init__(self, until: Callable[[], str], unerased: Callable[[], Iterable[str]] = tuple) -> None:
        super().__init__("shield-x", _TITLE, _WHY)
        self._until, self._unerased, self.day = until, unerased, Paragraph(TEXT, 600)
        self.usb_drives = ClosingUsbDrives()
        self.add(self.day)
        self.add(self.usb_drives)
        self.register = WordButton(translate(_REGISTER), "clipboard-pen")
        self.purge = WordButton(translate(_PURGE), "trash-2")
        self.register.clicked.connect(self.register_wanted)
        self.purge.clicked.connect(self.purge_wanted)
        self.add_row(self.register, self.purge)

    def look(self) -> None:
        """Read again what day it is, and which drives have names."""
        self.day.show_text(self._until())
        self.usb_drives.show_names(self._unerased())

    def showEvent(self, event: QShowEvent) -> None:
        self.look()
        super().showEvent(event)


def retention_sentence(day: PurgeDay) -> str:
    """Return until when people are kept and who decided it, or that they were forgotten and when."""
    if erased := day.erased_on:
        return translate(ERASED_SINCE if day.knows_somebody else _ERASED, day=written_day(erased))
    if not day.knows_somebody:
        return translate(_NOBODY)
    until = day.until
    if until is None:
        return translate(_NO_DAY)
    words = _BY_ITSELF if day.decided else _CHOSEN if day.is_chosen else _USUAL
    return translate(words, day=written_day(until))


def foreign_purge_sentence(purge: Entry) -> str:
    """Return the sentence about the purge of another desk. The command line has no name of a desk."""
    words = _BY_COMMAND if purge.desk == COMMAND_LINE_DESK else _ELSEWHERE
    return translate(words, day=written_day(purge.at.date()), time=clock_time(purge.at), desk=unbroken(purge.desk))


_ELSEWHERE = Message(
    "privacy", "This event’s personal data was erased on {day} at {time} at “{desk}”, and so here too."
)
_BY_COMMAND = Message(
    "privacy", "This event’s personal data was erased on {day} at {time} by a command, and so here too."
)
_NOBODY = Message("privacy", "No names remain.")
_ERASED = Message("privacy", "Erased on {day}: no names remain here.")
ERASED_SINCE = Message(
    "privacy",
    "Erased on {day}. Codes or texts that came in since may still identify people: erase once more when "
    "everything is over.",
)
_NO_DAY = Message("privacy", "No date is set: the event has none yet.")
_USUAL = Message(
    "privacy", "Kept until {day}: the usual two weeks after the event. Another date can be set in the register."
)
_CHOSEN = Message("privacy", "Kept until {day}: after that Checkin asks whether to erase the personal data.")
_BY_ITSELF = Message("privacy", "Kept until {day}: erased automatically when the event is next opened after that.")
_TITLE = Message("privacy", "Personal data")
_WHY = Message(
    "privacy",
    "Once everything is exported and sent: names, addresses and codes are erased from this computer, and from "
    "the other desks at their next exchange. The figures stay.",
)
_REGISTER = Message("privacy", "Register of personal data…")
_PURGE = Message("privacy", "Erase personal data…")
