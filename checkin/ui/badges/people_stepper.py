# SPDX-License-Identifier: GPL-3.0-or-later
"""The buttons that step through the people of a group: everyone, longest names, those with problems."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checkin.core.attendee import Attendee
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.badges.badges_wording import Group
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import TEXT
from checkin.ui.widgets.buttons import IconButton
from checkin.ui.widgets.form_fields import ComboBox
from checkin.ui.widgets.labels import label

_WHOSE = Message("badges", "Badges to look at")
_PREVIOUS, _NEXT = Message("badges", "Previous person"), Message("badges", "Next person")
_PLACE = Message("badges", "{number} of {count}")


class PeopleStepper(QWidget):
    """The stepper; `moved` when another person is shown."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[Group] = []
        self._place = 0
        self._which = ComboBox(translate(_WHOSE))
        self._which.setMinimumWidth(scale_px(210))
        self._previous = IconButton("chevron-left", translate(_PREVIOUS), "Ctrl+←")
        self._next = IconButton("chevron-right", translate(_NEXT), "Ctrl+→")
        self._counted = label("", TEXT)
        self._counted.setWordWrap(False)
        self._counted.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._which.currentIndexChanged.connect(self._choose)
        self._previous.clicked.connect(lambda: self.step(-1))
        self._next.clicked.connect(lambda: self.step(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._which, 1)
        for part in (self._previous, self._counted, self._next):
            row.addWidget(part)

    @property
    def person(self) -> Attendee | None:
        people = self._people()
        return people[self._place] if people else None

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show the groups; the person shown stays if still in the group."""
        shown = self.person
        which = self._which.currentIndex()
        self._groups = list(groups)
        with QSignalBlocker(self._which):
            self._which.clear()
            self._which.addItems([name for name, _ in groups])
            self._which.setCurrentIndex(min(max(0, which), len(groups) - 1))
        ids = [person.id for person in self._people()]
        self._place = ids.index(shown.id) if shown and shown.id in ids else 0
        self._show_position()

    def choose(self, which: int) -> None:
        """Choose a group by its index; -1 is the last."""
        self._which.setCurrentIndex(which % self._which.count())

    def step(self, by: int) -> None:
        """Move to a neighbour, from the last to the first."""
        if people := self._people():
            self._place = (self._place + by) % len(people)
            self._show_position()
            self.moved.emit()

    def _choose(self) -> None:
        self._place = 0
        self._show_position()
        self.moved.emit()

    def _people(self) -> Sequence[Attendee]:
        which = self._which.currentIndex()
        return self._groups[which][1] if 0 <= which < len(self._groups) else ()

    def _show_position(self) -> None:
        count = len(self._people())
        self._counted.setText(translate(_PLACE, number=min(self._place + 1, count), count=count))
        for button in (self._previous, self._next):
            button.setEnabled(count > 1)
