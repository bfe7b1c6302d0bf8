# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the print queue, newest first: time, person, printer, state. Paints only."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from checkin.core.message import Message
from checkin.core.printing.print_jobs import JobState, PrintJob
from checkin.services.printing.print_job_queries import PrintJobRow
from checkin.translation import clock_time, translate
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_pill
from checkin.ui.look.measure import to_design_rect
from checkin.ui.look.pills import Pill
from checkin.ui.look.theme import LIGHT, TEXT, Tokens, font
from checkin.ui.widgets.person_rows import PersonRow
from checkin.ui.widgets.printer_wording import ICONS, SHORT

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
        return translate(_TEST)
    return line.name or translate(_NOBODY)


def job_detail(line: PrintJobRow) -> str:
    """Return template, printer, copy number and reason."""
    job = line.job
    template = "" if job.is_test else line.template or translate(_BY_CATEGORY)
    copy = translate(_COPY, copy=job.copy) if job.copy > 1 and not job.is_test else ""
    batch = "" if job.is_urgent else translate(_BATCH)
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


_TEST = Message("printing", "Test page")
_NOBODY = Message("printing", "Someone who is no longer in the event")
_BY_CATEGORY = Message("printing", "by category")
_COPY = Message("printing", "copy {copy}")
_BATCH = Message("printing", "batch")
