# SPDX-License-Identifier: GPL-3.0-or-later
"""Workshops and their seats: as one line of text, and as check boxes. Counts nothing itself."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSizePolicy, QWidget

from checkin.core.answer import SessionSeats
from checkin.core.message import Message
from checkin.core.programme.programme import Programme, Session
from checkin.translation import programme_time, translate
from checkin.ui.look.measure import scale_px, text_scale
from checkin.ui.look.mnemonics import escape_mnemonic

COLUMNS, LARGE = 2, 1.25
"""Columns; a single one with text larger than `LARGE`."""
MARKS, LEAST = 48, 160
"""Pixels of a box beside its text, and of the narrowest box."""
WORKSHOPS = Message("walk-in", "Workshops")
"""The label above the boxes in every form."""


class WorkshopBoxes(QWidget):
    """The boxes. A full workshop cannot be ticked; one that filled up meanwhile keeps its tick and says so."""

    def __init__(self) -> None:
        super().__init__()
        self._boxes: dict[str, _Box] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        for column in range(COLUMNS if text_scale() <= LARGE else 1):
            self._grid.setColumnStretch(column, 1)

    def show_workshops(self, workshops: Sequence[SessionSeats], programme: Programme) -> None:
        """Show the workshops of `programme` that are offered now; ticks stay."""
        if list(self._boxes) != [w.session.id for w in workshops]:
            self._make([w.session.id for w in workshops])
        for workshop in workshops:
            self._boxes[workshop.session.id].show_workshop(workshop, programme)

    def tick(self, sessions: Collection[str]) -> None:
        """Tick the sessions that a person is registered for, full or not, and no others."""
        for session, box in self._boxes.items():
            box.setChecked(session in sessions)
            box.setEnabled(box.isEnabled() or box.isChecked())

    def clear(self) -> None:
        for box in self._boxes.values():
            box.setChecked(False)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The ids of the ticked sessions."""
        return tuple(session for session, box in self._boxes.items() if box.isChecked())

    @property
    def boxes(self) -> list[QCheckBox]:
        return list(self._boxes.values())

    def _make(self, sessions: list[str]) -> None:
        ticked = self.ticked
        for old in self._boxes.values():
            old.hide()
            self._grid.removeWidget(old)
            old.deleteLater()
        self._boxes = {session: _Box(session in ticked) for session in sessions}
        columns = 1 if text_scale() > LARGE else COLUMNS
        for at, box in enumerate(self._boxes.values()):
            self._grid.addWidget(box, at // columns, at % columns)


class _Box(QCheckBox):
    """A box whose title is cut where needed, but not its time and seats."""

    def __init__(self, is_ticked: bool) -> None:
        super().__init__()
        self._title, self._rest = "", ""
        self.setChecked(is_ticked)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_workshop(self, workshop: SessionSeats, programme: Programme) -> None:
        session, seats = workshop.session, seats_text(workshop.seats)
        begins = programme_time(session.starts, programme) if session.starts else ""
        self._title = session.title
        self._rest = "".join(f" · {part}" for part in (begins, seats) if part)
        whole = f"{self._title}{self._rest}"
        self.setAccessibleName(whole)
        self.setToolTip(whole)
        self.setEnabled(workshop.seats != 0 or self.isChecked())
        self._cut()

    def minimumSizeHint(self) -> QSize:
        return QSize(scale_px(LEAST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        metrics = QFontMetricsF(self.font())
        room = self.width() - scale_px(MARKS) - metrics.horizontalAdvance(self._rest)
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, max(room, 40))
        self.setText(escape_mnemonic(f"{title}{self._rest}"))


def session_text(session: Session, programme: Programme) -> str:
    """Return a session as one short line: "Atelier B · 14:00", where the event has several days with its day."""
    return f"{session.title} · {programme_time(session.starts, programme)}" if session.starts else session.title


def seats_text(left: int | None) -> str:
    """Return the seats left in a session; "" where there is no limit."""
    if left is None:
        return ""
    return translate(_FULL if not left else _ONE_SEAT if left == 1 else _SEATS, seats=left)


_FULL, _ONE_SEAT, _SEATS = Message("walk-in", "full"), Message("walk-in", "1 seat"), Message("walk-in", "{seats} seats")
