# SPDX-License-Identifier: GPL-3.0-or-later
"""The standings of tickets with their numbers, and the people of the chosen one."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from checkin.core.message import Message
from checkin.services.mail.ticket_standings import PersonTicket, TicketStanding, TicketStandings
from checkin.translation import translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import RIGHT, draw_aligned, draw_elided, draw_rounded
from checkin.ui.look.measure import scale_painter, scale_px
from checkin.ui.look.theme import RADIUS, SMALL, TEXT, Tokens, font, tokens
from checkin.ui.tickets.ticket_wording import STANDING_ICONS, STANDINGS
from checkin.ui.widgets.row_list import RowList

ROW, PERSON, EDGE, ICON = 38, 46, 12, 18
"""Pixels: heights of a standing and of a person, space at both ends, an icon."""

_Index = QModelIndex | QPersistentModelIndex
StandingRow = tuple[TicketStanding, int]


class StandingList(RowList):
    """The standings that somebody has; the current one says whose tickets are listed."""

    def __init__(self) -> None:
        super().__init__(standing_text, translate(_STANDINGS), (Qt.Key.Key_Right,))
        self.setItemDelegate(_StandingDelegate(self))

    @property
    def standing(self) -> TicketStanding | None:
        row = self.chosen()
        return row[0] if row else None

    def show_standings(self, read: TicketStandings) -> None:
        """Show the standings that anybody has; the chosen one stays if somebody still has it."""
        before = self.standing
        rows = [(each, count) for each in TicketStanding if (count := len(read.of(each)))]
        places = [each for each, _ in rows]
        self.show_rows(rows, places.index(before) if before in places else 0)
        self.setMinimumHeight(scale_px(ROW) * min(2, max(1, len(rows))))
        self.setMaximumHeight(scale_px(ROW) * max(1, len(rows)))


class TicketList(RowList):
    """The people of one standing."""

    def __init__(self) -> None:
        super().__init__(_person_text, translate(_PEOPLE), (Qt.Key.Key_Left,))
        self.setItemDelegate(_PersonDelegate(self))
        self.setUniformItemSizes(True)

    @property
    def ticket(self) -> PersonTicket | None:
        found: PersonTicket | None = self.chosen()
        return found

    def show_people(self, people: Sequence[PersonTicket]) -> None:
        """Show these people; the one chosen stays if still among them."""
        before = self.ticket
        places = (n for n, each in enumerate(people) if before and each.person.id == before.person.id)
        self.show_rows(people, next(places, 0) if before else 0)

    def step(self, by: int) -> None:
        """Move to a neighbour, from the last to the first."""
        if count := len(self.content.rows):
            self.setCurrentIndex(self.content.index((self.currentIndex().row() + by) % count))


def standing_text(row: StandingRow) -> str:
    """Return the standing with its number: "Sent: 291"."""
    return translate(_COUNTED, standing=translate(STANDINGS[row[0]]), count=row[1])


def _person_text(ticket: PersonTicket) -> str:
    return ", ".join(filter(None, (ticket.person.name, ticket.address)))


class _StandingDelegate(QStyledItemDelegate):
    """An icon, the name, and the number at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return scale_px(QSize(80, ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        (standing, count), t = index.data(Qt.ItemDataRole.UserRole), tokens(option.palette)
        painter.save()
        box = _row_ground(painter, option, t)
        middle = box.center().y()
        icons.draw(
            painter, STANDING_ICONS[standing], QRectF(box.left(), middle - ICON / 2, ICON, ICON), _ink(standing, t)
        )
        draw_aligned(painter, box, f"{count}", (font(TEXT, 700, tabular=True), t.ink), RIGHT)
        name = box.adjusted(ICON + 10, 0, -56, 0)
        draw_elided(painter, name, translate(STANDINGS[standing]), font(TEXT, 600), t.ink)
        painter.restore()


class _PersonDelegate(QStyledItemDelegate):
    """A name over the address."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return scale_px(QSize(80, PERSON))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        ticket, t = index.data(Qt.ItemDataRole.UserRole), tokens(option.palette)
        painter.save()
        box = _row_ground(painter, option, t)
        upper, lower = (
            QRectF(box.left(), box.top() + 3, box.width(), 22),
            QRectF(box.left(), box.top() + 24, box.width(), 18),
        )
        draw_elided(painter, upper, ticket.person.name, font(TEXT), t.ink)
        draw_elided(painter, lower, ticket.address or translate(_NONE), font(SMALL), t.quiet)
        painter.restore()


def _row_ground(painter: QPainter, option: Any, t: Tokens) -> QRectF:
    """Paint the ground of a row, and return the place inside."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = scale_painter(painter, QRectF(option.rect))
    if option.state & QStyle.StateFlag.State_Selected:
        draw_rounded(painter, box.adjusted(0, 1, 0, -1), RADIUS - 4, t.selected)
        painter.fillRect(QRectF(box.left(), box.top() + 6, 3, box.height() - 12), QColor(t.accent))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        draw_rounded(painter, box.adjusted(0, 1, 0, -1), RADIUS - 4, t.hover)
    return box.adjusted(EDGE, 0, -EDGE, 0)


def _ink(standing: TicketStanding, t: Tokens) -> str:
    if standing is TicketStanding.SENT:
        return t.ok
    is_doubtful = standing in (TicketStanding.REFUSED, TicketStanding.UNSURE, *_LOST)
    return t.warn if is_doubtful else t.quiet


_LOST = (TicketStanding.BAD_ADDRESS, TicketStanding.UNREACHABLE)
_STANDINGS, _PEOPLE = Message("tickets", "How far the tickets are"), Message("tickets", "People")
_COUNTED = Message("tickets", "{standing}: {count}")
_NONE = Message("tickets", "no e-mail address")
