# SPDX-License-Identifier: GPL-3.0-or-later
"""Why something is done: chosen or typed. What is done with it is for whoever asks."""

from checkin.core.message import Message
from checkin.desk.supervision import LONGEST_WHY
from checkin.language import translate
from checkin.ui.widgets.typed_choice import TypedChoice


class ReasonBox(TypedChoice):
    """The usual reasons, or any other that is typed."""

    def __init__(self, whys: tuple[str, ...]) -> None:
        super().__init__(translate(Message("supervisor", "Why")))
        self.addItems(whys)
        self.setCurrentIndex(-1)
        field = self.lineEdit()
        assert field
        field.setPlaceholderText(translate(Message("supervisor", "Choose with ↓, or type")))
        field.setMaxLength(LONGEST_WHY)
