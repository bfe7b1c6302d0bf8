# SPDX-License-Identifier: GPL-3.0-or-later
"""The heading of the badges screen with the actions on the chosen template. Performs none of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.measure import scaled_font
from checkin.ui.widgets.buttons import IconButton, WordButton
from checkin.ui.widgets.navigation_rail import BADGES
from checkin.ui.widgets.screen_heading import ScreenHeading


class BadgeAction(StrEnum):
    """The actions on a template or on badges."""

    PDF = "pdf"
    PRINT = "print"
    EDIT = "edit"
    DUPLICATE = "duplicate"
    EXPORT = "export"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class _Look:
    words: Message
    icon: str
    key: str = ""


_LOOKS = {
    BadgeAction.PDF: _Look(Message("badges", "PDF of badges…"), "file-down", "Ctrl+P"),
    BadgeAction.PRINT: _Look(Message("badges", "Print all"), "printer"),
    BadgeAction.EDIT: _Look(Message("badges", "Edit"), "pencil", "F4"),
    BadgeAction.DUPLICATE: _Look(Message("badges", "Duplicate"), "copy", "Ctrl+D"),
    BadgeAction.EXPORT: _Look(Message("badges", "Save as a file…"), "download"),
    BadgeAction.REMOVE: _Look(Message("badges", "Remove"), "trash-2", "Del"),
}
_SMALL = (BadgeAction.EXPORT, BadgeAction.REMOVE, BadgeAction.DUPLICATE)
"""Actions that are shown as an icon only."""
_COPY = Message("badges", "Copy and edit")
"""The label for a shipped template, which must be copied before it belongs to the event."""


class BadgesHeading(ScreenHeading):
    """The heading; `chosen` carries a `BadgeAction`."""

    chosen = Signal(BadgeAction)

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(BADGES, now)
        self.offered: tuple[BadgeAction, ...] = ()
        self.buttons = {act: self._button(act) for act in BadgeAction}
        for act in (
            BadgeAction.REMOVE,
            BadgeAction.EXPORT,
            BadgeAction.DUPLICATE,
            BadgeAction.EDIT,
            BadgeAction.PRINT,
            BadgeAction.PDF,
        ):
            self.add(self.buttons[act])

    def offer(self, acts: Sequence[BadgeAction], *, is_own: bool) -> None:
        """Show these actions; `is_own`: the chosen template belongs to the event."""
        self.offered = tuple(acts)
        for act, button in self.buttons.items():
            button.setVisible(act in acts)
        self.buttons[BadgeAction.EDIT].setText(translate(_LOOKS[BadgeAction.EDIT].words if is_own else _COPY))

    def _button(self, act: BadgeAction) -> QAbstractButton:
        look = _LOOKS[act]
        button: QAbstractButton = IconButton(look.icon, translate(look.words), look.key)
        if act not in _SMALL:
            button = WordButton(translate(look.words), look.icon, is_primary=act is BadgeAction.PDF)
            button.setToolTip(look.key)
        button.clicked.connect(lambda _=False, act=act: self.chosen.emit(act))
        return button


def elided_label(size: int, weight: int) -> QLabel:
    """Return a label on one line, elided where there is no room."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(scaled_font(size, weight))
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return made
