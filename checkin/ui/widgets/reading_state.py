# SPDX-License-Identifier: GPL-3.0-or-later
"""The placeholder of a screen whose content is still being read, as it takes a moment among many people."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.widgets.empty_state import WIDTH, EmptyState


class ReadingState(EmptyState):
    """The placeholder of a screen, its parent. It takes the place of `content`, and is hidden at first.

    It holds the focus until there is something to give it to, so that the first key after it is for the content.
    """

    def __init__(self, content: Sequence[QWidget], width: int = WIDTH) -> None:
        super().__init__("hourglass", width=width)
        self._content = tuple(content)
        self.show_texts(translate(READING), translate(_WORK_GOES_ON))
        self.setAccessibleName(translate(READING))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def stand_in(self, is_reading: bool) -> None:
        """Show the placeholder instead of the content, or the content again."""
        had_focus = self.hasFocus()
        for part in self._content:
            part.setVisible(not is_reading)
        if had_focus and not is_reading and (screen := self.parentWidget()):
            screen.setFocus()
        self.setVisible(is_reading)


READING = Message("event reading", "Reading the event…")
_WORK_GOES_ON = Message("event reading", "You can scan meanwhile.")
