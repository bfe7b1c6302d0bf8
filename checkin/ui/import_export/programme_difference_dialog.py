# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes that a programme file would make, shown before the import.

Accepted means write; writes nothing itself.
"""

from collections.abc import Mapping

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from checkin.core.message import Message
from checkin.services.programme.programme_importing import ProgrammePreview
from checkin.translation import translate
from checkin.ui.import_export.programme_difference_tables import build_programme_tables
from checkin.ui.import_export.text_tables import build_table_tabs
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.layouts import dialog_column

SIZE = QSize(1060, 600)
"""Pixels; fits the smallest window."""


class ProgrammeDifferenceDialog(QDialog):
    """The dialog. `removes_gone`: remove sessions that the file does not name (off by default).

    `registered` counts the people of each session id.
    """

    def __init__(self, seen: ProgrammePreview, registered: Mapping[str, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(Message("file", "Load a programme")))
        self.summary = label(_summary(seen))
        self.tabs = build_table_tabs(build_programme_tables(seen, registered))
        self.gone = QCheckBox(translate(_REMOVE, count=seen.left_behind))
        self.gone.setVisible(bool(seen.left_behind))
        buttons = add_confirm_buttons(self, translate(_APPLY))
        buttons.accepted.connect(self.accept)
        column = dialog_column(self, translate(_HEADLINE), 12)
        column.addWidget(self.summary)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.gone)
        column.addWidget(buttons)
        self.resize(SIZE)
        self.tabs.currentWidget().setFocus()

    @property
    def removes_gone(self) -> bool:
        return self.gone.isChecked()


def _summary(seen: ProgrammePreview) -> str:
    """Return what stays unchanged, then a line for each thing left out."""
    kept = translate(_UNCHANGED if seen.keeping else _WHOLE, count=seen.difference.unchanged)
    return "\n".join((kept, *(translate(note.words, **note.fields) for note in seen.notes)))


_HEADLINE = Message("programme", "Nothing is written yet: what this file would change in the programme")
_UNCHANGED = Message(
    "programme",
    "Unchanged: {count}. Control points, categories, registrations and seats that you have set are kept.",
)
_WHOLE = Message("programme", "Unchanged: {count}. This file is the whole programme: anything not in it is removed.")
_REMOVE = Message(
    "programme", "Also remove the sessions that are not in the file ({count}), with their speakers and control points"
)
_APPLY = Message("programme", "Apply")
