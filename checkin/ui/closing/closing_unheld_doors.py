# SPDX-License-Identifier: GPL-3.0-or-later
"""The section about doors that nobody held, before anything else on the closing screen. Asks only."""

from collections.abc import Collection, Iterable

from PySide6.QtCore import Signal

from checkin.core.attendance.unheld_doors import UnheldDoors
from checkin.core.message import Message
from checkin.core.programme.programme import ControlPoint
from checkin.translation import translate
from checkin.ui.closing.closing_section import ClosingSection
from checkin.ui.look.theme import TEXT
from checkin.ui.supervision.authority_dialog import AuthorityRequest
from checkin.ui.widgets.buttons import WordButton
from checkin.ui.widgets.labels import Paragraph


class ClosingUnheldDoors(ClosingSection):
    """The section, hidden where every door was held. `wanted` carries the ids of control points, and whether a scan
    there is not to be required any more.
    """

    wanted = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__("circle-alert", _TITLE, _WHY)
        self._found, self.unread, self.optional = UnheldDoors(), Paragraph(TEXT, 600), Paragraph()
        self.leave = WordButton(translate(_LEAVE), "check", is_primary=True)
        self.require = WordButton(translate(_REQUIRE), "undo-2")
        self.add(self.unread)
        self._asked = self.add_row(self.leave)
        self.add(self.optional)
        self._answered = self.add_row(self.require)
        self.leave.clicked.connect(lambda: self.wanted.emit([p.id for p in self._found.unread], True))
        self.require.clicked.connect(lambda: self.wanted.emit([p.id for p in self._found.optional], False))
        self.hide()

    def show_doors(self, found: UnheldDoors) -> None:
        """Show what is asked, and what was answered before."""
        self._found = found
        self.setVisible(bool(found.unread or found.optional))
        self.unread.show_text(translate(_UNREAD, doors=_names(found.unread), count=found.registered))
        self.optional.show_text(translate(_OPTIONAL, doors=_names(found.optional)))
        for part in (self.unread, self._asked):
            part.setVisible(bool(found.unread))
        for part in (self.optional, self._answered):
            part.setVisible(bool(found.optional))

    def request(self, doors: Collection[str], *, is_optional: bool) -> AuthorityRequest:
        """Return the question to a supervisor before the programme says so."""
        names = _names(p for p in (*self._found.unread, *self._found.optional) if p.id in doors)
        words, button = (_LEAVE_QUESTION, _LEAVE) if is_optional else (_REQUIRE_QUESTION, _REQUIRE)
        return AuthorityRequest(translate(words, doors=names), translate(button), tuple(map(translate, _WHYS)))


def _names(points: Iterable[ControlPoint]) -> str:
    return ", ".join(point.name for point in points)


_TITLE = Message("closing", "Doors where no badge was read")
_WHY = Message(
    "closing",
    "People who booked a session count as away while it ran if they were not scanned at its door. If nobody scanned "
    "there, do not require it: who booked it and was at the event then counts as there.",
)
_UNREAD = Message("closing", "No badge was read at {doors} ({count} registered): their time there counts as zero.")
_LEAVE, _REQUIRE = Message("closing", "Require no badge there"), Message("closing", "Require badges there again")
_OPTIONAL = Message("closing", "No scan is required at {doors}.")
_LEAVE_QUESTION = Message("closing", "Require no scan at {doors}?")
_REQUIRE_QUESTION = Message("closing", "Require a scan at {doors} again?")
_WHYS = (Message("closing", "Nobody held this door"), Message("closing", "The choice before was a mistake"))
