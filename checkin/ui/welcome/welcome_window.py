# SPDX-License-Identifier: GPL-3.0-or-later
"""The welcome window when no event was named: create, open or join an event, see the demonstration, recent events."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QFileDialog, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.services.computer.recent_events import RecentEvent
from checkin.translation import translate
from checkin.ui.import_export.event_file_chooser import EVENTS, SUFFIX
from checkin.ui.import_export.file_choosing import FileDrop, attendee_list_filter, documents_folder
from checkin.ui.look import icons
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import DETAIL, SMALL, tokens
from checkin.ui.welcome.recent_list import RecentList
from checkin.ui.welcome.recent_row import rescued_sentence
from checkin.ui.widgets.buttons import ChoiceButton
from checkin.ui.widgets.form_fields import FormMessage
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.scrolling import MOST

SIZE, LEFT_WIDTH, EDGE, MARK = QSize(1040, 680), 408, 36, 56
"""Pixels."""
NARROW = 860
"""Design pixels below which the recent events stand under the buttons."""


class WelcomeWindow(QDialog):
    """The window; it only emits signals. `source_chosen` carries a list or programme to make an event of."""

    event_chosen = Signal(Path)
    rescue_wanted = Signal(Path)
    source_chosen = Signal(Path)
    forget_wanted = Signal(Path)
    join_wanted = Signal()
    usb_join_wanted = Signal()
    demo_chosen = Signal()

    def __init__(self, recent: Sequence[RecentEvent] = ()) -> None:
        super().__init__()
        self.setWindowTitle("Checkin")
        self.setWindowIcon(icons.app_icon())
        self._message, self._promise = FormMessage(), label(translate(_PROMISE))
        self.rescued = FormMessage()
        """The sentence about a rescued copy of an event whose file is gone."""
        self._row, self._left = QBoxLayout(_BESIDE), QWidget()
        self.recent = RecentList()
        self.recent.opened.connect(self._open)
        self.recent.rescue_wanted.connect(self._go_on)
        self.recent.forgotten.connect(self.forget_wanted)
        self._assemble()
        self.show_recent(recent)
        self._drop = FileDrop(self)
        self._drop.dropped.connect(self.take)
        self.setMinimumWidth(NARROW)  # with large text all of it scrolls and may be narrower
        self.resize(SIZE)

    def show_recent(self, recent: Sequence[RecentEvent], today: date | None = None) -> None:
        """Show the recent events. The one of `today` gets the focus, unless the user has moved it."""
        self.recent.show_recent(recent)
        sentence = next((sentence for sentence in map(rescued_sentence, recent) if sentence), "")
        if sentence != self.rescued.text():
            self.rescued.warn(sentence)
        row = self.recent.of_day(today)
        if row and self.focusWidget() in (None, self._primary):
            row.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, sentence: str) -> None:
        """Show above the buttons why a file was refused; another can be chosen at once."""
        self._promise.setVisible(not sentence)
        self._message.warn(sentence)

    def _open(self, path: Path) -> None:
        self.show_error("")
        self.event_chosen.emit(path)

    def _go_on(self, path: Path) -> None:
        self.show_error("")
        self.rescue_wanted.emit(path)

    def _ask_event(self) -> None:
        title = translate(Message("welcome", "Open an event"))
        chosen, _ = QFileDialog.getOpenFileName(self, title, documents_folder(), f"{translate(EVENTS)} (*{SUFFIX})")
        if chosen:
            self._open(Path(chosen))

    def _ask_new(self) -> None:
        title = translate(Message("welcome", "The list of people"))
        source, _ = QFileDialog.getOpenFileName(self, title, documents_folder(), attendee_list_filter())
        if source:
            self.source_chosen.emit(Path(source))

    def take(self, path: Path) -> None:
        """Take a file that was dropped here or passed by the system."""
        self.show_error("")
        (self.event_chosen if path.suffix.lower() == SUFFIX else self.source_chosen).emit(path)

    def _assemble(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(_Mark())
        left.addSpacing(8)
        left.addWidget(label(translate(Message("welcome", "Who is coming today?")), DETAIL, 700))
        left.addWidget(self._promise)
        left.addWidget(self._message)
        left.addSpacing(12)
        buttons = self._buttons()
        self._primary = buttons[0]
        for button in buttons:
            left.addWidget(button)
        left.addStretch(1)
        left.addWidget(label(translate(_DROP), SMALL))
        left.setContentsMargins(0, 0, 0, 0)
        self._left.setLayout(left)
        row = self._row
        row.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        row.setSpacing(EDGE)
        row.addWidget(self._left)
        row.addLayout(self._right(), 1)
        self.setLayout(row)

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.rescued)
        right.addWidget(self.recent, 1)
        return right

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = design_rect(self).width() < NARROW
        self._row.setDirection(_BELOW if is_narrow else _BESIDE)
        self._left.setMinimumWidth(0 if is_narrow else scale_px(LEFT_WIDTH))
        self._left.setMaximumWidth(MOST if is_narrow else scale_px(LEFT_WIDTH))

    def _buttons(self) -> list[ChoiceButton]:
        made: list[ChoiceButton] = []
        for icon, (words, detail), operation in (
            ("file-spreadsheet", _NEW, self._ask_new),
            ("folder-open", _OPEN, self._ask_event),
            ("waypoints", _JOIN, self.join_wanted.emit),
            ("usb", _JOIN_BY_KEY, self.usb_join_wanted.emit),
            ("play", _DEMO, self.demo_chosen.emit),
        ):
            button = ChoiceButton(icon, translate(words), translate(detail), is_primary=not made)
            button.clicked.connect(operation)
            made.append(button)
        return made


_BESIDE, _BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class _Mark(QWidget):
    """The program's icon, large."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(MARK, MARK)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        icons.draw(painter, "checkin", design_rect(self), tokens(self.palette()).ink)


_PROMISE = Message("welcome", "An event is one file on this computer. No account, no network.")
_NEW = (
    Message("welcome", "New event from a list…"),
    Message("welcome", "Excel, LibreOffice, CSV, an export, a programme"),
)
_OPEN = (Message("welcome", "Open an event…"), Message("welcome", "A file on this computer or a USB drive"))
_JOIN = (
    Message("join", "Join other desks…"),
    Message("welcome", "An event of another desk, or of pretix"),
)
_JOIN_BY_KEY = (Message("join", "Join from a USB drive…"), Message("welcome", "Another desk put the event on it"))
_DEMO = (Message("welcome", "See the demonstration"), Message("welcome", "An invented day: none of it is real"))
_DROP = Message("welcome", "A list, a programme or an event can also be dropped on this window.")
