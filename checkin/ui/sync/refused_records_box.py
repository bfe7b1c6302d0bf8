# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the pretix page with what the server did not take: a list, to be sent again or taken off. Only emits
signals.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QPushButton, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.ticketing.ticketing_status import RefusedByServer
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.layouts import FlowLayout
from checkin.ui.widgets.ticketing_wording import refused_reason, refused_title

HEIGHT = 200
"""Pixels of the list at most; a small screen has half of it."""


class RefusedRecordsBox(QWidget):
    """The part. It hides itself while there is nothing to show."""

    sending_wanted = Signal()
    taken_off = Signal(object)
    """Emitted with the ids of the entries that the user has read and takes off the list."""

    def __init__(self) -> None:
        super().__init__()
        self.records: Sequence[RefusedByServer] = ()
        self._can_send = False
        self._title, self._being_sent = label("", SMALL, 600), label(translate(_BEING_SENT), SMALL)
        self.list = text_list(HEIGHT)
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.itemSelectionChanged.connect(self._show_choice)
        self.again = action_button(_AGAIN)
        self.again.clicked.connect(self._send_again)
        self.take_off = action_button(_TAKE_ALL_OFF)
        self.take_off.clicked.connect(self._take_off)
        self._being_sent.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._title, self.list, self._being_sent):
            column.addWidget(part)
        column.addLayout(FlowLayout(self.again, self.take_off))
        self.hide()

    def show_records(self, refused: Sequence[RefusedByServer]) -> None:
        """Show these entries."""
        self.records = refused
        self.list.clear()
        self.list.addItems([f"{refused_title(each)}\n{refused_reason(each)}" for each in refused])
        self._being_sent.hide()
        told = sum(each.is_told for each in refused)
        said = [translate(_NOT_TAKEN, count=len(refused) - told)] if told < len(refused) else []
        said += [translate(_TOLD, count=told)] if told else []
        self._title.show_text("\n".join(said))
        self.list.setAccessibleName(self._title.text())
        self.setVisible(bool(refused))
        self.show_can_send(can_send=self._can_send)

    def show_can_send(self, *, can_send: bool) -> None:
        """Show whether something can be sent now."""
        self._can_send = can_send
        self.again.setVisible(can_send and not all(each.is_told for each in self.records))

    def _chosen(self) -> list[bytes]:
        return [self.records[self.list.row(item)].id for item in self.list.selectedItems()]

    def _show_choice(self) -> None:
        count = len(self._chosen())
        self.take_off.setText(translate(_TAKE_OFF, count=count) if count else translate(_TAKE_ALL_OFF))

    def _take_off(self) -> None:
        self.taken_off.emit(tuple(self._chosen() or [each.id for each in self.records]))

    def _send_again(self) -> None:
        self._being_sent.show()
        self.sending_wanted.emit()


def action_button(words: Message) -> QPushButton:
    """Return a button that Enter does not press while another has the focus."""
    button = QPushButton(translate(words))
    button.setAutoDefault(False)
    return button


def text_list(height: int) -> QListWidget:
    """Return a list of wrapped texts, of this many pixels, or half as many where there is no room."""
    texts = QListWidget()
    texts.setWordWrap(True)
    texts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    texts.setMinimumHeight(scale_px(height) // 2)
    texts.setMaximumHeight(scale_px(height))
    return texts


_NOT_TAKEN = Message(
    "ticketing",
    "Not taken by pretix: {count}. {count:It counts|They count} here. If pretix needs {count:it|them}, check the "
    "person in there.",
)
_TOLD = Message("ticketing", "Undone here, and told to pretix in another way: {count}. Nothing to do.")
_BEING_SENT = Message("ticketing", "Being sent again. What pretix takes now leaves this list.")
_AGAIN = Message("ticketing", "Send again")
_TAKE_ALL_OFF = Message("ticketing", "Read: take all off the list")
_TAKE_OFF = Message("ticketing", "Read: take off the list ({count})")
