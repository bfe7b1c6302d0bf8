# SPDX-License-Identifier: GPL-3.0-or-later
"""What a part of the editor's panel is: it shows the draft and changes it through `Editing`, and keeps nothing."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checkin.core.badges.draft import Draft, Edit
from checkin.ui.badge_editor.state import Editing


class Section(QWidget):
    """`show_draft` is called after every change; the section hides where it says nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.editing: Editing | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    def edit(self, editing: Editing) -> None:
        self.editing = editing

    def do(self, edit: Edit, key: str = "") -> None:
        if self.editing:
            self.editing.do(edit, key)

    def show_draft(self, draft: Draft) -> None:
        raise NotImplementedError

    def row(self, *parts: QWidget) -> None:
        line_of_parts = QHBoxLayout()
        line_of_parts.setSpacing(8)
        for part in parts:
            line_of_parts.addWidget(part, 1)
        self.column.addLayout(line_of_parts)
