# SPDX-License-Identifier: GPL-3.0-or-later
"""Beside a badge: how many of which there are, and what would not come out well, in words."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from checkin.core.badge_remarks import Problem
from checkin.core.words import Words
from checkin.desk.badge_board import Claim
from checkin.language import say
from checkin.ui import icons
from checkin.ui.badges_words import count_text
from checkin.ui.drawing import card
from checkin.ui.labels import label
from checkin.ui.theme import SMALL, TEXT, font, tokens

PADDING, ICON = 16, 18

_CLAIMS = Words("badges", "Badges by category")
_REMARKS = Words("badges", "On this badge")
_GOOD = Words("badges", "Everything fits.")
_NOBODY = Words("badges", "Nobody is on the list yet.")
_NO_CATEGORY = Words("badges", "No category")
_CHECKING = Words("badges", "Looking at all badges: {done} of {total}")
_ALL_GOOD = Words("badges", "All {total} badges were looked at: everything fits.")
_FOUND = Words("badges", "To look at, of {total} badges: {found}")
_SHOW = Words("badges", "Show them")


class _Card(QWidget):
    """A quiet place with a heading."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(PADDING, 12, PADDING, 14)
        self.column.setSpacing(6)
        self.column.addWidget(label(heading, SMALL, 600))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card(painter, QRectF(self.rect()), tokens(self.palette()))

    def replace(self, rows: Sequence[QWidget]) -> None:
        """All rows anew, under the heading."""
        while self.column.count() > 1:
            item = self.column.takeAt(1)
            if item and (old := item.widget()):
                old.hide()
                old.deleteLater()
        for row in rows:
            self.column.addWidget(row)


class ClaimsCard(_Card):
    """A line for each category: its name, how many, and which badge."""

    def __init__(self) -> None:
        super().__init__(say(_CLAIMS))

    def show_claims(self, claims: Sequence[Claim]) -> None:
        self.replace([_claim_row(claim) for claim in claims] or [label(say(_NOBODY))])


def _claim_row(claim: Claim) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    name = label(claim.name or say(_NO_CATEGORY))
    count = QLabel(f"{claim.count}")
    count.setFont(font(TEXT, 600, tabular=True))
    template = _Quiet(claim.template.name)
    line.addWidget(name, 1)
    line.addWidget(template)
    line.addWidget(count)
    row.setAccessibleName(f"{name.text()}: {count_text(claim.count)}, {claim.template.name}")
    return row


class _Quiet(QLabel):
    """In the second grey, whatever the theme."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(SMALL))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(tokens(self.palette()).quiet)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.text())


class RemarksCard(_Card):
    """`shown` when somebody wants to see the badges that were found."""

    shown = Signal()

    def __init__(self) -> None:
        super().__init__(say(_REMARKS))
        self._problems: Sequence[Problem] | None = None

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Of the badge that is seen."""
        if problems == self._problems:
            return
        self._problems = list(problems)
        rows = [Remark("triangle-alert", say(words, **fields)) for words, fields in problems]
        self.replace(rows or [Remark("circle-check", say(_GOOD))])


class Remark(QWidget):
    """A sentence after its icon: a warning, or that all is well."""

    def __init__(self, icon: str, text: str) -> None:
        super().__init__()
        self._icon = icon
        self.text = label(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(ICON + 10, 0, 0, 0)
        column.addWidget(self.text)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = QPainter(self)
        ink = t.ok if self._icon == "circle-check" else t.warn
        icons.draw(painter, self._icon, QRectF(0, 1, ICON, ICON), ink)


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
        return QSize(280, 400)
