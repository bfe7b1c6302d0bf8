# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is registered for a session, each with whether they have arrived. Shows them; does nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from checkin.core.people import Standing
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.drawing import draw_pill
from checkin.ui.look.measure import drawn
from checkin.ui.look.states import of_standing
from checkin.ui.look.theme import LIGHT
from checkin.ui.parts.person_rows import PersonRow
from checkin.ui.parts.row_list import RowList

EDGE = 16


class _RegistrantRow(PersonRow):
    """The name over the organisation; at the right how they stand at the door of the session."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        standing: Standing = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t, box = self.begin(painter, option, index.row() == 0), drawn(QRectF(option.rect))
        pill = draw_pill(painter, QPointF(box.right() - EDGE, box.center().y()), of_standing(standing, t))
        room = QRectF(EDGE, box.top(), pill.left() - EDGE - 12, box.height())
        self.two_lines(painter, room, (standing.attendee.name, _about(standing)), t)
        painter.restore()


class Registrants(RowList):
    """The list of a session's people, by name."""

    def __init__(self) -> None:
        super().__init__(registrant_story, say(_REGISTRANTS), (Qt.Key.Key_Left,))
        self.setItemDelegate(_RegistrantRow(self))
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)

    def show_standings(self, standings: Sequence[Standing]) -> None:
        """Show them; who was chosen stays chosen."""
        chosen: Standing | None = self.chosen()
        wanted = chosen.attendee.id if chosen else ""
        at = next((n for n, each in enumerate(standings) if each.attendee.id == wanted), 0)
        self.show_rows(standings, at)


def registrant_story(standing: Standing) -> str:
    """Return all of a row for a reader: name, how they stand, organisation."""
    parts = (standing.attendee.name, of_standing(standing, LIGHT).text, _about(standing))
    return " · ".join(part for part in parts if part)


def _about(standing: Standing) -> str:
    person = standing.attendee
    return " · ".join(part for part in (person.role, person.organisation) if part)


_REGISTRANTS = Words("programme screen", "People registered")
