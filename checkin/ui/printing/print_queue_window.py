# SPDX-License-Identifier: GPL-3.0-or-later
"""The print queue: jobs that wait, print or failed, with actions for each. Stays open beside the desk."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QFrame, QInputDialog, QListView, QPushButton, QStyleOptionViewItem, QWidget

from checkin.core.answer import Answer
from checkin.core.attendee import Attendee
from checkin.core.decision import Reason
from checkin.core.message import CheckinError, Message
from checkin.core.print_jobs import FoundPrinter, JobState, PrintJob, PrintPlan
from checkin.core.programme.programme_edits import planned_id
from checkin.devices.printers import list_printers
from checkin.services.badge_print_requests import Printing
from checkin.services.badges.badge_documents import PrintJobQueries, PrintJobRow
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.printing.print_threads import PrintService
from checkin.services.threads import BackgroundTask
from checkin.translation import clock_time, error_text, translate
from checkin.ui.desk.person_keys import DeskBadges
from checkin.ui.look.drawing import LEFT, Pill, draw_aligned, draw_pill
from checkin.ui.look.theme import LIGHT, TEXT, Tokens, font, to_design_rect
from checkin.ui.printing.printer_settings import PrinterSettings
from checkin.ui.widgets.boxes import at_bottom, at_top, column_of, row_of, wide
from checkin.ui.widgets.buttons import EmptyState, push_button
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.exchange_wording import ICONS, SHORT, job_sentence, printer_line
from checkin.ui.widgets.form_fields import Notice, Paragraph, label
from checkin.ui.widgets.layouts import FlowLayout
from checkin.ui.widgets.row_list import PersonRow, RowModel

LABELS = ("zpl", "brotherql")
"""Beginnings of the addresses of printers with rolls."""
USUAL_ROLL, MOST_LABELS = 300, 5_000


class PrintQueuePrinters(QWidget):
    """The printers above their queue: state, waiting jobs, and actions on all of these. `changed` is emitted after an
    action on waiting jobs.
    """

    changed = Signal()
    settings_wanted = Signal()

    def __init__(self, printing: Printing, room: PrintService) -> None:
        super().__init__()
        self._printing, self._room = printing, room
        self.message = Paragraph()
        self.pause, self.move_all = push_button("", self._pause), push_button(translate(_MOVE), self._move_all)
        self.cancel_batch = push_button("", self._cancel_batch)
        self.new_roll = push_button(translate(Message("printing", "New roll…")), self._new_roll)
        settings = push_button(translate(Message("printing", "Printer…")), self.settings_wanted.emit)
        column_of(
            self.message,
            row_of(
                wide(FlowLayout(self.pause, self.move_all, self.cancel_batch, self.new_roll)),
                at_top(settings),
                spacing=8,
            ),
            spacing=12,
            of=self,
        )

    def refresh(self) -> None:
        plan, room = self._printing.plan, self._room
        lines = [printer_line(plan.name_of(address), room.state(address)) for address in plan.printers]
        waiting, batch = self._printing.waiting(), self._printing.waiting_in_batch()
        lines += [translate(Message("printing", "Badges waiting: {count}"), count=waiting)] if waiting else []
        lines += self._roll()
        self.message.show_text("\n".join(lines) or translate(_NO_PRINTER))
        self.pause.setText(translate(_GO_ON if room.is_paused else Message("printing", "Pause the batch")))
        self.pause.setVisible(bool(batch) or room.is_paused)
        self.cancel_batch.setText(translate(Message("printing", "Cancel the batch ({count})"), count=batch))
        self.cancel_batch.setVisible(bool(batch))
        self.move_all.setToolTip(plan.name_of(plan.second))
        self.move_all.setVisible(bool(plan.second) and self._printing.waiting_for(plan.printer) > 0)

    def _roll(self) -> list[str]:
        """Return how many labels the first printer has left, if they are counted."""
        address = self._printing.plan.printer
        self.new_roll.setVisible(address.startswith(LABELS))
        roll = self._printing.roll(address)
        if roll is None:
            return []
        return [translate(roll.warning or Message("printing", "Labels left on the roll: about {left}"), left=roll.left)]

    def _new_roll(self) -> None:
        count, is_said = QInputDialog.getInt(
            self, translate(Message("printing", "New roll")), translate(_HOW_MANY), USUAL_ROLL, 0, MOST_LABELS
        )
        if is_said:
            self._printing.new_roll(self._printing.plan.printer, count)
            self.changed.emit()

    def _pause(self) -> None:
        self._room.pause(not self._room.is_paused)
        self.changed.emit()

    def _move_all(self) -> None:
        self._printing.move_to(self._printing.plan.second)
        self._room.wake()
        self.changed.emit()

    def _cancel_batch(self) -> None:
        self._printing.cancel_batch()
        self.changed.emit()


_NO_PRINTER = Message("printing", "No printer is chosen: arrivals print nothing.")
_HOW_MANY = Message("printing", "Labels on it (0 to stop counting):")
_GO_ON = Message("printing", "Resume the batch")
_MOVE = Message("printing", "All to the second printer")


TIME = 62
"""Pixels at the left of a row."""


class PrintQueueRow(PersonRow):
    """A row: time, person, below it template and printer, and the pill."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line: PrintJobRow = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t = self.begin(painter, option, index.row() == 0)
        box = to_design_rect(QRectF(option.rect))
        time = QRectF(16, box.top(), TIME, box.height())
        draw_aligned(painter, time, clock_time(line.job.created_at), (font(TEXT, tabular=True), t.quiet), LEFT)
        pill = draw_pill(painter, QPointF(box.right() - 16, box.center().y()), job_pill(line.job, t))
        text = QRectF(16 + TIME, box.top(), pill.left() - 16 - TIME - 12, box.height())
        self.two_lines(painter, text, (job_title(line), job_detail(line)), t)
        painter.restore()


def job_description(line: PrintJobRow) -> str:
    """Return the full text of a row."""
    parts = (clock_time(line.job.created_at), job_title(line), job_detail(line), job_pill(line.job, LIGHT).text)
    return " · ".join(filter(None, parts))


def job_title(line: PrintJobRow) -> str:
    """Return the person's name, or what else is printed."""
    if line.job.is_test:
        return translate(Message("printing", "Test page"))
    return line.name or translate(Message("printing", "Someone who is no longer in the event"))


def job_detail(line: PrintJobRow) -> str:
    """Return template, printer, copy number and reason."""
    job = line.job
    template = "" if job.is_test else line.template or translate(Message("printing", "by category"))
    copy = translate(Message("printing", "copy {copy}"), copy=job.copy) if job.copy > 1 and not job.is_test else ""
    batch = "" if job.is_urgent else translate(Message("printing", "batch"))
    return " · ".join(filter(None, (template, line.printer, batch, copy, job.why)))


def job_pill(job: PrintJob, t: Tokens) -> Pill:
    """Return the pill; a job at a printer in trouble is marked although nothing is lost."""
    colours = {
        JobState.WAITING: t.pill_quiet,
        JobState.PRINTING: t.pill_person if job.trouble else t.pill_exit,
        JobState.PRINTED: t.pill_ok,
        JobState.FAILED: t.pill_refused,
        JobState.UNCERTAIN: t.pill_person,
        JobState.CANCELLED: t.pill_quiet,
    }
    return Pill(translate(SHORT[job.state]), ICONS[job.state], colours[job.state])


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


class PrintQueueWindow(Dialog):
    """The window. `reprint` requests a badge, and a reason where one is needed."""

    settings_wanted = Signal()

    def __init__(
        self, desk: Desk, boards: tuple[DeskQueries, PrintJobQueries], room: PrintService, parent: QWidget
    ) -> None:
        super().__init__(translate(Message("printing", "Badges to print")), parent)
        self._printing, self._room = desk.printing, room
        self._people, self._queries = boards
        self.reprint: Reprint = lambda person, window: None
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
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.notice.hide()
        close = push_button(translate(Message("printing", "Close")), self.reject)
        self.arrange(
            self.printers,
            wide(self.list),
            wide(self._empty),
            self.message,
            self.notice,
            row_of(wide(FlowLayout(*self.buttons.values())), at_bottom(close)),
        )
        self.resize(*SIZE)
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
        button = push_button(translate(WORDS[act]), partial(self.act, act))
        button.hide()
        return button


_EMPTY = Message("printing", "No badges have been requested yet.")
_BY_THEMSELVES = Message("printing", "Badges for arrivals print automatically if the printer settings say so.")


class PrintWindows(QWidget):
    """An invisible widget that opens the queue and the settings. `search` looks for printers, in a thread."""

    plan_chosen = Signal(PrintPlan)

    def __init__(self, event: EventFile, desk: Desk, room: PrintService, badges: DeskBadges, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._desk, self._room = desk, room
        self._queries = PrintJobQueries(event, desk.printing)
        self._settings: PrinterSettings | None = None
        self._test_page = 0
        self.search: Callable[[], tuple[FoundPrinter, ...]] = list_printers
        self.queue = PrintQueueWindow(desk, (DeskQueries(event), self._queries), room, parent)
        self.queue.reprint = badges.reprint_for
        self.queue.settings_wanted.connect(self.show_settings)
        room.changed.connect(self._follow)

    def open(self) -> None:
        """Open the queue, or the settings while there is no printer."""
        if self._desk.printing.plan.printer:
            self.show_queue()
        else:
            self.show_settings()

    def show_queue(self) -> None:
        """Show the queue beside the desk, which goes on."""
        self.queue.show()
        self.queue.raise_()
        self.queue.activateWindow()

    def make_room(self, answer: Answer) -> None:
        """Close the queue when an answer about a guest must be seen."""
        if answer.reason is not Reason.TRIAL:
            self.queue.close()

    def show_settings(self) -> None:
        """Show the settings until they are saved or cancelled, while printers are being looked for."""
        plan, planned = self._desk.printing.plan, self._desk.programme.control_points
        points = tuple(replace(point, id=planned_id(point.id)) for point in planned)
        self._settings = dialog = PrinterSettings(plan, self._queries, points, self.parentWidget())
        dialog.plan_chosen.connect(self.plan_chosen)
        dialog.test_wanted.connect(self._test)
        search = BackgroundTask(lambda _: self.search())
        search.done.connect(dialog.offer)
        search.launch()
        dialog.exec()
        self._settings, self._test_page = None, 0
        dialog.deleteLater()

    def _test(self, printer: str) -> None:
        self._test_page = self._desk.printing.test_page(printer)
        self._room.wake()
        self._follow()

    def _follow(self) -> None:
        """Show the state of the test page."""
        job = self._desk.printing.job(self._test_page) if self._settings and self._test_page else None
        if self._settings and job:
            self._settings.show_job(job)
