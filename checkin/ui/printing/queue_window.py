# SPDX-License-Identifier: GPL-3.0-or-later
"""The badges that wait, are printed, or did not come out, and what can be done about each. Stays beside the desk."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QListView, QPushButton, QWidget

from checkin.core.errors import CheckinError
from checkin.core.model import Attendee
from checkin.core.words import Words
from checkin.desk.board import Board
from checkin.desk.desk import Desk
from checkin.desk.press.board import JobLine, PrintBoard
from checkin.desk.press.room import PrintRoom
from checkin.language import say, sentence
from checkin.ui.parts.dialog_column import dialog_column
from checkin.ui.parts.empty_place import EmptyPlace
from checkin.ui.parts.labels import Notice, label
from checkin.ui.parts.printer_words import job_sentence
from checkin.ui.parts.row_list import RowModel
from checkin.ui.parts.wrapping import Wrapping
from checkin.ui.printing.queue_acts import WORDS, Act, acts_for, other_printer
from checkin.ui.printing.queue_printers import QueuePrinters
from checkin.ui.printing.queue_rows import QueueRow, story

SIZE = (840, 580)
"""Pixels."""

Reprint = Callable[[Attendee, QWidget], None]


class PrintQueueWindow(QDialog):
    """`reprint` asks why where it has to, and asks for the badge."""

    settings_wanted = Signal()

    def __init__(self, desk: Desk, boards: tuple[Board, PrintBoard], room: PrintRoom, parent: QWidget) -> None:
        super().__init__(parent)
        self._printing, self._room = desk.printing, room
        self._people, self._board = boards
        self.reprint: Reprint = lambda person, window: None
        self.setWindowTitle(say(Words("printing", "Badges to print")))
        self.printers = QueuePrinters(desk.printing, room)
        self.list, self._model = QListView(), RowModel(story)
        self.list.setModel(self._model)
        self.list.setItemDelegate(QueueRow(self.list))
        self.list.setAccessibleName(self.windowTitle())
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._offer())
        self.told, self.notice = label(""), Notice()
        self.buttons = {act: self._button(act) for act in Act}
        self._empty = EmptyPlace("printer")
        self._empty.show_texts(say(_EMPTY), say(_BY_THEMSELVES))
        self._assemble()
        self.printers.changed.connect(self.refresh)
        self.printers.settings_wanted.connect(self.settings_wanted)
        room.changed.connect(self.refresh)

    def selected(self) -> JobLine | None:
        line = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return line if isinstance(line, JobLine) else None

    def select(self, job_id: int) -> None:
        row = next((row for row, line in enumerate(self._model.rows) if line.job.id == job_id), -1)
        if row >= 0:
            self.list.setCurrentIndex(self._model.index(row))

    def refresh(self) -> None:
        """All of it, read again while it is seen; the line that is selected stays so."""
        if not self.isVisible():
            return
        selected, place = self.selected(), self.list.verticalScrollBar().value()
        self._model.show(self._board.lines())
        self._empty.setVisible(not self._model.rowCount())
        self.list.setVisible(bool(self._model.rowCount()))
        if selected:
            self.select(selected.job.id)
            self.list.verticalScrollBar().setValue(place)
        self.printers.refresh()
        self._offer()

    def act(self, act: Act) -> None:
        """On the selected badge. What is in the way is told here: the desk's own line is behind this window."""
        if (line := self.selected()) is None:
            return
        self.notice.setText("")
        try:
            self._do(act, line)
        except CheckinError as error:
            self.notice.setText(sentence(error))
        self.notice.setVisible(bool(self.notice.text()))
        self._room.wake()
        self.refresh()

    def _do(self, act: Act, line: JobLine) -> None:
        job = line.job
        match act:
            case Act.CAME_OUT:
                self._printing.came_out(job.id)
            case Act.DID_NOT:
                self._printing.did_not_come_out(job.id)
            case Act.CANCEL:
                self._printing.cancel(job.id)
            case Act.SECOND:
                self._printing.move(job.id, other_printer(job, self._printing.plan))
            case Act.REPRINT if job.is_test:
                self._printing.test_page(job.printer)
            case Act.REPRINT:
                if person := self._people.person(job.attendee):
                    self.reprint(person, self)

    def _offer(self) -> None:
        line = self.selected()
        offered = acts_for(line.job, self._printing.plan) if line else ()
        for act, button in self.buttons.items():
            button.setVisible(act in offered)
        state = self._room.state(line.job.printer) if line else None
        self.told.setText(job_sentence(line.job, tells_paper=state is None or state.tells_paper) if line else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.buttons[Act.CANCEL].isVisible():
            self.act(Act.CANCEL)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self.list.setFocus()

    def _button(self, act: Act) -> QPushButton:
        button = QPushButton(say(WORDS[act]))
        button.setAutoDefault(False)
        button.clicked.connect(partial(self.act, act))
        button.hide()
        return button

    def _assemble(self) -> None:
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.notice.hide()
        column = dialog_column(self, self.windowTitle(), 12)
        column.addWidget(self.printers)
        column.addWidget(self.list, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self.told)
        column.addWidget(self.notice)
        row = QHBoxLayout()
        row.addLayout(Wrapping(*self.buttons.values()), 1)
        close = QPushButton(say(Words("printing", "Close")))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self.resize(*SIZE)


_EMPTY = Words("printing", "No badge was asked for yet.")
_BY_THEMSELVES = Words("printing", "Arrivals print theirs by themselves where the settings of printers say so.")
