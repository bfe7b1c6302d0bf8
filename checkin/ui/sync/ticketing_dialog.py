# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the ticketing's server (pretix): how this desk stands with it, and what it did not take. Only emits
signals; `application` acts.
"""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QListWidget, QWidget

from checkin.core.message import Message, UserError
from checkin.core.ticketing.ticketing_status import RefusedByServer, TicketingStatus
from checkin.sync.pretix_connection import PretixForbiddenError
from checkin.sync.pretix_device_code import DeviceCode, looks_like_device_code, server_name
from checkin.translation import error_text, translate
from checkin.ui.look.theme import SMALL, TEXT, scale_px
from checkin.ui.widgets.boxes import REST, column_of, wide
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.exchange_wording import (
    ERASE,
    moment_text,
    refused_reason,
    refused_title,
    ticketing_sentences,
    waiting_text,
)
from checkin.ui.widgets.form_fields import Notice, Paragraph, WrappingCheckBox, break_long_words, captioned, label
from checkin.ui.widgets.keyboard import ScanField
from checkin.ui.widgets.layouts import FlowLayout

# The part of the pretix page with what the server did not take: a list, to be sent again or taken off. Only emits
# signals.

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
        self.again = push_button(translate(Message("ticketing", "Send again")))
        self.again.clicked.connect(self._send_again)
        self.take_off = push_button(translate(_TAKE_ALL_OFF))
        self.take_off.clicked.connect(self._take_off)
        self._being_sent.hide()
        column_of(self._title, self.list, self._being_sent, FlowLayout(self.again, self.take_off), of=self)
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
_TAKE_ALL_OFF = Message("ticketing", "Read: take all off the list")
_TAKE_OFF = Message("ticketing", "Read: take off the list ({count})")


WIDTH, BADGES_HEIGHT, OF_SCREEN = 680, 96, 64
"""Pixels."""


class TicketingDialog(Dialog):
    """The dialog. It may be shown beside the desk, and is told of changes by `show_status` and `show_refused`."""

    connect_wanted = Signal()
    disconnect_wanted = Signal()
    round_wanted = Signal()
    """Emitted to fetch now, and to send again what was refused."""
    taken_off = Signal(object)
    """Emitted with the ids of refused entries that the user has read and takes off the list."""
    erasure_wanted = Signal()

    def __init__(self, status: TicketingStatus, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__("pretix", parent)
        self.message = Paragraph(TEXT, 600)
        self._facts = {words: label("") for words in (_SERVER, _EVENT, _DEVICE, _FETCHED, _WAITING, _DESPITE)}
        self.refused = RefusedRecordsBox()
        self.refused.sending_wanted.connect(self._fit_height)
        self.refused.sending_wanted.connect(self.round_wanted)
        self.refused.taken_off.connect(self.taken_off)
        self.fetch = push_button(translate(Message("ticketing", "Fetch now")), self.round_wanted)
        self.join = push_button(translate(_CONNECT), self.connect_wanted)
        self.leave = push_button(translate(Message("ticketing", "Disconnect this desk…")), self.disconnect_wanted)
        self.erase = push_button(translate(ERASE), self.erasure_wanted)
        self._badges_title, self.badges = label(translate(_BADGES), SMALL, 600), text_list(BADGES_HEIGHT)
        self.badges.setAccessibleName(translate(_BADGES))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._captions = {}
        for row, (words, value) in enumerate(self._facts.items()):
            name = label(translate(words), TEXT, 600)
            name.setWordWrap(False)
            self._captions[words] = name
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        self.arrange(
            self.message,
            grid,
            4,
            self.refused,
            self._badges_title,
            self.badges,
            REST,
            FlowLayout(self.fetch, self.join, self.leave, self.erase),
            self.closing(),
            width=WIDTH,
        )
        self.show_status(status, now)
        self.show_refused(())
        self.show_let_in_despite(0)

    def show_status(self, status: TicketingStatus, now: datetime) -> None:
        """Show a changed state."""
        self.message.show_text("\n".join(ticketing_sentences(status, now)))
        fetched = moment_text(status.fetched_at, now) if status.fetched_at else translate(_NEVER)
        texts = {
            _SERVER: status.server,
            _EVENT: f"{status.event} ({status.organizer})",
            _DEVICE: translate(_NUMBER, number=status.device) if status.device else translate(_NO_DEVICE),
            _FETCHED: fetched if status.device else "",
            _WAITING: str(status.waiting) if status.is_connected else "",
        }
        for words, text in texts.items():
            self._show_fact(words, text)
        self.fetch.setVisible(status.is_connected and not status.is_over)
        self.join.setVisible(
            not status.is_over and (not status.is_connected or isinstance(status.error, PretixForbiddenError))
        )
        self.join.setText(translate(Message("ticketing", "Connect again…") if status.device else _CONNECT))
        self.leave.setVisible(bool(status.device))
        self.erase.setVisible(status.is_revoked and not status.is_over)
        self.refused.show_can_send(can_send=status.is_connected)
        self._show_badges(status.badges)
        self._fit_height()

    def _show_badges(self, badges: Sequence[str]) -> None:
        self.badges.clear()
        self.badges.addItems(badges)
        for part in (self._badges_title, self.badges):
            part.setVisible(bool(badges))

    def _show_fact(self, words: Message, text: str) -> None:
        self._facts[words].show_text(break_long_words(text))
        self._facts[words].setVisible(bool(text))
        self._captions[words].setVisible(bool(text))

    def show_let_in_despite(self, count: int) -> None:
        """Show why the server counts fewer people, where it does."""
        self._show_fact(_DESPITE, translate(_NOT_COUNTED, count=count) if count else "")
        self._fit_height()

    def show_refused(self, refused: Sequence[RefusedByServer]) -> None:
        """Show what the server did not take, the newest first; nothing without any."""
        if list(refused) != list(self.refused.records):
            self.refused.show_records(refused)
            self._fit_height()

    def _fit_height(self) -> None:
        """Make the window as high as its parts; on a small screen the list gets less."""
        screen = self.screen().availableGeometry().height()
        self.resize(scale_px(WIDTH), min(self.sizeHint().height(), screen - scale_px(OF_SCREEN)))

    def sizeHint(self) -> QSize:
        width = scale_px(WIDTH)
        layout = self.layout()
        return QSize(width, layout.totalHeightForWidth(width) if layout else super().sizeHint().height())


_SERVER, _EVENT = Message("ticketing", "Server"), Message("ticketing", "Event")
_DEVICE, _FETCHED = Message("ticketing", "This computer"), Message("ticketing", "List fetched")
_WAITING = Message("ticketing", "To be sent")
_NUMBER, _NO_DEVICE = Message("ticketing", "device {number}"), Message("ticketing", "no device of pretix")
_NEVER = Message("ticketing", "not yet")
_BADGES = Message("ticketing", "Badges made of pretix’s layouts: what is different")
_CONNECT = Message("ticketing", "Connect this desk…")
_DESPITE = Message("ticketing", "Let in despite their ticket")
_NOT_COUNTED = Message("ticketing", "{count}: recorded in pretix too, which counts them only if their ticket is valid")


# The dialog that makes this computer a device of the pretix whose list it has already. Connects nowhere.
# The desk behind it has the camera and the scanner: both fill the field while the cursor is in it.


class DeviceCodeDialog(Dialog):
    """The dialog. `code` is the device code understood, None until then. `server` is the name of the server that the
    event's list is from: a code of another one is refused.
    """

    def __init__(self, server: str, parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("ticketing", "Connect this desk to pretix")), parent)
        self.code: DeviceCode | None = None
        self._server = server
        self.field, self.notice = ScanField(), Notice()
        self.field.leaves = lambda code: not looks_like_device_code(code)
        self.understood = label("", weight=600)
        self.buttons = self.confirm(translate(Message("ticketing", "Connect")))
        self.field.textChanged.connect(self._read)
        self.arrange(
            label(translate(_HOW, server=server)),
            8,
            captioned(translate(Message("ticketing", "Device code")), self.field),
            self.understood,
            self.notice,
            REST,
            self.buttons,
            spacing=8,
            width=560,
        )
        self._read()
        self.field.setFocus()

    def _read(self) -> None:
        """Say at every letter what was understood."""
        text, self.code, sentence = self.field.text(), None, ""
        try:
            code = DeviceCode.read(text)
        except UserError as error:
            sentence = error_text(error) if text.strip() else ""
        else:
            is_same = server_name(code.url) == self._server
            self.code, sentence = (code, "") if is_same else (None, self._of_another(code))
        self.notice.setText(sentence)
        self.understood.setText(translate(_PRETIX_AT, server=self._server) if self.code else "")
        self.buttons.buttons()[0].setEnabled(self.code is not None)

    def _of_another(self, code: DeviceCode) -> str:
        return translate(_OTHER, there=server_name(code.url), server=self._server)


_HOW = Message(
    "ticketing",
    "In pretix ({server}), the organiser’s page “Devices”: “Connect a device”. Hold the code up to the camera, scan "
    "it, or paste its text.",
)
_PRETIX_AT = Message("join", "pretix at {server}")
_OTHER = Message(
    "ticketing",
    "This code is of another pretix, {there}. This event is at {server}: nothing was changed. An event of another "
    "server becomes an event of its own: close this one, then “Join other desks…”.",
)


class DisconnectDialog(Dialog):
    """The question before this desk is disconnected from pretix. `gives_up` tells whether pretix is to forget the
    device too, if it is still one.
    """

    def __init__(self, status: TicketingStatus, parent: QWidget | None = None) -> None:
        super().__init__(translate(Message("ticketing", "Disconnect this desk from pretix?")), parent)
        self.give_up = WrappingCheckBox(translate(_GIVE_UP, number=status.device))
        self.give_up.setVisible(status.is_connected)
        self.give_up.setChecked(status.is_connected)
        self.arrange(
            label(translate(_WHAT)),
            label(f"{waiting_text(status.waiting)} {translate(_LOST_THERE)}", weight=600) if status.waiting else None,
            self.give_up,
            REST,
            self.confirm(translate(Message("ticketing", "Disconnect")), is_danger=True),
            width=520,
        )

    @property
    def gives_up(self) -> bool:
        return self.give_up.isChecked()


_WHAT = Message(
    "ticketing",
    "The list and everything recorded stay here. This computer fetches nothing from pretix any more, and sends "
    "nothing. To connect it again, a new device code is needed.",
)
_LOST_THERE = Message("ticketing", "pretix will not get them from this computer.")
_GIVE_UP = Message("ticketing", "Give up device {number} in pretix too: its access ends there")


EVENT_CHOICE_WIDTH, EVENT_CHOICE_HEIGHT = 480, 220
"""Pixels of the dialog and of its list."""


class EventChoiceDialog(Dialog):
    """The choice of one event, where a device of pretix has several. `events` are (short name, name), the likeliest
    first; accepted, `chosen` is the short name.
    """

    def __init__(self, events: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(translate(_WHICH_EVENT), parent)
        self._events = events
        self.list = QListWidget()
        self.list.setAccessibleName(translate(_WHICH_EVENT))
        self.list.setMinimumHeight(scale_px(EVENT_CHOICE_HEIGHT))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.addItems([name or slug for slug, name in events])
        self.list.setCurrentRow(0)
        self.list.itemDoubleClicked.connect(self.accept)
        self.arrange(
            label(translate(_WHY)),
            wide(self.list),
            self.confirm(translate(Message("join", "Join"))),
            width=EVENT_CHOICE_WIDTH,
        )
        self.list.setFocus()

    @property
    def chosen(self) -> str:
        row = self.list.currentRow()
        return self._events[row][0] if 0 <= row < len(self._events) else ""


_WHICH_EVENT = Message("join", "Which event?")
_WHY = Message(
    "join", "This device of pretix has several. This desk joins one of them; the other events stay as they are."
)
