# SPDX-License-Identifier: GPL-3.0-or-later
"""The combo box for a reason, chosen or typed."""

from checkin.core.message import Message
from checkin.desk.supervision import LONGEST_WHY
from checkin.language import translate
from checkin.ui.widgets.typed_choice import TypedChoice


class ReasonBox(TypedChoice):
    """A combo box with the usual reasons, which accepts any other."""

    def __init__(self, whys: tuple[str, ...]) -> None:
        super().__init__(translate(Message("supervisor", "Why")))
        self.addItems(whys)
        self.setCurrentIndex(-1)
        field = self.lineEdit()
        assert field
        field.setPlaceholderText(translate(Message("supervisor", "Choose with ↓, or type")))
        field.setMaxLength(LONGEST_WHY)
