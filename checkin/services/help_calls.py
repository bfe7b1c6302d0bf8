# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls for help from a self-service screen: made, promised, withdrawn. Each is an entry that every desk receives."""

from checkin.core.entries import Entry, EntryKind
from checkin.core.errors import UserError
from checkin.core.kiosk.open_help_calls import KINDS, HelpCall, HelpEnd, call_end, end_body, open_calls
from checkin.core.message import Message
from checkin.services.admission_service import AdmissionService
from checkin.services.event_file import EventFile


class HelpCalls:
    """Help calls as one desk sees them. Polling is cheap: entries are read when new ones come."""

    def __init__(self, event: EventFile, admission: AdmissionService) -> None:
        self._event, self._admission = event, admission
        self._read: list[Entry] = []
        self._read_to: int | None = None

    def open(self) -> tuple[HelpCall, ...]:
        """Return the open calls of all desks, the oldest first."""
        return open_calls(self._entries(), self._admission.now())

    def ask(self) -> HelpCall:
        """Call for help at this desk, or return its call that is open already."""
        with self._event.transaction():
            if mine := self.mine():
                return mine
            entry = self._admission.append(EntryKind.HELP_ASKED, "", {})
        return HelpCall(entry.id, entry.desk, entry.at)

    def mine(self) -> HelpCall | None:
        """Return this desk's open call."""
        return next((call for call in self.open() if call.desk == self._admission.name), None)

    def promise(self, call: HelpCall) -> None:
        """Announce that a helper comes. Raises `UserError` if another desk was faster."""
        with self._event.transaction():
            if self.end_of(call):
                raise UserError(_SOMEBODY_ELSE, desk=call.desk)
            self._admission.append(EntryKind.HELP_ENDED, "", end_body(call.id, HelpEnd.COMING))

    def withdraw(self, call: HelpCall) -> None:
        """Withdraw a call. One that has ended already is left as it is."""
        with self._event.transaction():
            if not self.end_of(call):
                self._admission.append(EntryKind.HELP_ENDED, "", end_body(call.id, HelpEnd.WITHDRAWN))

    def end_of(self, call: HelpCall) -> HelpEnd | None:
        """Return how a call ended, None while it is open."""
        return call_end(call.id, self._entries())

    def _entries(self) -> list[Entry]:
        place = self._event.journal.newest_place()
        if place != self._read_to:
            if self._read_to is None or self._event.journal.has_entry_since(KINDS, self._read_to):
                self._read = self._event.journal.entries_of_kinds(KINDS)
            self._read_to = place
        return self._read


_SOMEBODY_ELSE = Message("help", "Someone is already going to {desk}. Nothing was changed.")
