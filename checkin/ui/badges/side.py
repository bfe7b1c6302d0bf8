# SPDX-License-Identifier: GPL-3.0-or-later
"""Beside a badge: how many of which there are, and what would not come out well, in words."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from checkin.core.badges.remarks import Problem
from checkin.core.words import Words
from checkin.desk.badges.board import Claim
from checkin.language import say
from checkin.ui.badges.words import count_text, problem_text
from checkin.ui.look import icons
from checkin.ui.look.drawing import RIGHT, align, card, write
from checkin.ui.look.measure import design_painter, face, sized, whole
from checkin.ui.look.theme import SMALL, TEXT, font, tokens
from checkin.ui.parts.labels import label

PADDING, ICON, ROW = 16, 18, 42

_CLAIMS = Words("badges", "Badges by category")
_REMARKS = Words("badges", "On this badge")
_GOOD = Words("badges", "Everything fits.")
_NOBODY = Words("badges", "Nobody is on the list yet.")
_NO_CATEGORY = Words("badges", "No category")
_CHECKING = Words("badges", "Looked at: {done} of {total}")
_ALL_GOOD = Words("badges", "{total} {total:badge was|badges were} looked at: everything fits.")
_FOUND = Words("badges", "To check: {found} of {total} {total:badge|badges}")
_SHOW = Words("badges", "Show them")


class _Card(QWidget):
    """A quiet place with a heading."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(PADDING, 12, PADDING, 12)
        self.column.setSpacing(8)
        self.column.addWidget(_heading(heading))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card(painter, whole(self), tokens(self.palette()))

    def replace(self, rows: Sequence[QWidget]) -> None:
        """All rows anew, under the heading."""
        while self.column.count() > 1:
            item = self.column.takeAt(1)
            if item and (old := item.widget()):
                old.hide()
                old.deleteLater()
        for row in rows:
            self.column.addWidget(row)


def _heading(text: str) -> QLabel:
    made = label(text, SMALL, 600)
    made.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return made


class ClaimsCard(_Card):
    """A line for each category: its name, how many, and which badge where there are several."""

    def __init__(self) -> None:
        super().__init__(say(_CLAIMS))

    def show_claims(self, claims: Sequence[Claim]) -> None:
        self.replace([_ClaimRow(claim) for claim in claims] or [label(say(_NOBODY))])


class _ClaimRow(QWidget):
    """Two lines: the category and how many, then which badge."""

    def __init__(self, claim: Claim) -> None:
        super().__init__()
        self._claim, self._name = claim, claim.name or say(_NO_CATEGORY)
        self.setAccessibleName(f"{self._name}: {count_text(claim.count)}, {claim.template.name}")
        self.setToolTip(self._name)
        self.setFixedHeight(sized(ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        upper, lower = QRectF(0, 0, whole(self).width(), 22), QRectF(0, 21, whole(self).width(), 18)
        count, face = f"{self._claim.count}", font(TEXT, 600, tabular=True)
        align(painter, upper, count, (face, t.ink), RIGHT)
        write(painter, upper.adjusted(0, 0, -60, 0), self._name, font(TEXT), t.ink)
        write(painter, lower, self._claim.template.name, font(SMALL), t.quiet)


class RemarksCard(_Card):
    """What is wrong with the badge that is seen."""

    def __init__(self) -> None:
        super().__init__(say(_REMARKS))
        self._problems: Sequence[Problem] | None = None

    def show_problems(self, problems: Sequence[Problem]) -> None:
        if problems == self._problems:
            return
        self._problems = list(problems)
        self.replace(remark_rows(problems))


class Remark(QLabel):
    """A sentence after its icon: a warning, or that all is well."""

    def __init__(self, icon: str, text: str) -> None:
        super().__init__(text)
        self._icon = icon
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(face(TEXT))
        self.setWordWrap(True)
        self.setContentsMargins(sized(ICON + 8), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        t = tokens(self.palette())
        ink = t.ok if self._icon == "circle-check" else t.warn
        icons.draw(design_painter(self), self._icon, QRectF(0, 1, ICON, ICON), ink)


def remark_rows(problems: Sequence[Problem]) -> list[Remark]:
    """Return a row for each problem, or one that says there is none."""
    told = [Remark("triangle-alert", problem_text(problem)) for problem in problems]
    return told or [Remark("circle-check", say(_GOOD))]


class ChecksCard(_Card):
    """How far all badges were looked at, and a way to those that were found."""

    shown = Signal()

    def __init__(self) -> None:
        super().__init__(say(Words("badges", "All badges")))
        self._text = label("")
        self._show = QPushButton(say(_SHOW))
        self._show.clicked.connect(self.shown)
        self._show.hide()
        self.column.addWidget(self._text)
        self.column.addWidget(self._show)

    def tell(self, done: int, total: int, found: int) -> None:
        if found:
            text = say(_FOUND, total=total, found=found)
        else:
            text = say(_ALL_GOOD if done == total else _CHECKING, done=done, total=total)
        self._text.setText(text)
        self._show.setVisible(bool(found))
        self.setVisible(bool(total))


class BadgesSide(QScrollArea):
    """The three cards, one under the other."""

    def __init__(self) -> None:
        super().__init__()
        self.remarks, self.checks, self.claims = RemarksCard(), ChecksCard(), ClaimsCard()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for each in (self.remarks, self.checks, self.claims):
            column.addWidget(each)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return sized(QSize(280, 400))
