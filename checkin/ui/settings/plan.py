# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings: how many desks an event wants, and what one more or less means. Reckons; changes nothing."""

from dataclasses import dataclass

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from checkin.core.desk_plan import SECONDS, DeskPlan, Service, advice, desk_plan, wait_words
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.measure import face, sized
from checkin.ui.look.theme import DETAIL, SMALL, TEXT
from checkin.ui.parts.form_fields import PLAIN, Choice, labelled
from checkin.ui.parts.group import Group
from checkin.ui.parts.labels import Paragraph
from checkin.ui.settings.page import page_column

PLAN = Words("plan", "How many desks")
MOST_PEOPLE, MOST_MINUTES = 20_000, 600
MINUTES = 30
"""Proposed: the half hour before the beginning, in which most come."""
AROUND = 3
"""Lines: one desk less, so many, one more."""
INSET = 15
"""Pixels before a number, as before any other text in a field."""
MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class Expected:
    """`people` of the list; `seconds` a guest as the desks of this event have shown, None while they have not."""

    people: int
    seconds: float | None = None


class PlanPage(QWidget):
    """What is reckoned stands there at once."""

    def __init__(self, expected: Expected) -> None:
        super().__init__()
        self.people = _number(expected.people, MOST_PEOPLE)
        self.minutes = _number(MINUTES, MOST_MINUTES)
        self.service = Choice(say(_SERVICE))
        self._seconds: dict[str, float] = {str(kind): seconds for kind, seconds in SECONDS.items()}
        if expected.seconds is not None:
            self._seconds[MEASURED] = expected.seconds
            self.service.addItem(say(_MEASURED, seconds=round(expected.seconds)), MEASURED)
        for kind, words in _SERVICES.items():
            self.service.addItem(say(words, seconds=round(SECONDS[kind])), str(kind))
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
        self.advice.show_text(say(words, **fields))
        self._show_waits(plan)

    def _show_waits(self, plan: DeskPlan) -> None:
        """One desk has no less; what is advised stands out."""
        for line in self.waits[len(plan.waits) :]:
            line.show_text("")
        for line, (desks, minutes) in zip(self.waits, plan.waits, strict=False):
            words, fields = wait_words(desks, minutes)
            line.setFont(face(TEXT, 700 if desks == plan.desks else 400))
            line.show_text(say(words, **fields))

    def _assemble(self) -> None:
        column = page_column(self, PLAN, _WHY)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(labelled(self.people, say(_PEOPLE)), 1)
        row.addWidget(labelled(self.minutes, say(_MINUTES)), 1)
        who = Group()
        who.column.addLayout(row)
        who.column.addWidget(labelled(self.service, say(_SERVICE)))
        column.addWidget(who)
        column.addWidget(self.advice)
        for line in self.waits:
            column.addWidget(line)
        column.addStretch(1)
        self.source.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.source.show_text(say(_SOURCE))
        column.addWidget(self.source)


def _number(value: int, most: int) -> QSpinBox:
    made = QSpinBox()
    made.setRange(1, most)
    made.setValue(value)
    made.setFixedHeight(sized(PLAIN))
    made.lineEdit().setTextMargins(sized(INSET), 0, 0, 0)
    return made


_WHY = Words("plan", "A queue is a matter of desks, not of computers. Say who comes, and within how long.")
_PEOPLE = Words("plan", "People")
_MINUTES = Words("plan", "Within, in minutes")
_SERVICE = Words("plan", "At the desk")
_MEASURED = Words("plan", "As measured today ({seconds} s each)")
_SERVICES = {
    Service.READY: Words("plan", "The badge is ready, or there is none ({seconds} s each)"),
    Service.BOX: Words("plan", "The badge is looked for in a box ({seconds} s each)"),
    Service.PRINTED: Words("plan", "The badge is printed on arrival ({seconds} s each)"),
}
_SOURCE = Words(
    "plan",
    "Reckoned for 85% scanned, 12% found by name and 3% registered on the spot, with a peak two thirds into the "
    "time. Once the desks have been busy, their own pace takes the place of the seconds.",
)
