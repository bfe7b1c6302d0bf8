# SPDX-License-Identifier: GPL-3.0-or-later
"""The scroll area around the stage: with large text in a narrow window the quiet panels come below the large one.

An answer is never scrolled away: whatever the large panel begins to show is visible from its top.
"""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea

from checkin.ui.desk.desk_stage import DeskStage
from checkin.ui.look.measure import text_scale
from checkin.ui.look.theme import GAP

SIDE_BY_SIDE = 960
"""Width in design pixels that the stage needs to be side by side."""


class StageScrollArea(QScrollArea):
    """A scroll area that does nothing while the stage has room."""

    def __init__(self, stage: DeskStage) -> None:
        super().__init__()
        self._stage = stage
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusProxy(stage)
        self.setWidget(stage)
        stage.turned.connect(lambda: self.verticalScrollBar().setValue(0))
        stage.search.query_changed.connect(self._show_search)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = text_scale() > 1 and self.width() / text_scale() < SIDE_BY_SIDE
        self._stage.stack(self.viewport().height() if is_narrow else 0)

    def _show_search(self, query: str) -> None:
        """Scroll the search box to the top: the people found come below it."""
        if query:
            QTimer.singleShot(0, self, lambda: self.verticalScrollBar().setValue(self._stage.search.y() - GAP))
