# SPDX-License-Identifier: GPL-3.0-or-later
"""The planning page of the settings: how many desks an event needs, and the waits with one more or less.

Changes nothing.
"""

from dataclasses import dataclass

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from checkin.core.live.desk_plan import SECONDS, DeskPlan, Service, advice, desk_plan, wait_words
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.measure import scale_px, scaled_font
from checkin.ui.look.theme import DETAIL, SMALL, TEXT
from checkin.ui.settings.settings_page import page_column
from checkin.ui.widgets.form_fields import PLAIN, ComboBox, labelled_field
from checkin.ui.widgets.labels import Paragraph
from checkin.ui.widgets.layouts import CardGroup

PLAN = Message("plan", "How many desks")
MOST_PEOPLE, MOST_MINUTES = 20_000, 600
MINUTES = 30
"""The proposed period in minutes: the half hour before the start, in which most people come."""
AROUND = 3
"""Lines: one desk less, the advice, one more."""
INSET = 15
"""Pixels before a number, as before other text in a field."""
MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class Expected:
    """The expected load: `people` of the list, `seconds` per guest as measured at this event, None before."""

    people: int
    seconds: float | None = None


class DeskPlanPage(QWidget):
    """The page; the result is shown at once."""

    def __init__(self, expected: Expected) -> None:
        super().__init__()
        self.people = _number(expected.people, MOST_PEOPLE)
        self.minutes = _number(MINUTES, MOST_MINUTES)
        self.service = ComboBox(translate(_SERVICE))
        self._seconds: dict[str, float] = {str(kind): seconds for kind, seconds in SECONDS.items()}
        if expected.seconds is not None:
            self._seconds[MEASURED] = expected.seconds
            self.service.addItem(translate(_MEASURED, seconds=round(expected.seconds)), MEASURED)
        for kind, words in _SERVICES.items():
            self.service.addItem(translate(words, seconds=round(SECONDS[kind])), str(kind))
        self.advice, self.source = Paragraph(DETAIL, 700), Paragraph(SMALL)
        self.waits = [Paragraph(TEXT) for _ in range(AROUND)]
        self._assemble()
        for changed in (self.people.valueChanged, self.minutes.valueChanged, self.service.currentIndexChanged):
            changed.connect(self._reckon)
        self._reckon()
        self.setFocusProxy(self.people)

    def _reckon(self) -> None:
        seconds = self._seconds[str(self.service.currentData())]
        plan = desk_plan(self.people.value(), self.minutes.value(), seconds)
        words, fields = advice(plan)
        self.advice.show_text(translate(words, **fields))
        self._show_waits(plan)

    def _show_waits(self, plan: DeskPlan) -> None:
        """Show the waits, the advised number of desks in bold; without a line for fewer than one desk."""
        for line in self.waits[len(plan.waits) :]:
            line.show_text("")
        for line, (desks, minutes) in zip(self.waits, plan.waits, strict=False):
            words, fields = wait_words(desks, minutes)
            line.setFont(scaled_font(TEXT, 700 if desks == plan.desks else 400))
            line.show_text(translate(words, **fields))

    def _assemble(self) -> None:
        column = page_column(self, PLAN, _WHY)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(labelled_field(self.people, translate(_PEOPLE)), 1)
        row.addWidget(labelled_field(self.minutes, translate(_MINUTES)), 1)
        who = CardGroup()
        who.column.addLayout(row)
        who.column.addWidget(labelled_field(self.service, translate(_SERVICE)))
        column.addWidget(who)
        column.addWidget(self.advice)
        for line in self.waits:
            column.addWidget(line)
        column.addStretch(1)
        self.source.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.source.show_text(translate(_SOURCE))
        column.addWidget(self.source)


def _number(value: int, most: int) -> QSpinBox:
    made = QSpinBox()
    made.setRange(1, most)
    made.setValue(value)
    made.setFixedHeight(scale_px(PLAIN))
    made.lineEdit().setTextMargins(scale_px(INSET), 0, 0, 0)
    return made


_WHY = Message(
    "plan", "The queue depends on the number of desks, not of computers. Say how many people come, and within how long."
)
_PEOPLE = Message("plan", "People")
_MINUTES = Message("plan", "Within, in minutes")
_SERVICE = Message("plan", "At the desk")
_MEASURED = Message("plan", "As measured today ({seconds} s each)")
_SERVICES = {
    Service.READY: Message("plan", "The badge is ready, or there is none ({seconds} s each)"),
    Service.BOX: Message("plan", "The badge is looked up in a box ({seconds} s each)"),
    Service.PRINTED: Message("plan", "The badge is printed on arrival ({seconds} s each)"),
}
_SOURCE = Message(
    "plan",
    "Assumes 85% scanned, 12% found by name and 3% registered on the spot, with a peak two thirds of the way "
    "through. Once the desks have been busy, their own pace is used instead.",
)
