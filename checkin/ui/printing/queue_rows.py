# SPDX-License-Identifier: GPL-3.0-or-later
"""The badges asked for as rows, newest first: when, whose, on which printer, and how far. Paints; changes nothing."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from checkin.core.printing import JobState, PrintJob
from checkin.core.words import Words
from checkin.desk.press.board import JobLine
from checkin.language import clock_time, say
from checkin.ui.look.drawing import LEFT, align, draw_pill
from checkin.ui.look.measure import drawn
from checkin.ui.look.states import Pill
from checkin.ui.look.theme import LIGHT, TEXT, Tokens, font
from checkin.ui.parts.person_rows import PersonRow
from checkin.ui.parts.printer_words import ICONS, SHORT

TIME = 62
"""Pixels at the left of a row."""


class QueueRow(PersonRow):
    """Time, whose, under it the badge and its printer, and the pill."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line: JobLine = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t = self.begin(painter, option, index.row() == 0)
        box = drawn(QRectF(option.rect))
        time = QRectF(16, box.top(), TIME, box.height())
        align(painter, time, clock_time(line.job.created_at), (font(TEXT, tabular=True), t.quiet), LEFT)
        pill = draw_pill(painter, QPointF(box.right() - 16, box.center().y()), state_pill(line.job, t))
        text = QRectF(16 + TIME, box.top(), pill.left() - 16 - TIME - 12, box.height())
        self.two_lines(painter, text, (whose(line), about(line)), t)
        painter.restore()


def story(line: JobLine) -> str:
    """All of a row, uncut."""
    parts = (clock_time(line.job.created_at), whose(line), about(line), state_pill(line.job, LIGHT).text)
    return " · ".join(filter(None, parts))


def whose(line: JobLine) -> str:
    """The person, or what else it is."""
    if line.job.is_test:
        return say(_TEST)
    return line.name or say(_NOBODY)


def about(line: JobLine) -> str:
    """Which badge, on which printer, which copy and why."""
    job = line.job
    template = "" if job.is_test else line.template or say(_BY_CATEGORY)
    copy = say(_COPY, copy=job.copy) if job.copy > 1 and not job.is_test else ""
    batch = "" if job.is_urgent else say(_BATCH)
    return " · ".join(filter(None, (template, line.printer, batch, copy, job.why)))


def state_pill(job: PrintJob, t: Tokens) -> Pill:
    """A badge in trouble at its printer asks to be looked at, though nothing is lost."""
    colours = {
        JobState.WAITING: t.pill_quiet,
        JobState.PRINTING: t.pill_person if job.trouble else t.pill_exit,
        JobState.PRINTED: t.pill_ok,
        JobState.FAILED: t.pill_refused,
        JobState.UNCERTAIN: t.pill_person,
        JobState.CANCELLED: t.pill_quiet,
    }
    return Pill(say(SHORT[job.state]), ICONS[job.state], colours[job.state])


_TEST = Words("printing", "Test page")
_NOBODY = Words("printing", "Somebody who is no longer in the event")
_BY_CATEGORY = Words("printing", "by category")
_COPY = Words("printing", "copy {copy}")
_BATCH = Words("printing", "batch")
