# SPDX-License-Identifier: GPL-3.0-or-later
"""The dialog before a rehearsal: explanation, start time, whether badges are printed."""

from datetime import datetime

from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.ready.rehearsal_rules import RehearsalOptions
from checkin.translation import clock_time, current_language, day_text, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import LARGE, SMALL
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.labels import Paragraph, label

WIDTH = 620
"""Pixels."""


class RehearsalDialog(QDialog):
    """The dialog. `begins` is None to begin now; `printer` is "" where none is set up."""

    def __init__(self, begins: datetime | None, printer: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(_TITLE))
        self.prints, paper = QCheckBox(translate(_PRINT)), Paragraph(SMALL)
        paper.show_text(translate(_PAPER, printer=printer))
        for part in (self.prints, paper):
            part.setVisible(bool(printer))
        buttons = add_confirm_buttons(self, translate(_BEGIN))
        buttons.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(translate(_TITLE), LARGE, 600))
        for text in (translate(_WHAT), translate(_MEANWHILE), _hour(begins)):
            paragraph = Paragraph()
            paragraph.show_text(text)
            paragraph.setVisible(bool(text))
            column.addWidget(paragraph)
        column.addWidget(self.prints)
        column.addWidget(paper)
        column.addSpacing(4)
        column.addWidget(buttons)
        self.setFixedWidth(scale_px(WIDTH))
        buttons.setFocus()

    @property
    def options(self) -> RehearsalOptions:
        return RehearsalOptions(prints=self.prints.isChecked())


def _hour(begins: datetime | None) -> str:
    return translate(_CLOCK, day=day_text(begins.date(), current_language()), time=clock_time(begins)) if begins else ""


_TITLE = Message("rehearsal", "Rehearsal")
_BEGIN = Message("rehearsal", "Start the rehearsal")
_WHAT = Message(
    "rehearsal",
    "Everything works as on the day, on a copy: scan, search, register, make mistakes. None of it counts, and "
    "the copy is deleted at the end.",
)
_MEANWHILE = Message(
    "rehearsal",
    "The event itself is closed meanwhile and does not change; this desk exchanges nothing with the others. "
    "“Finish the rehearsal”, at the top of every screen, brings you back.",
)
_CLOCK = Message("rehearsal", "The clock is set to {day}, {time}, as if the doors opened now.")
_PRINT = Message("rehearsal", "Print badges too")
_PAPER = Message("rehearsal", "On {printer}: real paper. Badges that show the event’s title show REHEARSAL instead.")
