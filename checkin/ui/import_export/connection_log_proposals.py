# SPDX-License-Identifier: GPL-3.0-or-later
"""The names of a log beside the people they may be; no one is recorded without the user's choice. Writes nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from checkin.core.attendee import Attendee
from checkin.core.message import Message
from checkin.core.online_attendance.watcher_matching import WatcherProposal
from checkin.core.people.people_filter import TAIL_LETTERS
from checkin.translation import translate
from checkin.ui.look.theme import TEXT
from checkin.ui.widgets.form_fields import ComboBox
from checkin.ui.widgets.labels import label


class ConnectionLogProposals(QScrollArea):
    """The choices. `boxes` are in the order of `proposals`; `decided` carries all decisions after each change."""

    decided = Signal(dict)

    def __init__(self, proposals: Sequence[WatcherProposal], before: dict[str, str]) -> None:
        super().__init__()
        self._decided = before
        self.boxes: list[ComboBox] = []
        inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(12, 12, 12, 12)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        for row, proposal in enumerate(proposals):
            self._add(row, proposal)
        self._grid.setRowStretch(len(proposals), 1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _add(self, row: int, proposal: WatcherProposal) -> None:
        watcher = proposal.watcher
        box = ComboBox(translate(_WHO, name=watcher.name or watcher.email))
        box.addItem(translate(_UNDECIDED), None)
        for person in proposal.candidates:
            box.addItem(_shown(person), person.id)
        box.currentIndexChanged.connect(lambda _: self._choose(watcher.key, box.currentData()))
        parts = (watcher.name, watcher.email, translate(_MINUTES, minutes=watcher.minutes))
        self._grid.addWidget(label(" · ".join(filter(None, parts)), TEXT, 600), row, 0)
        self._grid.addWidget(box, row, 1)
        self.boxes.append(box)

    def _choose(self, key: str, person: str | None) -> None:
        others = {known: value for known, value in self._decided.items() if known != key}
        self._decided = others if person is None else {**others, key: person}
        self.decided.emit(self._decided)


def _shown(person: Attendee) -> str:
    """Return the name with what tells namesakes apart."""
    parts = (person.name, person.organisation, person.email, person.ticket_code[-TAIL_LETTERS:])
    return " · ".join(filter(None, parts))


_UNDECIDED = Message("remote", "Do not record")
_WHO = Message("remote", "Who is {name}?")
_MINUTES = Message("remote", "{minutes} min")
