# SPDX-License-Identifier: GPL-3.0-or-later
"""A text field with completion. The proposals come from a function it is given."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from checkin.core.people.registration_form import MOST_LETTERS
from checkin.ui.look.measure import scale_px, scaled_font
from checkin.ui.look.theme import TEXT
from checkin.ui.widgets.form_fields import PLAIN


class CompletingField(QLineEdit):
    """A field with a list of proposals.

    Down goes into the list, Enter takes from it; Enter in the field is the form's.
    """

    entered = Signal()
    """Emitted on Enter while the list is open and nothing is chosen: that key does not reach the form."""

    def __init__(self, name: str, proposals: Callable[[str], list[str]], *, proposes_at_once: bool = False) -> None:
        """Create the field; `proposes_at_once`: the list opens as soon as the empty field has the keyboard."""
        super().__init__()
        self._proposals, self._proposes_at_once = proposals, proposes_at_once
        self._model = QStringListModel(self)
        self._list = QCompleter(self._model, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup = QListView()
        self._popup.setFont(scaled_font(TEXT))
        self._popup.setAccessibleName(name)
        self._list.setPopup(self._popup)
        self._list.activated.connect(self.setText)
        self.setMaxLength(MOST_LETTERS)
        self.setFixedHeight(scale_px(PLAIN))
        self.setAccessibleName(name)
        self._list.setWidget(self)
        self.textEdited.connect(self._propose)
        self.textChanged.connect(self._withdraw)

    @property
    def proposed(self) -> list[str]:
        """The proposals shown now; empty while the list is closed."""
        return self._model.stringList() if self._popup.isVisible() else []

    def _propose(self, text: str) -> None:
        found = [proposal for proposal in self._proposals(text) if proposal != text]
        self._model.setStringList(found)
        if found:
            self._list.complete()
            self._popup.setCurrentIndex(QModelIndex())  # a view marks its first row when shown
        else:
            self._popup.hide()

    def _withdraw(self, text: str) -> None:
        """Close the list when the text is emptied, by the user or by the program."""
        if not text:
            self._popup.hide()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        is_new = event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if self._proposes_at_once and is_new and not self.text():
            self._propose("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not is_enter or not self._popup.isVisible():
            super().keyPressEvent(event)
        elif self._popup.currentIndex().isValid():
            event.ignore()  # the list takes it
        else:
            self._popup.hide()
            self.entered.emit()
