# SPDX-License-Identifier: GPL-3.0-or-later
"""What a programme file would change, looked at before anything is written. Asks only: accepted means write."""

from collections.abc import Mapping

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from checkin.core.words import Words
from checkin.desk.programme.importing import ProgrammePreview
from checkin.language import say
from checkin.ui.files.difference_table import table_tabs
from checkin.ui.files.programme_changes_rows import tables
from checkin.ui.parts.dialog_buttons import do_or_go_back
from checkin.ui.parts.dialog_column import dialog_column
from checkin.ui.parts.labels import label

SIZE = QSize(1060, 600)
"""Pixels; fits the smallest window."""


class ProgrammeChangesDialog(QDialog):
    """`removes_gone` is whether the sessions that the file does not name are to go; no by itself.

    `registered` counts the people of each session.
    """

    def __init__(self, seen: ProgrammePreview, registered: Mapping[str, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say(Words("file", "Load a programme")))
        self.summary = label(_summary(seen))
        self.tabs = table_tabs(tables(seen, registered))
        self.gone = QCheckBox(say(_REMOVE, count=seen.left_behind))
        self.gone.setVisible(bool(seen.left_behind))
        buttons = do_or_go_back(self, say(_APPLY))
        buttons.accepted.connect(self.accept)
        column = dialog_column(self, say(_HEADLINE), 12)
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
    """What stays, then a line for each thing that was left out."""
    kept = say(_UNCHANGED if seen.keeping else _WHOLE, count=seen.difference.unchanged)
    return "\n".join((kept, *(say(note.words, **note.fields) for note in seen.notes)))


_HEADLINE = Words("programme", "Before anything is written: what this file changes in the programme")
_UNCHANGED = Words(
    "programme",
    "Unchanged: {count}. Control points, categories, registrations and seats that you have set are kept.",
)
_WHOLE = Words("programme", "Unchanged: {count}. This file is the whole programme: what is not in it goes.")
_REMOVE = Words(
    "programme", "Also remove the sessions that are not in the file ({count}), with their speakers and control points"
)
_APPLY = Words("programme", "Apply")
