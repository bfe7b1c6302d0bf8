# SPDX-License-Identifier: GPL-3.0-or-later
"""The placeholder for an empty list of people, with what to do then."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.widgets.empty_state import EmptyState

WIDTH = 400
"""Width of the text in pixels: beside the panel there is no more room with text at 150 %."""


class ParticipantsEmpty(EmptyState):
    """A placeholder for two cases: the event has no list, or the filters match nobody."""

    import_wanted = Signal()
    everyone_wanted = Signal()

    def __init__(self) -> None:
        self.button = QPushButton()
        super().__init__("users", self.button, width=WIDTH)
        self._is_list = True
        self.button.clicked.connect(self._press)

    def show_no_list(self) -> None:
        self._show(translate(_NO_LIST), translate(_BRING_ONE), translate(_IMPORT), is_list=False)

    def show_nobody(self, text: str) -> None:
        """Say that nobody matches; `text` is what was typed, "" if only filters are set."""
        sentence = translate(_NOBODY_CALLED, text=text) if text else translate(_NOBODY)
        self._show(sentence, translate(_OTHERWISE), translate(_EVERYONE), is_list=True)

    def _show(self, sentence: str, hint: str, button: str, *, is_list: bool) -> None:
        self.show_texts(sentence, hint)
        self.button.setText(button)
        self._is_list = is_list

    def _press(self) -> None:
        (self.everyone_wanted if self._is_list else self.import_wanted).emit()


_NO_LIST = Message("people", "Nobody is on the list yet.")
_BRING_ONE = Message("people", "Import a list (Excel, CSV, OpenDocument), or register people as they come with F2.")
_IMPORT = Message("people", "Import a list… (Ctrl+I)")
_NOBODY_CALLED = Message("people", "Nobody matches “{text}”.")
_NOBODY = Message("people", "Nobody matches these choices.")
_OTHERWISE = Message("people", "Try another spelling or the organisation, or register them with F2.")
_EVERYONE = Message("people", "Show everyone (Esc)")
