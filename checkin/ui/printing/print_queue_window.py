# SPDX-License-Identifier: GPL-3.0-or-later
"""The print queue: jobs that wait, print or failed, with actions for each. Stays open beside the desk."""

from collections.abc import Callable
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QListView, QPushButton, QWidget

from checkin.core.attendee import Attendee
from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.core.printing.print_jobs import JobState, PrintJob
from checkin.core.printing.print_plan import PrintPlan
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.printing.print_job_queries import PrintJobQueries, PrintJobRow
from checkin.services.printing.print_threads import PrintService
from checkin.translation import error_text, translate
from checkin.ui.printing.print_queue_printers import PrintQueuePrinters
from checkin.ui.printing.print_queue_rows import PrintQueueRow, job_description
from checkin.ui.widgets.empty_state import EmptyState
from checkin.ui.widgets.labels import Notice, label
from checkin.ui.widgets.layouts import FlowLayout, dialog_column
from checkin.ui.widgets.printer_wording import job_sentence
from checkin.ui.widgets.row_list import RowModel

SIZE = (840, 580)
"""Pixels."""

Reprint = Callable[[Attendee, QWidget], None]


class PrintJobAction(StrEnum):
    """The buttons for the selected print job."""

    CAME_OUT = "came_out"
    DID_NOT = "did_not"
    REPRINT = "reprint"
    SECOND = "second"
    CANCEL = "cancel"


WORDS = {
    PrintJobAction.CAME_OUT: Message("printing", "It came out"),
    PrintJobAction.DID_NOT: Message("printing", "It did not come out"),
    PrintJobAction.REPRINT: Message("printing", "Print again…"),
    PrintJobAction.SECOND: Message("printing", "To the other printer"),
    PrintJobAction.CANCEL: Message("printing", "Cancel"),
}


def available_job_actions(job: PrintJob, plan: PrintPlan) -> tuple[PrintJobAction, ...]:
    """Return the actions in the order of their buttons; none while a job is at the printer."""
    match job.state:
        case JobState.WAITING:
            return (
                (PrintJobAction.SECOND, PrintJobAction.CANCEL) if other_printer(job, plan) else (PrintJobAction.CANCEL,)
            )
        case JobState.PRINTING:
            return ()
        case JobState.UNCERTAIN:
            return (PrintJobAction.CAME_OUT, PrintJobAction.DID_NOT)
    return (PrintJobAction.REPRINT,) if plan.printer else ()


def other_printer(job: PrintJob, plan: PrintPlan) -> str:
    """Return the address of another printer, "" if there is none."""
    return next((address for address in plan.printers if address != job.printer), "")


class PrintQueueWindow(QDialog):
    """The window. `reprint` requests a badge, and a reason where one is needed."""

    settings_wanted = Signal()

    def __init__(
        self, desk: Desk, boards: tuple[DeskQueries, PrintJobQueries], room: PrintService, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._printing, self._room = desk.printing, room
        self._people, self._queries = boards
        self.reprint: Reprint = lambda person, window: None
        self.setWindowTitle(translate(Message("printing", "Badges to print")))
        self.printers = PrintQueuePrinters(desk.printing, room)
        self.list, self._model = QListView(), RowModel(job_description)
        self.list.setModel(self._model)
        self.list.setItemDelegate(PrintQueueRow(self.list))
        self.list.setAccessibleName(self.windowTitle())
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._offer())
        self.message, self.notice = label(""), Notice()
        self.buttons = {act: self._button(act) for act in PrintJobAction}
        self._empty = EmptyState("printer")
        self._empty.show_texts(translate(_EMPTY), translate(_BY_THEMSELVES))
        self._assemble()
        self.printers.changed.connect(self.refresh)
        self.printers.settings_wanted.connect(self.settings_wanted)
        room.changed.connect(self.refresh)

    def selected(self) -> PrintJobRow | None:
        line = self.list.currentIndex().data(Qt.ItemDataRole.UserRole)
        return line if isinstance(line, PrintJobRow) else None

    def select(self, job_id: int) -> None:
        row = next((row for row, line in enumerate(self._model.rows) if line.job.id == job_id), -1)
        if row >= 0:
            self.list.setCurrentIndex(self._model.index(row))

    def refresh(self) -> None:
        """Read everything again while visible; the selection stays."""
        if not self.isVisible():
            return
        selected, place = self.selected(), self.list.verticalScrollBar().value()
        self._model.show(self._queries.lines())
        self._empty.setVisible(not self._model.rowCount())
        self.list.setVisible(bool(self._model.rowCount()))
        if selected:
            self.select(selected.job.id)
            self.list.verticalScrollBar().setValue(place)
        self.printers.refresh()
        self._offer()

    def act(self, act: PrintJobAction) -> None:
        """Perform an action on the selected job and show an error here, because the desk is covered."""
        if (line := self.selected()) is None:
            return
        self.notice.setText("")
        try:
            self._do(act, line)
        except CheckinError as error:
            self.notice.setText(error_text(error))
        self.notice.setVisible(bool(self.notice.text()))
        self._room.wake()
        self.refresh()

    def _do(self, act: PrintJobAction, line: PrintJobRow) -> None:
        job = line.job
        match act:
            case PrintJobAction.CAME_OUT:
                self._printing.confirm_printed(job.id)
            case PrintJobAction.DID_NOT:
                self._printing.confirm_not_printed(job.id)
            case PrintJobAction.CANCEL:
                self._printing.cancel(job.id)
            case PrintJobAction.SECOND:
                self._printing.move(job.id, other_printer(job, self._printing.plan))
            case PrintJobAction.REPRINT if job.is_test:
                self._printing.test_page(job.printer)
            case PrintJobAction.REPRINT:
                if person := self._people.person(job.attendee):
                    self.reprint(person, self)

    def _offer(self) -> None:
        line = self.selected()
        offered = available_job_actions(line.job, self._printing.plan) if line else ()
        for act, button in self.buttons.items():
            button.setVisible(act in offered)
        state = self._room.state(line.job.printer) if line else None
        self.message.setText(job_sentence(line.job, reports_paper=state is None or state.reports_paper) if line else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.buttons[PrintJobAction.CANCEL].isVisible():
            self.act(PrintJobAction.CANCEL)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self.list.setFocus()

    def _button(self, act: PrintJobAction) -> QPushButton:
        button = QPushButton(translate(WORDS[act]))
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
        column.addWidget(self.message)
        column.addWidget(self.notice)
        row = QHBoxLayout()
        row.addLayout(FlowLayout(*self.buttons.values()), 1)
        close = QPushButton(translate(Message("printing", "Close")))
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self.resize(*SIZE)


_EMPTY = Message("printing", "No badges have been requested yet.")
_BY_THEMSELVES = Message("printing", "Badges for arrivals print automatically if the printer settings say so.")
