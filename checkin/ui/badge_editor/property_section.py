# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of the sections in the editor's panel: each shows the draft and changes it through `EditingSession`."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checkin.core.badges.badge_draft import BadgeDraft, Edit
from checkin.ui.badge_editor.editing_session import EditingSession


class PropertySection(QWidget):
    """A section. `show_draft` is called after every change; the section hides if it does not apply."""

    def __init__(self) -> None:
        super().__init__()
        self.editing: EditingSession | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    def edit(self, editing: EditingSession) -> None:
        self.editing = editing

    def apply(self, edit: Edit, key: str = "") -> None:
        if self.editing:
            self.editing.apply(edit, key)

    def show_draft(self, draft: BadgeDraft) -> None:
        raise NotImplementedError

    def row(self, *parts: QWidget) -> None:
        line_of_parts = QHBoxLayout()
        line_of_parts.setSpacing(8)
        for part in parts:
            line_of_parts.addWidget(part, 1)
        self.column.addLayout(line_of_parts)
