# SPDX-License-Identifier: GPL-3.0-or-later
"""Before a rehearsal: what it is, at which hour it begins, whether badges are printed. Only asks."""

from datetime import datetime

from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from checkin.core.rehearsal import RehearsalWish
from checkin.core.words import Words
from checkin.language import clock_time, day_text, say, spoken
from checkin.ui.look.measure import sized
from checkin.ui.look.theme import LARGE, SMALL
from checkin.ui.parts.dialog_buttons import do_or_go_back
from checkin.ui.parts.labels import Paragraph, label

WIDTH = 620
"""Pixels."""


class RehearsalDialog(QDialog):
    """`begins` is None where it begins now; `printer` "" where none is chosen."""

    def __init__(self, begins: datetime | None, printer: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say(_TITLE))
        self.prints, paper = QCheckBox(say(_PRINT)), Paragraph(SMALL)
        paper.show_text(say(_PAPER, printer=printer))
        for part in (self.prints, paper):
            part.setVisible(bool(printer))
        buttons = do_or_go_back(self, say(_BEGIN))
        buttons.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(say(_TITLE), LARGE, 600))
        for text in (say(_WHAT), say(_MEANWHILE), _hour(begins)):
            paragraph = Paragraph()
            paragraph.show_text(text)
            paragraph.setVisible(bool(text))
            column.addWidget(paragraph)
        column.addWidget(self.prints)
        column.addWidget(paper)
        column.addSpacing(4)
        column.addWidget(buttons)
        self.setFixedWidth(sized(WIDTH))
        buttons.setFocus()

    @property
    def wish(self) -> RehearsalWish:
        return RehearsalWish(prints=self.prints.isChecked())


def _hour(begins: datetime | None) -> str:
    return say(_CLOCK, day=day_text(begins.date(), spoken()), time=clock_time(begins)) if begins else ""


_TITLE = Words("rehearsal", "Rehearsal")
_BEGIN = Words("rehearsal", "Begin the rehearsal")
_WHAT = Words(
    "rehearsal",
    "Everything works as on the day, on a copy: scan, search, register, make mistakes. Nothing of it counts, and the "
    "copy is deleted at the end.",
)
_MEANWHILE = Words(
    "rehearsal",
    "The event itself is closed meanwhile and stays as it is; this desk exchanges nothing with others. “Finish the "
    "rehearsal”, above on every screen, leads back.",
)
_CLOCK = Words("rehearsal", "The clock is set to {day}, {time}, as if the doors opened now.")
_PRINT = Words("rehearsal", "Print badges too")
_PAPER = Words("rehearsal", "On {printer}: real paper. Where a badge says the event’s title, it says REHEARSAL.")
