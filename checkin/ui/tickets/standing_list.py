# SPDX-License-Identifier: GPL-3.0-or-later
"""The standings of tickets with their numbers, and the people of the chosen one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QProgressBar, QPushButton, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from checkin.core.attendee import address_without_accents
from checkin.core.mail.mail_jobs import MailState, counts_text, trouble_text
from checkin.core.message import Message
from checkin.core.tickets.ticket_fields import WhyNoTicket
from checkin.services.mail.mail_service import MailService
from checkin.services.mail.ticket_mail import PersonTicket, TicketStanding, TicketStandings
from checkin.translation import clock_time, translate
from checkin.ui.look import drawing
from checkin.ui.look.drawing import RIGHT, draw_aligned, draw_elided, draw_rounded
from checkin.ui.look.theme import RADIUS, SMALL, TEXT, Tokens, font, scale_painter, scale_px, tokens
from checkin.ui.widgets.boxes import column_of, row_of, wide
from checkin.ui.widgets.form_fields import FormMessage, label
from checkin.ui.widgets.row_list import RowList

# The words of the tickets screen: standings, what became of one ticket, who gets none.

STANDINGS = {
    TicketStanding.DUE: Message("tickets", "To be sent"),
    TicketStanding.CHANGED: Message("tickets", "Changed since"),
    TicketStanding.UNDER_WAY: Message("tickets", "In the queue"),
    TicketStanding.SENT: Message("tickets", "Sent"),
    TicketStanding.REFUSED: Message("tickets", "Refused"),
    TicketStanding.UNSURE: Message("tickets", "Perhaps sent"),
    TicketStanding.BAD_ADDRESS: Message("tickets", "Address to correct"),
    TicketStanding.UNREACHABLE: Message("tickets", "Without address"),
}

STANDING_ICONS = {
    TicketStanding.DUE: "mail",
    TicketStanding.CHANGED: "refresh-cw",
    TicketStanding.UNDER_WAY: "hourglass",
    TicketStanding.SENT: "circle-check",
    TicketStanding.REFUSED: "octagon-x",
    TicketStanding.UNSURE: "circle-question-mark",
    TicketStanding.BAD_ADDRESS: "triangle-alert",
    TicketStanding.UNREACHABLE: "triangle-alert",
}

WITHOUT_TICKET = {
    WhyNoTicket.CANCELLED: Message("tickets", "cancelled: {count}"),
    WhyNoTicket.BLOCKED: Message("tickets", "blocked: {count}"),
    WhyNoTicket.PENDING: Message("tickets", "awaiting approval: {count}"),
    WhyNoTicket.ONLINE: Message("tickets", "online: {count}"),
    WhyNoTicket.ERASED: Message("tickets", "erased: {count}"),
}


def without_ticket_text(without: Mapping[WhyNoTicket, int]) -> str:
    """Return how many get no ticket, by the reason; "" where everybody does."""
    counted = [translate(words, count=without[why]) for why, words in WITHOUT_TICKET.items() if without.get(why)]
    return translate(Message("tickets", "No ticket – {reasons}"), reasons=", ".join(counted)) if counted else ""


def history_lines(ticket: PersonTicket, now: datetime) -> list[str]:
    """Return what is known of the sending of one person's ticket, a sentence each."""
    lines = [_sent_text(ticket.sent.at, ticket.sent.address, now)] if ticket.sent else []
    if (job := ticket.job) and ticket.standing is TicketStanding.UNDER_WAY and job.state is MailState.DEFERRED:
        lines.append(translate(_LATER, when=_when(job.next_at, now) if job.next_at else "…"))
    if ticket.standing is TicketStanding.BAD_ADDRESS:
        words = _ACCENTS if address_without_accents(ticket.address) else _NO_ADDRESS
        return [*lines, translate(words, address=ticket.address)]
    lines += [translate(explained)] if (explained := _EXPLAINED.get(ticket.standing)) else []
    is_told = ticket.standing in (TicketStanding.REFUSED, TicketStanding.UNDER_WAY, TicketStanding.UNSURE)
    return lines + ([translate(_SAID, said=job.said)] if job and job.said and is_told else [])


def _sent_text(at: datetime, address: str, now: datetime) -> str:
    local = at.astimezone(now.tzinfo)
    words = Message("tickets", "Sent at {time} to {address}.") if local.date() == now.date() else _SENT_ON
    return translate(words, day=f"{local:%d/%m}", time=clock_time(local), address=address)


def _when(at: datetime, now: datetime) -> str:
    local = at.astimezone(now.tzinfo)
    return clock_time(local) if local.date() == now.date() else f"{local:%d/%m} {clock_time(local)}"


_SENT_ON = Message("tickets", "Sent on {day} at {time} to {address}.")
_LATER = Message("tickets", "The server wants it later; tried again at {when}.")
_SAID = Message("tickets", "The server said: {said}")
_NO_ADDRESS = Message("tickets", "No message can go to “{address}”: correct the address.")
_ACCENTS = Message("tickets", "No message can go to “{address}”: accents. Correct the address.")
_EXPLAINED = {
    TicketStanding.DUE: Message("tickets", "Not sent yet."),
    TicketStanding.CHANGED: Message("tickets", "The ticket or the address has changed since: it will be sent again."),
    TicketStanding.UNDER_WAY: Message("tickets", "It waits for its turn."),
    TicketStanding.REFUSED: Message("tickets", "The server refused it. Correct the address, or send it again."),
    TicketStanding.UNSURE: Message(
        "tickets", "The connection broke off while the server was answering: it has probably arrived."
    ),
    TicketStanding.UNREACHABLE: Message("tickets", "There is no e-mail address to send it to. Print it, or add one."),
}


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
    return translate(Message("tickets", "{standing}: {count}"), standing=translate(STANDINGS[row[0]]), count=row[1])


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
        drawing.draw(
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
_NONE = Message("tickets", "no e-mail address")


class SendingBar(QWidget):
    """How many tickets are sent, what holds them up, pause and stop. Hidden while nothing is sent. `stopped`: no more
    of it.
    """

    paused = Signal(bool)
    resumed = Signal()
    mailbox_wanted = Signal()
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text, self.bar, self.trouble = label(""), QProgressBar(), FormMessage()
        self.pause, self.stop = QPushButton(translate(_PAUSE)), QPushButton(translate(_STOP))
        self.resume, self.mailbox = QPushButton(translate(_RESUME)), QPushButton(translate(_MAILBOX))
        self.pause.clicked.connect(lambda: self.paused.emit(True))
        self.resume.clicked.connect(self.resumed)
        self.mailbox.clicked.connect(self.mailbox_wanted)
        self.stop.clicked.connect(self.stopped)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(scale_px(8))
        column_of(
            self.trouble,
            row_of(
                wide(column_of(self.text, self.bar, spacing=6)),
                self.mailbox,
                self.pause,
                self.resume,
                self.stop,
                spacing=12,
            ),
            spacing=8,
            of=self,
        )
        self.hide()

    def show_service(self, mail: MailService, now: datetime) -> None:
        """Show how far the sending is; nothing where nothing is left to send."""
        progress = mail.progress
        self.setVisible(bool(progress and progress.left))
        if progress is None:
            return
        done = sum(count for state, count in progress.counts.items() if state is not MailState.WITHDRAWN)
        self.text.setText(counts_text(progress.counts, 0, translate))
        self.bar.setAccessibleName(self.text.text())
        self.bar.setRange(0, max(1, done))
        self.bar.setValue(done - progress.left)
        self._offer(is_resting=progress.is_paused or progress.sender.is_stopped, has_trouble=progress.sender.is_stopped)
        self._show_trouble(mail, now)

    def show_left(self, count: int) -> None:
        """Show that so many tickets wait although nothing is being sent: the program ended meanwhile."""
        self.setVisible(count > 0)
        self.text.setText(translate(_LEFT, count=count))
        self.bar.setAccessibleName(self.text.text())
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        self.trouble.hide()
        self._offer(is_resting=True, has_trouble=False)

    def _offer(self, *, is_resting: bool, has_trouble: bool) -> None:
        self.pause.setVisible(not is_resting)
        self.resume.setVisible(is_resting)
        self.mailbox.setVisible(has_trouble)

    def _show_trouble(self, mail: MailService, now: datetime) -> None:
        sender = mail.progress.sender if mail.progress else None
        if sender is None or not sender.trouble:
            self.trouble.hide()
            return
        sentence = trouble_text(sender.trouble, sender.said, translate)
        if sender.until:
            at = clock_time(sender.until.astimezone(now.tzinfo))
            sentence = translate(Message("tickets", "{sentence} Next attempt at {at}."), sentence=sentence, at=at)
        if self.trouble.text() != sentence or self.trouble.isHidden():
            self.trouble.warn(sentence)


_PAUSE, _RESUME, _STOP = Message("tickets", "Pause"), Message("tickets", "Go on"), Message("tickets", "Stop sending")
_MAILBOX = Message("tickets", "Mailbox…")
_LEFT = Message(
    "tickets", "{count} {count:ticket waits|tickets wait} in the queue: sending stopped when Checkin was closed."
)
