# SPDX-License-Identifier: GPL-3.0-or-later
"""The placeholder of the list of people: there is no list, or nobody matches what is typed and chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.widgets.empty_state import EmptyState

EMPTY_WIDTH = 400
"""Width of the text in pixels: beside the panel there is no more room with text at 150 %."""


class PeopleEmpty(EmptyState):
    """A placeholder for two cases: the event has no list, or the filters match nobody."""

    import_wanted = Signal()
    everyone_wanted = Signal()
    unfiltered_wanted = Signal()
    """Emitted when the text is to be looked for among everyone."""

    def __init__(self) -> None:
        self.unfilter, self.button = QPushButton(translate(_UNFILTER)), QPushButton()
        self.unfilter.setProperty("primary", True)
        super().__init__("users", self.unfilter, self.button, width=EMPTY_WIDTH)
        self._is_list = True
        self.unfilter.clicked.connect(self.unfiltered_wanted)
        self.button.clicked.connect(self._press)

    def show_no_list(self) -> None:
        self._show(translate(_NO_LIST), translate(_BRING_ONE), translate(_IMPORT), is_list=False)

    def show_nobody(self, text: str, filters: Sequence[str]) -> None:
        """Show that no person matches; `text` is what was typed, "" if only filters are set, which are named."""
        sentence = translate(_NOBODY_CALLED, text=text) if text else translate(_NOBODY)
        hint = translate(_FILTERED, filters=", ".join(filters)) if filters else translate(_OTHERWISE)
        self._show(sentence, hint, translate(_EVERYONE), is_list=True)
        self.unfilter.setVisible(bool(text and filters))

    def _show(self, sentence: str, hint: str, button: str, *, is_list: bool) -> None:
        self.show_texts(sentence, hint)
        self.button.setText(button)
        self.unfilter.hide()
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
_FILTERED = Message("people", "A filter is on: {filters}. Search everyone before you register them with F2.")
_UNFILTER = Message("people", "Remove the filter")
