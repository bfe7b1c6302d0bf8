# SPDX-License-Identifier: GPL-3.0-or-later
"""The strip below the canvas: warnings about the badge, and refused actions.

Its height never changes, so that nothing under the pointer moves.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from checkin.core.badges.template_checks import TemplateProblem
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.badges.badges_sidebar import ProblemLabel, problem_labels
from checkin.ui.look.measure import scale_px
from checkin.ui.look.screen_reader import announce
from checkin.ui.widgets.labels import Notice

HEIGHT = 88
"""Height in pixels, for four lines or a refusal; more is scrolled, also with the arrow keys."""


class EditorRemarks(QScrollArea):
    """The remarks on the visible badge, the gravest first; a refusal replaces them until the next change."""

    def __init__(self) -> None:
        super().__init__()
        self.notice = Notice()
        self._problems: Sequence[TemplateProblem] | None = None
        self._rows: list[ProblemLabel] = []
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.notice)
        self._column.addStretch(1)
        self.notice.hide()
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(self._offer_keys)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(scale_px(HEIGHT))
        self.setAccessibleName(translate(_NAME))

    def refuse(self, text: str) -> None:
        """Show a refusal."""
        self.notice.setText(text)
        self.notice.show()
        self._show_rows(is_seen=False)
        self.verticalScrollBar().setValue(0)

    def show_problems(self, problems: Sequence[TemplateProblem]) -> None:
        """Show the remarks, or that there are none; clears a refusal."""
        self.notice.hide()
        if problems == self._problems:
            self._show_rows(is_seen=True)
            return
        is_first, self._problems = self._problems is None, list(problems)
        for old in self._rows:
            old.hide()
            old.deleteLater()
        self._rows = problem_labels(problems)
        for place, row in enumerate(self._rows, start=1):
            self._column.insertWidget(place, row)
        self.verticalScrollBar().setValue(0)
        if problems and not is_first:
            announce(self, self._rows[0].text())

    def texts(self) -> list[str]:
        """Return the texts shown: a refusal, or the remarks."""
        return [self.notice.text()] if self.notice.isVisibleTo(self) else [row.text() for row in self._rows]

    def _offer_keys(self, _: int, most: int) -> None:
        """Let Tab come here while not all is in view."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if most else Qt.FocusPolicy.NoFocus)

    def _show_rows(self, *, is_seen: bool) -> None:
        for row in self._rows:
            row.setVisible(is_seen)


_NAME = Message("badge editor", "What will not print well")
