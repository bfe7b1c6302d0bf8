# SPDX-License-Identifier: GPL-3.0-or-later
"""The toolbar of the badge editor: elements to add, undo, redo, zoom. Only emits signals."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checkin.core.badges.template import Shape
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.badge_editor.badge_element_wording import CODE, FIELD, PHOTOGRAPHED, PICTURE, SHAPES, TEXT
from checkin.ui.badge_editor.badge_field_menu import FieldMenu
from checkin.ui.look.theme import MARGIN
from checkin.ui.widgets.buttons import IconButton, WordButton


class Tool(StrEnum):
    """The kinds of elements to add."""

    TEXT = "text"
    CODE = "code"
    PICTURE = "picture"
    PHOTOGRAPH = "photograph"
    BOX = "box"
    ELLIPSE = "ellipse"
    LINE = "line"


_LOOKS = {
    Tool.TEXT: (TEXT, "type"),
    Tool.CODE: (CODE, "qr-code"),
    Tool.PICTURE: (PICTURE, "image"),
    Tool.PHOTOGRAPH: (PHOTOGRAPHED, "square-user"),
    Tool.BOX: (SHAPES[Shape.BOX], "square"),
    Tool.ELLIPSE: (SHAPES[Shape.ELLIPSE], "circle"),
    Tool.LINE: (SHAPES[Shape.LINE], "minus"),
}
_PUT = Message("badge editor", "Add to the badge: {what}")


class EditorToolbar(QWidget):
    """The toolbar. `wanted` carries a `Tool`, `field_wanted` the text of a field; the editor fills the menu
    of fields.
    """

    wanted = Signal(Tool)
    field_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.fields = FieldMenu(self)
        self.fields.chosen.connect(self.field_wanted)
        self.field = WordButton(translate(FIELD), "text-cursor-input")
        self.field.setProperty("tool", True)
        self.field.setMenu(self.fields)
        self.buttons = {tool: self._button(tool) for tool in Tool}
        self.undo, self.redo = (
            IconButton("undo-2", translate(Message("badge editor", "Undo")), "Ctrl+Z"),
            IconButton("redo-2", translate(Message("badge editor", "Redo")), "Ctrl+Y"),
        )
        self.farther = IconButton("zoom-out", translate(Message("badge editor", "Zoom out")), "Ctrl+-")
        self.whole = IconButton("maximize", translate(Message("badge editor", "The whole badge")), "Ctrl+0")
        self.nearer = IconButton("zoom-in", translate(Message("badge editor", "Zoom in")), "Ctrl++")
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 12, MARGIN, 0)
        row.setSpacing(4)
        first, *others = self.buttons.values()
        for part in (first, self.field, *others):
            row.addWidget(part)
        row.addStretch(1)
        for small in (self.undo, self.redo, self.farther, self.whole, self.nearer):
            row.addWidget(small)

    def offer(self, *, can_undo: bool, can_redo: bool) -> None:
        self.undo.setEnabled(can_undo)
        self.redo.setEnabled(can_redo)

    def _button(self, tool: Tool) -> WordButton:
        words, icon = _LOOKS[tool]
        button = WordButton(translate(words), icon)
        button.setProperty("tool", True)
        button.setToolTip(translate(_PUT, what=translate(words)))
        button.clicked.connect(lambda _=False, tool=tool: self.wanted.emit(tool))
        return button
