# SPDX-License-Identifier: GPL-3.0-or-later
"""The people registered for a session, each with whether they have arrived. Changes nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem

from checkin.core.message import Message
from checkin.core.people.people_filter import PersonAtPoint
from checkin.translation import translate
from checkin.ui.look.drawing import draw_pill
from checkin.ui.look.measure import to_design_rect
from checkin.ui.look.pills import person_pill
from checkin.ui.look.theme import LIGHT
from checkin.ui.widgets.person_rows import PersonRow
from checkin.ui.widgets.row_list import RowList

EDGE = 16


class _RegistrantRow(PersonRow):
    """A row: name over organisation; at the right the state at the session's control point."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        standing: PersonAtPoint = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t, box = self.begin(painter, option, index.row() == 0), to_design_rect(QRectF(option.rect))
        pill = draw_pill(painter, QPointF(box.right() - EDGE, box.center().y()), person_pill(standing, t))
        room = QRectF(EDGE, box.top(), pill.left() - EDGE - 12, box.height())
        self.two_lines(painter, room, (_name(standing), _about(standing)), t)
        painter.restore()


class Registrants(RowList):
    """The people of a session, by name."""

    def __init__(self) -> None:
        super().__init__(registrant_description, translate(_REGISTRANTS), (Qt.Key.Key_Left,))
        self.setItemDelegate(_RegistrantRow(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)

    def show_standings(self, standings: Sequence[PersonAtPoint]) -> None:
        """Show the people; the choice stays."""
        chosen: PersonAtPoint | None = self.chosen()
        wanted = chosen.attendee.id if chosen else ""
        at = next((n for n, each in enumerate(standings) if each.attendee.id == wanted), 0)
        self.show_rows(standings, at)


def registrant_description(standing: PersonAtPoint) -> str:
    """Return the full text of a row: name, state, organisation."""
    parts = (_name(standing), person_pill(standing, LIGHT).text, _about(standing))
    return " · ".join(part for part in parts if part)


def _name(standing: PersonAtPoint) -> str:
    """Return the name, and for how many people it stands: the numbers above count each of a group."""
    person = standing.attendee
    return f"{person.name} {translate(_PLACES, places=person.places)}" if person.places > 1 else person.name


def _about(standing: PersonAtPoint) -> str:
    person = standing.attendee
    return " · ".join(part for part in (person.role, person.organisation) if part)


_PLACES = Message("people", "×{places}")
_REGISTRANTS = Message("programme screen", "People registered")
